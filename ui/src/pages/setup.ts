import '@awesome.me/webawesome/dist/components/input/input.js';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../api/client.js';
import { ProblemError } from '../api/problem-error.js';
import { base } from '../elements/base.js';
import { msg } from '../i18n/msg.js';
import { loadSession } from '../store/session.js';
import { toSignInName } from '../words/names.js';
import { gateStyles } from './gate.styles.js';
import { CODE_LENGTH } from './setup-code.js';
import '../elements/lk-button.js';
import '../elements/lk-error.js';
import '../elements/lk-input.js';
import '../shell/lk-mark.js';
import './lk-sea.js';

const LEAST_PASSWORD = 10;

interface Fields {
  display_name: string;
  name: string;
  password: string;
  again: string;
}

/** The first start: the code from the console shows that the hub is yours, then you become its owner. */
@customElement('lk-setup')
export class LkSetup extends LitElement {
  static override styles = [
    base,
    gateStyles,
    css`
      .steps {
        display: flex;
        gap: 0.375rem;
      }
      .steps i {
        flex: 1;
        block-size: 4px;
        border-radius: 4px;
        background: color-mix(in oklab, var(--lk-line-strong) 40%, transparent);
      }
      .steps .done {
        background: var(--lk-text-quiet);
      }
      .steps .now {
        background: var(--lk-lamp-edge);
      }
      .console {
        font: var(--lk-size-s) / 1.6 var(--lk-font-mono);
        padding: var(--lk-space-3) var(--lk-space-4);
        border-radius: var(--lk-radius-m);
        background: #05080b;
        color: #b9c5d1;
        direction: ltr;
        overflow-x: auto;
      }
      .console b {
        color: #ffc56e;
      }
    `,
  ];

  @state() private step: 1 | 2 = 1;
  @state() private code = '';
  @state() private fields: Fields = { display_name: '', name: '', password: '', again: '' };
  @state() private named_by_hand = false;
  @state() private busy = false;
  @state() private error: unknown = null;

  protected override firstUpdated(): void {
    document.title = `${msg('Set up')} · Lightkeeper`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('step')) this.renderRoot.querySelector<HTMLElement>('lk-setup-code, lk-input')?.focus();
  }

  private set(change: Partial<Fields>): void {
    this.fields = { ...this.fields, ...change };
  }

  private async onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    if (this.step === 1) {
      this.error = null;
      if (this.code.length === CODE_LENGTH) this.step = 2;
      return;
    }
    if (!this.ready) return;
    this.busy = true;
    this.error = null;
    const { name, display_name, password } = this.fields;
    try {
      await api.post('setup', {
        code: `${this.code.slice(0, 4)}-${this.code.slice(4)}`,
        name,
        display_name: display_name.trim() || name,
        password,
      });
      await tellTimeZone();
      await loadSession();
    } catch (error) {
      this.error = error;
      if (error instanceof ProblemError && (error.code === 'LK_SETUP_CODE_WRONG' || error.field('/code'))) this.step = 1;
      if (error instanceof ProblemError && error.code === 'LK_SETUP_DONE') location.assign('/sign-in');
    } finally {
      this.busy = false;
    }
  }

  private get ready(): boolean {
    const { name, password, again } = this.fields;
    return name !== '' && password.length >= LEAST_PASSWORD && password === again;
  }

  override render() {
    return html`<lk-sea></lk-sea>
      <main class="wide">
        <div class="brand">
          <span><lk-mark></lk-mark><b>Lightkeeper</b></span
          ><span class="faint small">${this.step === 1 ? msg('Step 1 of 2') : msg('Step 2 of 2')}</span>
        </div>
        <div class="steps" aria-hidden="true">
          <i class=${this.step === 1 ? 'now' : 'done'}></i><i class=${this.step === 2 ? 'now' : ''}></i>
        </div>
        ${this.step === 1 ? this.askCode() : this.askPerson()}
      </main>`;
  }

  private askCode() {
    return html`<div>
        <h1>${msg('Light the lamp')}</h1>
        <p>${msg('Type the code that the hub printed when it started. It shows that this hub is yours.')}</p>
      </div>
      <form @submit=${this.onSubmit}>
        <lk-setup-code
          .value=${this.code}
          ?wrong=${this.error !== null}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            this.code = event.detail.value;
            this.error = null;
          }}
        ></lk-setup-code>
        <lk-error .error=${this.error}></lk-error>
        <div class="console" role="note" aria-label=${msg('Where the code stands')}>setup code: <b aria-hidden="true">••••-••••</b></div>
        <lk-button type="submit" variant="primary" full ?disabled=${this.code.length < CODE_LENGTH}>${msg('Go on')}</lk-button>
        <p class="faint small">${msg('The hub prints it in the window or log where it was started. Next: your name and password.')}</p>
      </form>`;
  }

  private askPerson() {
    const { display_name, name, password, again } = this.fields;
    const problem = this.error instanceof ProblemError ? this.error : null;
    const loose = problem ? problem.errors.length === 0 : this.error !== null;
    return html`<div>
        <h1>${msg('Who keeps the light?')}</h1>
        <p>${msg('You become the owner of this hub. The log will know you by this name.')}</p>
      </div>
      <form @submit=${this.onSubmit}>
        <lk-input
          label=${msg('Your name')}
          autocomplete="name"
          .value=${display_name}
          error=${problem?.field('/display_name') ?? ''}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            const { value } = event.detail;
            this.set({ display_name: value, ...(this.named_by_hand ? {} : { name: toSignInName(value) }) });
          }}
        ></lk-input>
        <lk-input
          label=${msg('Name to sign in with')}
          hint=${msg('Lower case letters, digits, dot, dash, underscore.')}
          autocomplete="username"
          mono
          .value=${name}
          error=${problem?.field('/name') ?? ''}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            this.named_by_hand = true;
            this.set({ name: event.detail.value.toLowerCase() });
          }}
        ></lk-input>
        <lk-input
          label=${msg('Password')}
          type="password"
          hint=${msg('At least 10 characters. A few words in a row are good.')}
          autocomplete="new-password"
          .value=${password}
          error=${problem?.field('/password') ?? ''}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            this.set({ password: event.detail.value });
          }}
        ></lk-input>
        <lk-input
          label=${msg('Password again')}
          type="password"
          autocomplete="new-password"
          .value=${again}
          error=${again !== '' && again !== password && again.length >= password.length ? msg('The two are not the same') : ''}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            this.set({ again: event.detail.value });
          }}
        ></lk-input>
        ${loose ? html`<lk-error .error=${this.error}></lk-error>` : nothing}
        <div class="row">
          <lk-button
            variant="ghost"
            @click=${() => {
              this.step = 1;
            }}
            >${msg('Back')}</lk-button
          >
          <lk-button class="grow" type="submit" variant="primary" full ?busy=${this.busy} ?disabled=${!this.ready}
            >${msg('Light the lamp')}</lk-button
          >
        </div>
      </form>`;
  }
}

/** The computer that runs the hub mostly knows no other zone than UTC; whoever sets it up is at home. It can be changed in Settings. */
async function tellTimeZone(): Promise<void> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  await api.patch('settings/hub', { time_zone: timeZone }).catch(() => undefined);
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-setup': LkSetup;
  }
}
