import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { base } from '../elements/base.js';
import { emit } from '../elements/emit.js';
import { msg } from '../i18n/msg.js';

export const CODE_LENGTH = 8;

/** The signs of a setup code out of whatever was typed or pasted. */
export function readCode(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, CODE_LENGTH);
}

/** Eight boxes for the code from the console, behind which stands one ordinary field: it can be pasted into and read aloud. */
@customElement('lk-setup-code')
export class LkSetupCode extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      label {
        position: relative;
        direction: ltr;
        display: grid;
        grid-template-columns: repeat(4, minmax(0, 1fr)) 1rem repeat(4, minmax(0, 1fr));
        gap: 0.375rem;
        align-items: center;
      }
      .box {
        display: grid;
        place-items: center;
        block-size: 3.25rem;
        border-radius: var(--lk-radius-m);
        border: 1px solid var(--lk-line-strong);
        background: var(--lk-field);
        font: var(--lk-weight-bold) 1.375rem var(--lk-font-mono);
      }
      .dash {
        text-align: center;
        color: var(--lk-text-faint);
      }
      input {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        opacity: 0;
        cursor: text;
        font-size: 1rem;
      }
      input:focus ~ .now {
        border-color: var(--lk-focus);
        box-shadow: 0 0 0 1px var(--lk-focus);
      }
      input:focus ~ .now::after {
        content: '';
        inline-size: 2px;
        block-size: 1.5rem;
        background: var(--lk-text);
        grid-area: 1 / 1;
        animation: blink 1s steps(2) infinite;
      }
      @keyframes blink {
        50% {
          opacity: 0.2;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        input:focus ~ .now::after {
          animation: none;
        }
      }
      .wrong .box {
        border-color: var(--lk-error);
      }
    `,
  ];

  @property() value = '';
  @property({ type: Boolean }) wrong = false;
  @query('input') private readonly input!: HTMLInputElement;

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => {
      this.input.focus(options);
    });
  }

  private onInput(): void {
    this.value = readCode(this.input.value);
    this.input.value = this.value;
    emit(this, 'lk-input', { value: this.value });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.closest('form')?.requestSubmit();
  }

  override render() {
    const now = Math.min(this.value.length, CODE_LENGTH - 1);
    const boxes = Array.from({ length: CODE_LENGTH }, (_, index) => {
      const box = html`<span class="box ${index === now ? 'now' : ''}" aria-hidden="true">${this.value[index] ?? ''}</span>`;
      return index === 4 ? html`<span class="dash" aria-hidden="true">-</span>${box}` : box;
    });
    return html`<label class=${this.wrong ? 'wrong' : ''}>
      <span class="sr">${msg('Setup code, eight letters and digits')}</span>
      <input
        .value=${this.value}
        autocomplete="one-time-code"
        autocapitalize="characters"
        spellcheck="false"
        aria-invalid=${this.wrong ? 'true' : 'false'}
        @input=${this.onInput}
        @keydown=${this.onKey}
      />
      ${boxes}
    </label>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-setup-code': LkSetupCode;
  }
}
