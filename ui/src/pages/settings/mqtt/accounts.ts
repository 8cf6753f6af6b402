import type { Page } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../../../api/client.js';
import { describeError } from '../../../api/problem-error.js';
import { base } from '../../../elements/base.js';
import { confirmDialog } from '../../../elements/lk-confirm.js';
import { toast } from '../../../elements/lk-toast.js';
import { msg, str } from '../../../i18n/msg.js';
import { settingsStyles } from '../page.styles.js';
import { Resource } from '../resource.js';
import { accessWord, type MqttAccount } from './account.js';
import './account-dialog.js';
import '../../../elements/lk-button.js';
import '../../../elements/lk-card.js';
import '../../../elements/lk-empty.js';
import '../../../elements/lk-error.js';
import '../../../elements/lk-pill.js';
import '../../../elements/lk-setting.js';
import '../../../elements/lk-skeleton.js';
import '../../../elements/lk-switch.js';

/** Who may connect to the broker in the hub. */
@customElement('lk-mqtt-accounts')
export class LkMqttAccounts extends LitElement {
  static override styles = [base, settingsStyles];

  private readonly accounts = new Resource(this, (signal) => api.get<Page<MqttAccount>>('mqtt-accounts', { signal }));
  @state() private asking: { account: MqttAccount | null } | null = null;

  override render() {
    const { value, error } = this.accounts;
    return html`<lk-card heading=${msg('Accounts of the broker in the hub')} flush>
        <lk-button
          slot="actions"
          size="s"
          icon="plus"
          @click=${() => {
            this.asking = { account: null };
          }}
          >${msg('Add an account')}</lk-button
        >
        ${error ? html`<lk-error .error=${error} retry @lk-retry=${() => void this.accounts.load()}></lk-error>` : nothing}
        ${value === null && !error ? html`<lk-setting><lk-skeleton slot="wide" count="2"></lk-skeleton></lk-setting>` : nothing}
        ${
          value?.items.length === 0
            ? html`<lk-empty
                art="key-round"
                text=${msg('Nobody gets in without an account. Give each device or bridge one of its own: then the log can tell them apart.')}
              ></lk-empty>`
            : value?.items.map((account) => this.account(account))
        }
      </lk-card>
      <lk-mqtt-account-dialog
        ?open=${this.asking !== null}
        .account=${this.asking?.account ?? null}
        @lk-close=${() => {
          this.asking = null;
        }}
        @lk-saved=${() => {
          this.asking = null;
          void this.accounts.load();
        }}
      ></lk-mqtt-account-dialog>`;
  }

  private account(account: MqttAccount) {
    return html`<lk-setting>
      <span slot="text" class="row wrap">
        <b><bdi>${account.name}</bdi></b>
        <lk-pill tone="line">${accessWord(account.access)}</lk-pill>
      </span>
      <lk-switch
        label=${msg(str`${account.name} may connect`)}
        ?checked=${account.enabled}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => void this.onEnable(account, event.detail.checked)}
      ></lk-switch>
      <lk-button
        size="s"
        @click=${() => {
          this.asking = { account };
        }}
        ><span aria-hidden="true">${msg('Change')}</span><span class="sr">${msg(str`Change ${account.name}`)}</span></lk-button
      >
      <lk-button size="s" variant="danger" @click=${() => void this.onDelete(account)}
        ><span aria-hidden="true">${msg('Delete …')}</span><span class="sr">${msg(str`Delete ${account.name}`)}</span></lk-button
      >
    </lk-setting>`;
  }

  private async onEnable({ id, revision }: MqttAccount, enabled: boolean): Promise<void> {
    try {
      await api.patch(`mqtt-accounts/${id}`, { enabled }, { if_match: revision });
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
    await this.accounts.load();
  }

  private async onDelete({ id, name }: MqttAccount): Promise<void> {
    const sure = await confirmDialog({
      heading: msg(str`Delete “${name}”?`),
      text: msg('Whatever uses it is disconnected at once and cannot come back.'),
      confirm: msg('Delete'),
      cancel: msg('Keep'),
      danger: true,
    });
    if (!sure) return;
    try {
      await api.delete(`mqtt-accounts/${id}`);
      await this.accounts.load();
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-mqtt-accounts': LkMqttAccounts;
  }
}
