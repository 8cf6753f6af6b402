import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../../elements/base.js';
import { emit } from '../../elements/emit.js';
import { fieldStyles } from '../../elements/field-styles.js';
import { locales } from '../../i18n/format.js';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

const dayName = (index: number, weekday: 'short' | 'long'): string =>
  new Intl.DateTimeFormat(locales(), { weekday, timeZone: 'UTC' }).format(MONDAY + index * 86_400_000);

/** Some days of the week. None chosen means every day. `lk-change` {value}: a list of `mon` to `sun`, undefined for every day. */
@customElement('lk-weekdays-field')
export class LkWeekdaysField extends LitElement {
  static override styles = [
    base,
    fieldStyles,
    css`
      .days {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-1);
      }
      button {
        min-inline-size: 3rem;
        min-block-size: var(--lk-target);
        padding-inline: var(--lk-space-2);
        border: 1px solid var(--lk-line-strong);
        border-radius: var(--lk-radius-m);
        text-align: center;
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      button[aria-pressed='true'] {
        background: var(--lk-pressed);
        color: var(--lk-text);
        border-color: var(--lk-text);
        font-weight: var(--lk-weight-bold);
      }
    `,
  ];

  @property() label = '';
  @property({ attribute: false }) value: readonly string[] = [];
  @property() hint = '';
  @property() error = '';
  @property({ type: Boolean }) disabled = false;

  private flip(day: string): void {
    const chosen = new Set(this.value);
    if (!chosen.delete(day)) chosen.add(day);
    const value = DAYS.filter((one) => chosen.has(one));
    emit(this, 'lk-change', { value: value.length === 0 ? undefined : value });
  }

  override render() {
    return html`<div class="field" role="group" aria-label=${this.label}>
      <span class="own" aria-hidden="true">${this.label}</span>
      <div class="days">
        ${DAYS.map(
          (day, index) =>
            html`<button
              type="button"
              aria-pressed=${this.value.includes(day) ? 'true' : 'false'}
              title=${dayName(index, 'long')}
              ?disabled=${this.disabled}
              @click=${() => {
                this.flip(day);
              }}
            >
              ${dayName(index, 'short')}
            </button>`,
        )}
      </div>
      ${this.hint ? html`<p class="hint">${this.hint}</p>` : ''}
      ${this.error ? html`<p class="error"><lk-icon name="octagon-x"></lk-icon><span>${this.error}</span></p>` : ''}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-weekdays-field': LkWeekdaysField;
  }
}
