import { ROLES, roleAtLeast, type Role, type User } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../../api/client.js';
import { describeError } from '../../api/problem-error.js';
import { base } from '../../elements/base.js';
import { confirmDialog } from '../../elements/lk-confirm.js';
import { toast } from '../../elements/lk-toast.js';
import { msg, str } from '../../i18n/msg.js';
import { collection } from '../../store/collections.js';
import { session } from '../../store/session.js';
import { StoreController } from '../../store/store.js';
import { roleText, roleWord } from '../../words/roles.js';
import { settingsStyles } from './page.styles.js';
import './person-dialog.js';
import '../../elements/lk-actor-chip.js';
import '../../elements/lk-button.js';
import '../../elements/lk-card.js';
import '../../elements/lk-error.js';
import '../../elements/lk-facts.js';
import '../../elements/lk-menu.js';
import '../../elements/lk-pill.js';
import '../../elements/lk-setting.js';
import '../../elements/lk-skeleton.js';

/** The people of the home and what each of them may do. */
@customElement('lk-people')
export class LkPeople extends LitElement {
  static override styles = [base, settingsStyles];

  private readonly users = new StoreController(this, collection('users'));
  private readonly session = new StoreController(this, session);
  /** The person whose form is open; `new` for one to come. */
  @state() private editing: User | 'new' | null = null;

  private get roles(): Role[] {
    const mine = this.session.value.principal?.role ?? 'guest';
    return ROLES.filter((role) => roleAtLeast(mine, role));
  }

  override render() {
    const { items, status, error } = this.users.value;
    return html`<lk-card heading=${msg('People')} flush>
        <lk-button
          slot="actions"
          size="s"
          icon="user-round-plus"
          @click=${() => {
            this.editing = 'new';
          }}
          >${msg('Add a person')}</lk-button
        >
        ${status === 'failed' ? html`<lk-error .error=${error} retry @lk-retry=${() => void collection('users').reload()}></lk-error>` : nothing}
        ${status === 'loading' ? html`<lk-setting><lk-skeleton slot="wide" count="2"></lk-skeleton></lk-setting>` : nothing}
        ${items.map((user) => this.person(user))}
      </lk-card>
      <lk-card heading=${msg('What the roles may do')}>
        <lk-facts .items=${ROLES.map((role) => [roleWord(role), roleText(role)] as const)}></lk-facts>
      </lk-card>
      <lk-person-dialog
        .person=${this.editing}
        .roles=${this.roles}
        @lk-close=${() => {
          this.editing = null;
        }}
      ></lk-person-dialog>`;
  }

  private person(user: User) {
    const mine = user.id === this.session.value.principal?.id;
    const mayChange = this.roles.includes(user.role);
    return html`<lk-setting heading="">
      <span slot="text" class="row wrap">
        <lk-actor-chip actor=${`user:${user.name}`} .label=${user.display_name}></lk-actor-chip>
        <span class="mono">${user.name}</span>
        ${mine ? html`<lk-pill tone="line">${msg('You')}</lk-pill>` : nothing}
        ${user.enabled ? nothing : html`<lk-pill tone="warning">${msg('May not sign in')}</lk-pill>`}
      </span>
      <span class="quiet small">${roleWord(user.role)}</span>
      ${
        mayChange
          ? html`<lk-menu
              label=${user.display_name}
              .items=${[
                { id: 'edit', label: msg('Change …'), icon: 'pencil' },
                ...(mine
                  ? []
                  : [
                      user.enabled
                        ? { id: 'disable', label: msg('Keep out'), icon: 'lock' }
                        : { id: 'enable', label: msg('Let in again'), icon: 'check' },
                      'divider' as const,
                      { id: 'delete', label: msg('Remove …'), icon: 'trash-2', danger: true },
                    ]),
              ]}
              @lk-select=${(event: CustomEvent<{ id: string }>) => void this.onMenu(event.detail.id, user)}
              ><lk-button
                slot="trigger"
                size="s"
                variant="ghost"
                icon="ellipsis"
                label=${msg(str`What to do with ${user.display_name}`)}
              ></lk-button
            ></lk-menu>`
          : nothing
      }
    </lk-setting>`;
  }

  private async onMenu(id: string, user: User): Promise<void> {
    if (id === 'edit') {
      this.editing = user;
      return;
    }
    const sure =
      id !== 'delete' ||
      (await confirmDialog({
        heading: msg(str`Remove ${user.display_name}?`),
        text: msg('Their sessions end at once. What they did stays in the log under their name.'),
        confirm: msg('Remove'),
        cancel: msg('Keep'),
        danger: true,
      }));
    if (!sure) return;
    try {
      if (id === 'delete') {
        await api.delete(`users/${user.id}`);
        collection('users').remove(user.id);
      } else {
        collection('users').put(await api.patch<User>(`users/${user.id}`, { enabled: id === 'enable' }, { if_match: user.revision }));
      }
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-people': LkPeople;
  }
}
