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
        grid-template-columns: minmax(4.5rem, 9rem) minmax(7.5rem, 11rem);
        gap: var(--lk-space-2);
        align-items: start;
      }
    `,
  ];

  @property() label = '';
  @property({ attribute: false }) value: unknown = undefined;
  @property() hint = '';
  @property() error = '';
  @property({ type: Boolean }) disabled = false;
  /** Chosen by the reader; else the unit that writes the value shortest. */
  @state() private unit: DurationUnit | null = null;

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

  override render() {
    const unit = this.unit ?? unitFor(this.value);
    return html`<div class="field" role="group" aria-label=${this.label}>
      <span class="own" aria-hidden="true">${this.label}</span>
      ${this.hint ? html`<p class="hint">${this.hint}</p>` : ''}
      <div class="parts">
        <lk-input
          type="number"
          min="0"
          hide_label
          label=${this.label}
          .value=${amountIn(this.value, unit)}
          ?disabled=${this.disabled}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            event.stopPropagation();
            this.unit = unit;
            emit(this, 'lk-change', { value: readAmount(event.detail.value, unit) });
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
            const typed = amountIn(this.value, unit);
            this.unit = next;
            // Five seconds become five minutes: the number stands.
            emit(this, 'lk-change', { value: readAmount(typed, next) });
          }}
        ></lk-select>
      </div>
      ${this.error ? html`<p class="error"><lk-icon name="octagon-x"></lk-icon><span>${this.error}</span></p>` : ''}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-duration-field': LkDurationField;
  }
}
