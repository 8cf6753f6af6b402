import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from '../../elements/base.js';
import { emit } from '../../elements/emit.js';
import { fieldStyles } from '../../elements/field-styles.js';
import { msg } from '../../i18n/msg.js';
import { DURATION_UNITS, amountIn, readAmount, unitFor, type DurationUnit } from './durations.js';
import '../../elements/lk-input.js';
import '../../elements/lk-select.js';

/** A length of time, as a number and its unit. `lk-change` {value} in milliseconds; a text where it is no number, undefined where it is empty. */
@customElement('lk-duration-field')
export class LkDurationField extends LitElement {
  static override styles = [
    base,
    fieldStyles,
    css`
      .parts {
        display: grid;
        grid-template-columns: minmax(4rem, 9rem) minmax(6.5rem, 11rem);
        gap: var(--lk-space-2);
        align-items: start;
      }
      :host([signed]) .parts {
        grid-template-columns: minmax(3.5rem, 6rem) minmax(6rem, 10rem) minmax(5.5rem, 8rem);
      }
    `,
  ];

  @property() label = '';
  @property({ attribute: false }) value: unknown = undefined;
  @property() hint = '';
  @property() error = '';
  @property({ type: Boolean }) disabled = false;
  /** It may lie before as well as behind: an offset. */
  @property({ type: Boolean, reflect: true }) signed = false;
  /** Chosen by the reader; else the unit that writes the value shortest. */
  @state() private unit: DurationUnit | null = null;
  /** Chosen before there is a time that says so. */
  @state() private earlier = false;

  private units(): { value: DurationUnit; label: string }[] {
    const words: Record<DurationUnit, string> = {
      ms: msg('milliseconds'),
      s: msg('seconds'),
      min: msg('minutes'),
      h: msg('hours'),
      d: msg('days'),
    };
    return DURATION_UNITS.map((value) => ({ value, label: words[value] }));
  }

  private tell(length: number | string | undefined, before: boolean): void {
    emit(this, 'lk-change', { value: before && typeof length === 'number' ? -length : length });
  }

  private side(length: unknown, before: boolean) {
    return html`<lk-select
      hide_label
      label=${msg('Before or after')}
      .options=${[
        { value: 'after', label: msg('after') },
        { value: 'before', label: msg('before') },
      ]}
      .value=${before ? 'before' : 'after'}
      ?disabled=${this.disabled}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        this.earlier = event.detail.value === 'before';
        if (typeof length === 'number') this.tell(length, this.earlier);
      }}
    ></lk-select>`;
  }

  override render() {
    const unit = this.unit ?? unitFor(this.value);
    const before = typeof this.value === 'number' && this.value !== 0 ? this.value < 0 : this.earlier;
    const length = typeof this.value === 'number' ? Math.abs(this.value) : this.value;
    return html`<div class="field" role="group" aria-label=${this.label}>
      <span class="own" aria-hidden="true">${this.label}</span>
      <div class="parts">
        <lk-input
          type="number"
          min="0"
          hide_label
          label=${this.label}
          .value=${amountIn(length, unit)}
          ?disabled=${this.disabled}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            event.stopPropagation();
            this.unit = unit;
            this.tell(readAmount(event.detail.value, unit), before);
          }}
        ></lk-input>
        <lk-select
          hide_label
          label=${msg('Unit')}
          .options=${this.units()}
          .value=${unit}
          ?disabled=${this.disabled}
          @lk-change=${(event: CustomEvent<{ value: string }>) => {
            event.stopPropagation();
            const next = DURATION_UNITS.find((one) => one === event.detail.value) ?? unit;
            const typed = amountIn(length, unit);
            this.unit = next;
            // Five seconds become five minutes: the number stands.
            this.tell(readAmount(typed, next), before);
          }}
        ></lk-select>
        ${this.signed ? this.side(length, before) : ''}
      </div>
      ${this.hint ? html`<p class="hint">${this.hint}</p>` : ''}
      ${this.error ? html`<p class="error"><lk-icon name="octagon-x"></lk-icon><span>${this.error}</span></p>` : ''}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-duration-field': LkDurationField;
  }
}
