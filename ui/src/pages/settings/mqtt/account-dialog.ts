import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api } from '../../../api/client.js';
import { ProblemError } from '../../../api/problem-error.js';
import { base } from '../../../elements/base.js';
import { emit } from '../../../elements/emit.js';
import { msg, str } from '../../../i18n/msg.js';
import { settingsStyles } from '../page.styles.js';
import { ACCESSES, accessText, accessWord, newPassword, type Access, type MqttAccount } from './account.js';
import '../../../elements/lk-button.js';
import '../../../elements/lk-copy.js';
import '../../../elements/lk-dialog.js';
import '../../../elements/lk-error.js';
import '../../../elements/lk-input.js';
import '../../../elements/lk-select.js';

/** Makes an account of the broker in the hub, or gives one another password or reach. Sends `lk-saved` and `lk-close`. */
@customElement('lk-mqtt-account-dialog')
export class LkMqttAccountDialog extends LitElement {
  static override styles = [base, settingsStyles];

  @property({ type: Boolean }) open = false;
  /** The account to change; null for a new one. */
  @property({ attribute: false }) account: MqttAccount | null = null;
  @state() private draft = { name: '', password: '', access: 'own' as Access };
  @state() private problem: unknown = null;
  @state() private busy = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('open') || !this.open) return;
    const { account } = this;
    this.draft = { name: account?.name ?? '', password: account === null ? newPassword() : '', access: account?.access ?? 'own' };
    this.problem = null;
  }

  private async onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const { name, password, access } = this.draft;
    const body = { name: name.trim(), access, ...(password !== '' && { password }) };
    this.busy = true;
    this.problem = null;
    try {
      if (this.account === null) await api.post('mqtt-accounts', body);
      else await api.patch(`mqtt-accounts/${this.account.id}`, body, { if_match: this.account.revision });
      emit(this, 'lk-saved');
    } catch (error) {
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { draft, account } = this;
    const problem = this.problem instanceof ProblemError ? this.problem : null;
    const wrong = (field: string): string => problem?.errors.find((error) => error.field.startsWith(`/${field}`))?.detail ?? '';
    const input = (key: 'name' | 'password') => (event: CustomEvent<{ value: string }>) => {
      this.draft = { ...this.draft, [key]: event.detail.value };
    };
    return html`<lk-dialog heading=${account === null ? msg('Add an account') : msg(str`Change ${account.name}`)} .open=${this.open}>
      <form class="form" @submit=${this.onSubmit}>
        <lk-input
          autofocus
          label=${msg('User name')}
          hint=${msg('Who it is for, such as zigbee2mqtt. The log names it so.')}
          autocomplete="off"
          .value=${draft.name}
          error=${wrong('name')}
          @lk-input=${input('name')}
        ></lk-input>
        <lk-select
          label=${msg('May reach')}
          hint=${accessText(draft.access)}
          error=${wrong('access')}
          .options=${ACCESSES.map((access) => ({ value: access, label: accessWord(access) }))}
          .value=${draft.access}
          @lk-change=${(event: CustomEvent<{ value: Access }>) => {
            event.stopPropagation();
            this.draft = { ...draft, access: event.detail.value };
          }}
        ></lk-select>
        <lk-input
          label=${msg('Password')}
          hint=${
            account === null
              ? msg('Copy it now: it is not shown again. At least 12 characters.')
              : msg('Left empty, it stays as it is. A new one shuts out whoever is connected.')
          }
          mono
          autocomplete="off"
          .value=${draft.password}
          error=${wrong('password')}
          @lk-input=${input('password')}
        ></lk-input>
        <div class="row wrap">
          <lk-copy value=${draft.password} label=${msg('Copy the password')}></lk-copy>
          <lk-button
            size="s"
            variant="ghost"
            @click=${() => {
              this.draft = { ...draft, password: newPassword() };
            }}
            >${msg('Make up another')}</lk-button
          >
        </div>
        ${problem && problem.errors.length > 0 ? nothing : html`<lk-error .error=${this.problem}></lk-error>`}
        <div class="acts">
          <lk-button
            variant="ghost"
            @click=${() => {
              emit(this, 'lk-close');
            }}
            >${msg('Cancel')}</lk-button
          >
          <lk-button type="submit" variant="primary" ?busy=${this.busy} ?disabled=${draft.name.trim() === ''}
            >${account === null ? msg('Add') : msg('Save')}</lk-button
          >
        </div>
      </form>
    </lk-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-mqtt-account-dialog': LkMqttAccountDialog;
  }
}
