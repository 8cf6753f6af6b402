import { base, emit, formatNumber, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

/** A whole number with its unit, to be typed or stepped. Events: `lk-change` {value}; NaN while what is typed is no number. */
@customElement('lk-activity-number')
export class NumberField extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        max-inline-size: 100%;
      }
      .num {
        display: flex;
        align-items: center;
        inline-size: 16rem;
        max-inline-size: 100%;
        border: 1px solid var(--lk-line-strong);
        border-radius: var(--lk-radius-m);
        background: var(--lk-field);
        overflow: hidden;
      }
      .num:focus-within {
        outline: 2px solid var(--lk-focus);
        outline-offset: 1px;
      }
      .num.wrong {
        border-color: var(--lk-error);
      }
      button {
        flex: none;
        inline-size: var(--lk-target);
        block-size: 2.625rem;
        display: grid;
        place-items: center;
        color: var(--lk-text-quiet);
      }
      button:hover {
        background: var(--lk-hover);
      }
      input {
        flex: 1 1 4rem;
        min-inline-size: 0;
        text-align: center;
        font: inherit;
        font-variant-numeric: tabular-nums;
        color: var(--lk-text);
        border: 0;
        outline: 0;
        background: none;
        block-size: 2.625rem;
      }
      .unit {
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
        padding-inline-end: var(--lk-space-2);
      }
      lk-icon {
        font-size: 0.9rem;
      }
    `,
  ];

  @property({ type: Number }) value = 0;
  @property({ type: Number }) step = 1;
  @property({ type: Number }) min = 0;
  @property({ type: Number }) max = Number.MAX_SAFE_INTEGER;
  @property() label = '';
  @property() unit = '';
  @property({ type: Boolean }) wrong = false;
  @state() private typed: string | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    // A value from outside, such as a discarded change, takes the place of what was typed.
    if (changed.has('value') && this.typed !== null && !Object.is(numberIn(this.typed), this.value)) this.typed = null;
  }

  private change(value: number): void {
    emit(this, 'lk-change', { value });
  }

  private bump(direction: 1 | -1): void {
    const now = Number.isNaN(this.value) ? this.min : this.value;
    // From 1,234 a step of 1,000 leads to 2,000: round numbers are easier to choose and to remember.
    const next = direction > 0 ? Math.floor(now / this.step) * this.step + this.step : Math.ceil(now / this.step) * this.step - this.step;
    this.typed = null;
    this.change(Math.min(this.max, Math.max(this.min, next)));
  }

  private onInput(event: Event): void {
    this.typed = (event.target as HTMLInputElement).value;
    this.change(numberIn(this.typed));
  }

  private onBlur(): void {
    if (!Number.isNaN(this.value)) this.typed = null;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    this.bump(event.key === 'ArrowUp' ? 1 : -1);
  }

  override render() {
    const shown = this.typed ?? (Number.isNaN(this.value) ? '' : formatNumber(this.value));
    return html`<span class="num ${this.wrong ? 'wrong' : ''}">
      <button
        type="button"
        tabindex="-1"
        aria-label=${msg(str`${this.label}: less`)}
        @click=${() => {
          this.bump(-1);
        }}
      >
        <lk-icon name="minus"></lk-icon>
      </button>
      <input
        type="text"
        inputmode="numeric"
        autocomplete="off"
        aria-label=${msg(str`${this.label}, in ${this.unit}`)}
        aria-invalid=${this.wrong ? 'true' : 'false'}
        .value=${live(shown)}
        @input=${this.onInput}
        @keydown=${this.onKey}
        @blur=${this.onBlur}
      />
      <span class="unit" aria-hidden="true">${this.unit}</span>
      <button
        type="button"
        tabindex="-1"
        aria-label=${msg(str`${this.label}: more`)}
        @click=${() => {
          this.bump(1);
        }}
      >
        <lk-icon name="plus"></lk-icon>
      </button>
    </span>`;
  }
}

/** Thousands may be set apart by whatever the reader's language uses. */
function numberIn(text: string): number {
  const digits = text.replace(/[\s.,'’_]/g, '');
  return /^\d{1,12}$/.test(digits) ? Number(digits) : NaN;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-number': NumberField;
  }
}
