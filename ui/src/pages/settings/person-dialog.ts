import type { Role, User } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api } from '../../api/client.js';
import { ProblemError } from '../../api/problem-error.js';
import { base } from '../../elements/base.js';
import { emit } from '../../elements/emit.js';
import { mergePatch } from '../../form/values.js';
import { msg, str } from '../../i18n/msg.js';
import { collection } from '../../store/collections.js';
import { toSignInName } from '../../words/names.js';
import { roleText, roleWord } from '../../words/roles.js';
import { settingsStyles } from './page.styles.js';
import '../../elements/lk-button.js';
import '../../elements/lk-dialog.js';
import '../../elements/lk-error.js';
import '../../elements/lk-input.js';
import '../../elements/lk-select.js';

interface Draft extends Record<string, unknown> {
  display_name: string;
  name: string;
  role: Role;
  password: string;
}

const BLANK: Draft = { display_name: '', name: '', role: 'member', password: '' };

/** Adds a person or changes one. */
@customElement('lk-person-dialog')
export class LkPersonDialog extends LitElement {
  static override styles = [base, settingsStyles];

  @property({ attribute: false }) person: User | 'new' | null = null;
  /** The roles that may be given. */
  @property({ attribute: false }) roles: readonly Role[] = [];
  @state() private draft = BLANK;
  @state() private problem: unknown = null;
  @state() private busy = false;
  private named_by_hand = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('person') || this.person === null) return;
    this.draft = this.given;
    this.problem = null;
    this.named_by_hand = this.person !== 'new';
  }

  private get given(): Draft {
    const { person } = this;
    if (person === null || person === 'new') return BLANK;
    return { display_name: person.display_name, name: person.name, role: person.role, password: '' };
  }

  private set(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
  }

  private async onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    const { person } = this;
    if (person === null || this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      const saved =
        person === 'new'
          ? await api.post<User>('users', { ...this.draft, display_name: this.draft.display_name.trim() || this.draft.name })
          : await api.patch<User>(`users/${person.id}`, mergePatch(this.given, this.draft), { if_match: person.revision });
      collection('users').put(saved);
      emit(this, 'lk-close');
    } catch (error) {
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { person, draft } = this;
    const fresh = person === 'new';
    const heading = person === null ? '' : fresh ? msg('Add a person') : msg(str`Change ${person.display_name}`);
    const problem = this.problem instanceof ProblemError ? this.problem : null;
    const wrong = (field: string): string => problem?.field(`/${field}`) ?? '';
    return html`<lk-dialog heading=${heading} .open=${person !== null}>
      <form class="form" id="f" @submit=${this.onSubmit}>
        <lk-input
          autofocus
          label=${msg('Name')}
          .value=${draft.display_name}
          error=${wrong('display_name')}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            const { value } = event.detail;
            this.set({ display_name: value, ...(this.named_by_hand ? {} : { name: toSignInName(value) }) });
          }}
        ></lk-input>
        <lk-input
          label=${msg('Name to sign in with')}
          mono
          autocomplete="off"
          .value=${draft.name}
          error=${wrong('name')}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            this.named_by_hand = true;
            this.set({ name: event.detail.value.toLowerCase() });
          }}
        ></lk-input>
        <lk-select
          label=${msg('Role')}
          hint=${roleText(draft.role)}
          error=${wrong('role')}
          .options=${this.roles.map((role) => ({ value: role, label: roleWord(role) }))}
          .value=${draft.role}
          @lk-change=${(event: CustomEvent<{ value: Role }>) => {
            event.stopPropagation();
            this.set({ role: event.detail.value });
          }}
        ></lk-select>
        <lk-input
          type="password"
          label=${fresh ? msg('Password') : msg('New password')}
          hint=${fresh ? msg('At least 10 characters. They can change it under Account.') : msg('Leave it empty to keep the one they have.')}
          autocomplete="new-password"
          .value=${draft.password}
          error=${wrong('password')}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            this.set({ password: event.detail.value });
          }}
        ></lk-input>
        ${problem && problem.errors.length > 0 ? nothing : html`<lk-error .error=${this.problem}></lk-error>`}
        <div class="acts">
          <lk-button
            variant="ghost"
            @click=${() => {
              emit(this, 'lk-close');
            }}
            >${msg('Cancel')}</lk-button
          >
          <lk-button
            type="submit"
            variant="primary"
            ?busy=${this.busy}
            ?disabled=${draft.name === '' || (fresh && draft.password.length < 10)}
            >${fresh ? msg('Add') : msg('Save')}</lk-button
          >
        </div>
      </form>
    </lk-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-person-dialog': LkPersonDialog;
  }
}
