import type { Health, PanelInfo, Role } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../../elements/base.js';
import { msg } from '../../i18n/msg.js';
import { panelFor } from '../../shell/navigation.js';
import { manifest } from '../../shell/manifest.js';
import { can } from '../../store/session.js';
import { StoreController } from '../../store/store.js';
import type { PageName } from '../../shell/lk-lazy.js';
import '../../elements/lk-empty.js';
import '../../elements/lk-icon.js';
import '../../elements/lk-page.js';
import '../../shell/lk-lazy.js';
import '../../shell/lk-mount.js';

interface SettingsPage {
  path: PageName;
  title: string;
  icon: string;
  role: Role;
}

function ownPages(): { before: SettingsPage[]; after: SettingsPage[] } {
  return {
    before: [
      { path: 'account', title: msg('Account'), icon: 'user-round', role: 'guest' },
      { path: 'home', title: msg('Home'), icon: 'house', role: 'admin' },
      { path: 'plugins', title: msg('Plugins'), icon: 'puzzle', role: 'admin' },
      { path: 'people', title: msg('People'), icon: 'users', role: 'admin' },
      { path: 'tokens', title: msg('Tokens'), icon: 'key-round', role: 'admin' },
      { path: 'mqtt', title: msg('MQTT'), icon: 'radio', role: 'admin' },
    ],
    after: [
      { path: 'logs', title: msg('Hub logs'), icon: 'terminal', role: 'admin' },
      { path: 'about', title: msg('About'), icon: 'info', role: 'guest' },
    ],
  };
}

/** A plugin may name its page `retention` or `settings/retention`; both lie below Settings. */
function settingsPath(panel: PanelInfo): string {
  return panel.path.replace(/^settings\//, '');
}

/** Settings: the list of its pages beside the one that is open. */
@customElement('lk-settings')
export class LkSettings extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .both {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-5);
      }
      nav ul {
        display: flex;
        gap: 2px;
        overflow-x: auto;
        scrollbar-width: none;
        margin-inline: calc(-1 * var(--lk-gutter));
        padding: 2px var(--lk-gutter);
      }
      nav li {
        flex: none;
      }
      nav a {
        display: flex;
        align-items: center;
        gap: var(--lk-space-3);
        min-block-size: var(--lk-target);
        padding-inline: var(--lk-space-3);
        border-radius: var(--lk-radius-m);
        color: var(--lk-text-quiet);
        white-space: nowrap;
      }
      nav a:hover {
        background: var(--lk-hover);
        color: var(--lk-text);
      }
      nav a[aria-current] {
        background: var(--lk-pressed);
        color: var(--lk-text);
        font-weight: var(--lk-weight-medium);
      }
      nav lk-icon {
        font-size: 0.9rem;
      }
      .page {
        max-inline-size: var(--lk-measure);
        min-inline-size: 0;
      }
      .page > * {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-5);
      }
      @media (min-width: 64rem) {
        .both {
          grid-template-columns: 13rem minmax(0, 44rem);
          gap: var(--lk-space-10);
        }
        nav ul {
          display: grid;
          align-content: start;
          margin: 0;
          padding: 0;
          position: sticky;
          inset-block-start: var(--lk-space-8);
        }
        nav a {
          white-space: normal;
        }
      }
    `,
  ];

  @property() subpath = '';
  @property({ attribute: false }) health: Health | null = null;
  private readonly manifest = new StoreController(this, manifest);

  protected override updated(): void {
    // On a phone the list runs sideways; the open page is brought into sight.
    requestAnimationFrame(() => {
      const link = this.renderRoot.querySelector<HTMLElement>('nav a[aria-current]');
      const list = link?.closest('ul');
      if (link && list) list.scrollLeft = link.offsetLeft - list.offsetLeft - (list.clientWidth - link.offsetWidth) / 2;
    });
  }

  override render() {
    const panels = (this.manifest.value?.settings_panels ?? []).map((panel) => ({ ...panel, path: settingsPath(panel) }));
    const { before, after } = ownPages();
    const shown = (page: SettingsPage): boolean => can(page.role);
    const own = [...before, ...after].filter(shown);
    const here = this.subpath || 'account';
    const list = [...before.filter(shown), ...panels, ...after.filter(shown)];
    return html`<lk-page heading=${msg('Settings')}>
      <div class="both">
        <nav aria-label=${msg('Settings')}>
          <ul>
            ${list.map(
              (item) =>
                html`<li>
                  <a href="/settings/${item.path}" aria-current=${item.path === here || here.startsWith(`${item.path}/`) ? 'page' : nothing}
                    ><lk-icon name=${item.icon}></lk-icon>${item.title}</a
                  >
                </li>`,
            )}
          </ul>
        </nav>
        <div class="page">${this.page(here, own, panels)}</div>
      </div>
    </lk-page>`;
  }

  private page(here: string, own: readonly SettingsPage[], panels: readonly PanelInfo[]) {
    const found = panelFor(panels, `/${here}`);
    if (found) {
      const { panel, subpath } = found;
      return html`<lk-mount module=${panel.module} element=${panel.element} owner=${panel.title} .props=${{ panel, subpath }}></lk-mount>`;
    }
    const page = own.find((one) => one.path === here.split('/', 1)[0]);
    if (page)
      return html`<lk-lazy page=${page.path} .props=${{ health: this.health, subpath: here.slice(page.path.length + 1) }}></lk-lazy>`;
    return html`<lk-empty
      art="settings"
      heading=${msg('There is nothing at this address')}
      text=${msg('It may belong to a plugin that does not run, or need a role that you do not have.')}
    ></lk-empty>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-settings': LkSettings;
  }
}
