import type { Page, PluginInfo } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { api } from '../../api/client.js';
import { describeError } from '../../api/problem-error.js';
import { base } from '../../elements/base.js';
import { toast } from '../../elements/lk-toast.js';
import { formatSince } from '../../i18n/format.js';
import { msg, str } from '../../i18n/msg.js';
import { plural } from '../../i18n/plural.js';
import { events } from '../../live/live.js';
import { pluginSource, pluginTone, pluginWord } from '../../words/plugins.js';
import { settingsStyles } from './page.styles.js';
import { Resource } from './resource.js';
import './settings-group.js';
import '../../elements/lk-button.js';
import '../../elements/lk-card.js';
import '../../elements/lk-error.js';
import '../../elements/lk-facts.js';
import '../../elements/lk-note.js';
import '../../elements/lk-pill.js';
import '../../elements/lk-setting.js';
import '../../elements/lk-skeleton.js';

/** Every plugin: how it does, why, what it may do, and its settings. */
@customElement('lk-plugins')
export class LkPlugins extends LitElement {
  static override styles = [
    base,
    settingsStyles,
    css`
      .more {
        display: grid;
        gap: var(--lk-space-5);
        padding-block-start: var(--lk-space-4);
      }
      .reason {
        margin-block-start: var(--lk-space-3);
      }
    `,
  ];

  /** The plugin whose details are open, from the address. */
  @property() subpath = '';
  private readonly plugins = new Resource(this, (signal) => api.get<Page<PluginInfo>>('plugins', { signal }));
  @state() private restarting: string | null = null;
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = events.on('plugin_changed', ({ plugin }) => {
      const { value } = this.plugins;
      if (!value) return;
      const known = value.items.some((one) => one.id === plugin.id);
      const items = known ? value.items.map((one) => (one.id === plugin.id ? plugin : one)) : [...value.items, plugin];
      this.plugins.value = { ...value, items };
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  override render() {
    const { value, error } = this.plugins;
    return html`<lk-card heading=${msg('Plugins')} flush>
        ${error ? html`<lk-error .error=${error} retry @lk-retry=${() => void this.plugins.load()}></lk-error>` : nothing}
        ${value === null && !error ? html`<lk-setting><lk-skeleton slot="wide" count="3"></lk-skeleton></lk-setting>` : nothing}
        ${repeat(
          value?.items ?? [],
          (plugin) => plugin.id,
          (plugin) => this.plugin(plugin),
        )}
      </lk-card>
      <lk-note icon="puzzle"
        >${msg('To add a plugin, put its folder into “plugins” in the data folder of the hub, or install its npm package, and restart the hub. A plugin runs with the rights of the hub: only take those that you trust.')}</lk-note
      >`;
  }

  private plugin(plugin: PluginInfo) {
    const open = this.subpath === plugin.id;
    const bad = plugin.state === 'failed' || plugin.state === 'quarantined';
    return html`<lk-setting heading=${plugin.name} text=${plugin.description}>
      <lk-pill tone=${pluginTone(plugin.state)}>${pluginWord(plugin.state)}</lk-pill>
      <lk-button
        size="s"
        variant="ghost"
        href=${open ? '/settings/plugins' : `/settings/plugins/${plugin.id}`}
        icon_end=${open ? 'chevron-up' : 'chevron-down'}
        >${open ? msg('Less') : msg('More')}</lk-button
      >
      <div slot="wide">
        ${
          plugin.reason
            ? html`<lk-note class="reason" tone=${bad ? 'error' : plugin.state === 'degraded' ? 'warning' : 'info'}>
                ${plugin.reason}
                ${plugin.failures > 0 ? html`<br />${plural(plugin.failures, { one: msg('It failed once.'), other: msg(str`It failed ${plugin.failures} times.`) })}` : nothing}
                <lk-button slot="action" size="s" ?busy=${this.restarting === plugin.id} @click=${() => void this.onRestart(plugin)}
                  >${msg('Start it anew')}</lk-button
                >
              </lk-note>`
            : nothing
        }
        ${open ? this.details(plugin) : nothing}
      </div>
    </lk-setting>`;
  }

  private details(plugin: PluginInfo) {
    const list = (items: readonly string[]): string => items.join(', ') || '–';
    return html`<div class="more">
      <lk-facts
        .items=${[
          [msg('Id'), html`<span class="mono">${plugin.id}</span>`],
          [msg('Version'), plugin.version],
          [msg('Comes from'), pluginSource(plugin.source)],
          [msg('So since'), formatSince(plugin.since)],
          [msg('Needs'), list(plugin.depends_on)],
          [msg('May use'), list(plugin.permissions)],
          [msg('Pages and cards'), list([...plugin.panels, ...plugin.widgets, ...plugin.settings_panels].map((part) => part.title))],
        ]}
      ></lk-facts>
      ${plugin.settings_schema ? html`<lk-settings-group group=${plugin.id}></lk-settings-group>` : nothing}
      ${
        plugin.reason
          ? nothing
          : html`<div class="acts">
              <lk-button size="s" icon="rotate-ccw" ?busy=${this.restarting === plugin.id} @click=${() => void this.onRestart(plugin)}
                >${msg('Start it anew')}</lk-button
              >
            </div>`
      }
    </div>`;
  }

  private async onRestart(plugin: PluginInfo): Promise<void> {
    if (this.restarting) return;
    this.restarting = plugin.id;
    try {
      await api.post(`plugins/${plugin.id}/restart`);
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
    this.restarting = null;
    await this.plugins.load();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-plugins': LkPlugins;
  }
}
