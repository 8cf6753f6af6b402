import { ROLES, roleAtLeast, type CreatedToken, type Role } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api } from '../../api/client.js';
import { ProblemError } from '../../api/problem-error.js';
import { base } from '../../elements/base.js';
import { emit } from '../../elements/emit.js';
import { msg } from '../../i18n/msg.js';
import { session } from '../../store/session.js';
import { roleText, roleWord } from '../../words/roles.js';
import { settingsStyles } from './page.styles.js';
import '../../elements/lk-button.js';
import '../../elements/lk-dialog.js';
import '../../elements/lk-error.js';
import '../../elements/lk-input.js';
import '../../elements/lk-select.js';

const DAY_MS = 86_400_000;

const BLANK = { name: '', role: 'member' as Role, scopes: '', days: '' };

/** Asks for a token's name, role, scopes and time. */
@customElement('lk-token-dialog')
export class LkTokenDialog extends LitElement {
  static override styles = [base, settingsStyles];

  @property({ type: Boolean }) open = false;
  @state() private draft = BLANK;
  @state() private problem: unknown = null;
  @state() private busy = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('open') || !this.open) return;
    this.draft = BLANK;
    this.problem = null;
  }

  private async onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const { name, role, scopes, days } = this.draft;
    const list = scopes.split(/[\s,]+/).filter((scope) => scope !== '');
    this.busy = true;
    this.problem = null;
    try {
      const created = await api.post<CreatedToken>('tokens', {
        name: name.trim(),
        role,
        scopes: list.length > 0 ? list : ['*'],
        ...(days === '' ? {} : { expires_at: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }),
      });
      emit(this, 'lk-created', created);
    } catch (error) {
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { draft } = this;
    const mine = session.value.principal?.role ?? 'guest';
    const problem = this.problem instanceof ProblemError ? this.problem : null;
    const wrong = (field: string): string => problem?.errors.find((error) => error.field.startsWith(`/${field}`))?.detail ?? '';
    const input = (key: 'name' | 'scopes') => (event: CustomEvent<{ value: string }>) => {
      this.draft = { ...this.draft, [key]: event.detail.value };
    };
    return html`<lk-dialog heading=${msg('Create a token')} .open=${this.open}>
      <form class="form" @submit=${this.onSubmit}>
        <lk-input
          autofocus
          label=${msg('Name')}
          hint=${msg('What it is for. The log names it so.')}
          placeholder="ha-bridge"
          .value=${draft.name}
          error=${wrong('name')}
          @lk-input=${input('name')}
        ></lk-input>
        <lk-select
          label=${msg('Role')}
          hint=${roleText(draft.role)}
          error=${wrong('role')}
          .options=${ROLES.filter((role) => roleAtLeast(mine, role)).map((role) => ({ value: role, label: roleWord(role) }))}
          .value=${draft.role}
          @lk-change=${(event: CustomEvent<{ value: Role }>) => {
            event.stopPropagation();
            this.draft = { ...draft, role: event.detail.value };
          }}
        ></lk-select>
        <lk-input
          label=${msg('Scopes')}
          hint=${msg('Such as devices:read, devices:write. Empty: all that the role may do.')}
          mono
          autocomplete="off"
          .value=${draft.scopes}
          error=${wrong('scopes')}
          @lk-input=${input('scopes')}
        ></lk-input>
        <lk-select
          label=${msg('Valid for')}
          error=${wrong('expires_at')}
          .options=${[
            { value: '', label: msg('As long as it is not revoked') },
            { value: '1', label: msg('One day') },
            { value: '30', label: msg('30 days') },
            { value: '365', label: msg('One year') },
          ]}
          .value=${draft.days}
          @lk-change=${(event: CustomEvent<{ value: string }>) => {
            event.stopPropagation();
            this.draft = { ...draft, days: event.detail.value };
          }}
        ></lk-select>
        ${problem && problem.errors.length > 0 ? nothing : html`<lk-error .error=${this.problem}></lk-error>`}
        <div class="acts">
          <lk-button
            variant="ghost"
            @click=${() => {
              emit(this, 'lk-close');
            }}
            >${msg('Cancel')}</lk-button
          >
          <lk-button type="submit" variant="primary" ?busy=${this.busy} ?disabled=${draft.name.trim() === ''}>${msg('Create')}</lk-button>
        </div>
      </form>
    </lk-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-token-dialog': LkTokenDialog;
  }
}
