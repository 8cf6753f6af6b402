import type { Page, Session } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../../api/client.js';
import { ProblemError, describeError } from '../../api/problem-error.js';
import { base } from '../../elements/base.js';
import { toast } from '../../elements/lk-toast.js';
import { formatSince } from '../../i18n/format.js';
import { msg, str } from '../../i18n/msg.js';
import { letterKeys, setLetterKeys, setTheme, theme, type Theme } from '../../shell/preferences.js';
import { displayName, session, signOut } from '../../store/session.js';
import { StoreController } from '../../store/store.js';
import { browserName } from '../../words/browsers.js';
import { roleText, roleWord } from '../../words/roles.js';
import { settingsStyles } from './page.styles.js';
import { Resource } from './resource.js';
import '../../elements/lk-actor-chip.js';
import '../../elements/lk-button.js';
import '../../elements/lk-card.js';
import '../../elements/lk-error.js';
import '../../elements/lk-input.js';
import '../../elements/lk-pill.js';
import '../../elements/lk-segments.js';
import '../../elements/lk-setting.js';
import '../../elements/lk-skeleton.js';
import '../../elements/lk-switch.js';

const NO_PASSWORDS = { current: '', next: '', again: '' };

/** One's own account: who I am, how the hub looks to me, my password, where I am signed in. */
@customElement('lk-account')
export class LkAccount extends LitElement {
  static override styles = [
    base,
    settingsStyles,
    css`
      .me {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: var(--lk-space-3);
      }
    `,
  ];

  private readonly session = new StoreController(this, session);
  private readonly theme = new StoreController(this, theme);
  private readonly letters = new StoreController(this, letterKeys);
  private readonly sessions = new Resource(this, (signal) => api.get<Page<Session>>('auth/sessions', { signal }));
  @state() private passwords = NO_PASSWORDS;
  @state() private problem: unknown = null;
  @state() private busy = false;

  override render() {
    const me = this.session.value.principal;
    if (!me) return nothing;
    return html`<lk-card>
        <div class="me">
          <lk-actor-chip big actor=${`user:${me.name}`} .label=${displayName(me)}></lk-actor-chip>
          <div class="grow">
            <h2><bdi>${displayName(me)}</bdi></h2>
            <p class="quiet small">${roleWord(me.role)} · <span class="mono">${me.name}</span> · ${roleText(me.role)}</p>
          </div>
          <lk-button icon="log-out" @click=${this.onSignOut}>${msg('Sign out')}</lk-button>
        </div>
      </lk-card>
      ${this.looks()} ${this.password()} ${this.signedIn()}`;
  }

  private looks() {
    return html`<lk-card heading=${msg('How it looks here')} flush>
      <lk-setting heading=${msg('Theme')} text=${msg('For this browser.')}>
        <lk-segments
          label=${msg('Theme')}
          .options=${[
            { value: 'system', label: msg('As the system') },
            { value: 'dark', label: msg('Night') },
            { value: 'light', label: msg('Day') },
          ]}
          .value=${this.theme.value}
          @lk-change=${(event: CustomEvent<{ value: Theme }>) => {
            setTheme(event.detail.value);
          }}
        ></lk-segments>
      </lk-setting>
      <lk-setting
        heading=${msg('Keys of a single letter')}
        text=${msg('Such as j and k in the log, and g d for the Dashboard. Press ? for all of them.')}
      >
        <lk-switch
          label=${msg('Keys of a single letter')}
          .checked=${this.letters.value}
          @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
            setLetterKeys(event.detail.checked);
          }}
        ></lk-switch>
      </lk-setting>
    </lk-card>`;
  }

  private password() {
    const problem = this.problem instanceof ProblemError ? this.problem : null;
    const { current, next, again } = this.passwords;
    const field = (name: keyof typeof NO_PASSWORDS, label: string, autocomplete: string, hint: string, error: string) =>
      html`<lk-input
        type="password"
        label=${label}
        autocomplete=${autocomplete}
        hint=${hint}
        error=${error}
        .value=${this.passwords[name]}
        @lk-input=${(event: CustomEvent<{ value: string }>) => {
          this.passwords = { ...this.passwords, [name]: event.detail.value };
        }}
      ></lk-input>`;
    return html`<lk-card heading=${msg('Password')}>
      <form class="form" @submit=${this.onPassword}>
        ${field('current', msg('Password now'), 'current-password', '', problem?.field('/current') ? msg('This is not your password.') : '')}
        ${field('next', msg('New password'), 'new-password', msg('At least 10 characters.'), problem?.field('/next') ?? '')}
        ${field('again', msg('New password again'), 'new-password', '', again !== '' && again !== next && again.length >= next.length ? msg('The two are not the same') : '')}
        ${problem && problem.errors.length > 0 ? nothing : html`<lk-error .error=${this.problem}></lk-error>`}
        <div class="acts">
          <lk-button type="submit" ?busy=${this.busy} ?disabled=${current === '' || next.length < 10 || next !== again}
            >${msg('Change the password')}</lk-button
          >
        </div>
      </form>
    </lk-card>`;
  }

  private signedIn() {
    const { value, error } = this.sessions;
    return html`<lk-card heading=${msg('Where you are signed in')} flush>
      ${error ? html`<lk-error .error=${error} retry @lk-retry=${() => void this.sessions.load()}></lk-error>` : nothing}
      ${value === null && !error ? html`<lk-setting><lk-skeleton slot="wide" count="2"></lk-skeleton></lk-setting>` : nothing}
      ${[...(value?.items ?? [])]
        .sort((a, b) => Number(b.current) - Number(a.current) || b.last_used_at.localeCompare(a.last_used_at))
        .map(
          (one) =>
            html`<lk-setting heading=${browserName(one.user_agent)}>
              <span slot="text"><span class="mono">${one.ip}</span> · ${msg(str`last used ${formatSince(one.last_used_at)}`)}</span>
              ${
                one.current
                  ? html`<lk-pill tone="ok">${msg('This one')}</lk-pill>`
                  : html`<lk-button size="s" @click=${() => void this.onRevoke(one)}>${msg('Sign out')}</lk-button>`
              }
            </lk-setting>`,
        )}
    </lk-card>`;
  }

  private async onRevoke(one: Session): Promise<void> {
    try {
      await api.delete(`auth/sessions/${one.id}`);
      await this.sessions.load();
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }

  private async onPassword(event: Event): Promise<void> {
    event.preventDefault();
    const { current, next, again } = this.passwords;
    if (this.busy || current === '' || next !== again) return;
    this.busy = true;
    this.problem = null;
    try {
      await api.post('auth/password', { current, next });
      this.passwords = NO_PASSWORDS;
      toast(msg('The password is changed. Other browsers were signed out.'));
      await this.sessions.load();
    } catch (error) {
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  private async onSignOut(): Promise<void> {
    try {
      await signOut();
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-account': LkAccount;
  }
}
