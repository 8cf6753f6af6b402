import { emit } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** A field for one number within bounds. `lk-number` {value} for each number that may stand; what may not is shown as wrong and not sent. */
@customElement('lk-number-field')
export class LkNumberField extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = css`
    :host {
      display: block;
      min-inline-size: 0;
    }
  `;

  @property() label = '';
  @property() hint = '';
  @property() unit = '';
  @property({ type: Number }) value = 0;
  @property({ type: Number }) min = 0;
  @property({ type: Number }) max = 2_500;
  @property({ type: Boolean }) whole = true;
  @state() private wrong = '';

  private onInput(text: string): void {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    const fits = Number.isFinite(value) && value >= this.min && value <= this.max && (!this.whole || Number.isInteger(value));
    this.wrong = fits ? '' : `${this.min} – ${this.max}`;
    if (fits && value !== this.value) {
      this.value = value;
      emit(this, 'lk-number', { value });
    }
  }

  override render() {
    return html`<lk-input
      type="number"
      label=${this.label}
      hint=${this.hint}
      unit=${this.unit}
      error=${this.wrong}
      min=${this.min}
      max=${this.max}
      step=${this.whole ? '1' : 'any'}
      .value=${String(this.value)}
      @lk-input=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        this.onInput(event.detail.value);
      }}
      @lk-change=${(event: Event) => {
        event.stopPropagation();
      }}
    ></lk-input>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-number-field': LkNumberField;
  }
}
