import '@awesome.me/webawesome/dist/components/input/input.js';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { api } from '../api/client.js';
import { ProblemError } from '../api/problem-error.js';
import { base } from '../elements/base.js';
import { msg, str } from '../i18n/msg.js';
import { session, type Me } from '../store/session.js';
import { gateStyles } from './gate.styles.js';
import '../elements/lk-button.js';
import '../elements/lk-error.js';
import '../elements/lk-input.js';
import '../shell/lk-mark.js';
import './lk-sea.js';

/** The door. Every sign-in, and every failed one, is written in the log. */
@customElement('lk-sign-in')
export class LkSignIn extends LitElement {
  static override styles = [
    base,
    gateStyles,
    css`
      .host {
        font-family: var(--lk-font-mono);
        font-size: 0.93em;
      }
    `,
  ];

  @state() private name = '';
  @state() private password = '';
  @state() private busy = false;
  @state() private error: unknown = null;
  @query('lk-input') private readonly first!: HTMLElementTagNameMap['lk-input'];
  @query('lk-input[type=password]') private readonly secret!: HTMLElementTagNameMap['lk-input'];

  protected override firstUpdated(): void {
    document.title = `${msg('Sign in')} · Lightkeeper`;
    this.first.focus();
  }

  private async onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      session.set({
        status: 'signed_in',
        principal: await api.post<Me>('auth/login', { name: this.name.trim(), password: this.password }),
      });
    } catch (error) {
      this.error = error;
      this.password = '';
      this.secret.focus();
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const wait = this.error instanceof ProblemError ? this.error.problem.retry_after_s : undefined;
    return html`<lk-sea></lk-sea>
      <main>
        <div class="brand">
          <span><lk-mark></lk-mark><b>Lightkeeper</b></span>
        </div>
        <div>
          <h1>${msg('Welcome home')}</h1>
          <p>${msg('Sign in to the hub at')} <bdi class="host">${location.hostname}</bdi></p>
        </div>
        <form @submit=${this.onSubmit}>
          <lk-input
            label=${msg('Name')}
            icon="user-round"
            name="username"
            autocomplete="username"
            .value=${this.name}
            @lk-input=${(event: CustomEvent<{ value: string }>) => {
              this.name = event.detail.value;
            }}
          ></lk-input>
          <lk-input
            label=${msg('Password')}
            icon="lock"
            type="password"
            name="password"
            autocomplete="current-password"
            .value=${this.password}
            @lk-input=${(event: CustomEvent<{ value: string }>) => {
              this.password = event.detail.value;
            }}
          ></lk-input>
          <lk-error .error=${this.error}></lk-error>
          ${wait === undefined ? nothing : html`<p class="quiet small">${msg(str`Try again in ${wait} s.`)}</p>`}
          <lk-button type="submit" variant="primary" full ?busy=${this.busy} ?disabled=${this.name === '' || this.password === ''}
            >${msg('Sign in')}</lk-button
          >
        </form>
        <p class="faint small">${msg('Every sign-in is written in the log. Forgotten your password? An admin can set a new one.')}</p>
      </main>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-sign-in': LkSignIn;
  }
}
