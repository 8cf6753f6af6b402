import type { SettingsGroup } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api } from '../../api/client.js';
import { base } from '../../elements/base.js';
import { emit } from '../../elements/emit.js';
import { toast } from '../../elements/lk-toast.js';
import { fieldsOf } from '../../form/fields.js';
import { msg } from '../../i18n/msg.js';
import '../../elements/lk-error.js';
import '../../elements/lk-skeleton.js';
import '../../form/lk-form.js';

/** The form of one group of settings. It sends `lk-saved` after a change. */
@customElement('lk-settings-group')
export class LkSettingsGroup extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
    `,
  ];

  @property() group = '';
  @state() private loaded: SettingsGroup | null = null;
  @state() private failed: unknown = null;
  @state() private problem: unknown = null;
  @state() private busy = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('group')) void this.load();
  }

  private async load(): Promise<void> {
    this.failed = null;
    try {
      this.loaded = await api.get<SettingsGroup>(`settings/${encodeURIComponent(this.group)}`);
    } catch (error) {
      this.failed = error;
    }
  }

  private async onSubmit(event: CustomEvent<{ changes: Record<string, unknown> }>): Promise<void> {
    const { loaded } = this;
    const { changes } = event.detail;
    if (!loaded || this.busy || Object.keys(changes).length === 0) return;
    this.busy = true;
    this.problem = null;
    try {
      this.loaded = await api.patch<SettingsGroup>(`settings/${encodeURIComponent(this.group)}`, changes, { if_match: loaded.revision });
      const restart = fieldsOf(loaded.schema).some((field) => field.key in changes && field.hints.requires_restart);
      toast(restart ? msg('Saved. It takes effect after a restart of the hub.') : msg('Saved'));
      emit(this, 'lk-saved');
    } catch (error) {
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  override render() {
    if (this.failed) return html`<lk-error .error=${this.failed} retry @lk-retry=${() => void this.load()}></lk-error>`;
    if (!this.loaded) return html`<lk-skeleton kind="text" count="4"></lk-skeleton>`;
    const empty = fieldsOf(this.loaded.schema).length === 0;
    if (empty) return html`<p class="quiet small">${msg('There is nothing to set here.')}</p>`;
    return html`<lk-form
      .schema=${this.loaded.schema}
      .value=${this.loaded.value}
      .problem=${this.problem}
      ?busy=${this.busy}
      can_discard
      @lk-submit=${this.onSubmit}
    >
      <span slot="note">${msg('Changes here are written to the log.')}</span>
    </lk-form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-settings-group': LkSettingsGroup;
  }
}
