import { LitElement, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { base } from './base.js';
import { emit } from './emit.js';
import { focusControl } from './focus-control.js';
import { fieldStyles } from './field-styles.js';
import './lk-icon.js';

export interface SelectOption {
  value: string;
  label: string;
  icon?: string;
  disabled?: boolean;
}

/** Web Awesome's list takes no spaces in its values; they are numbered instead. */
const key = (index: number): string => `o${index}`;

/** One of several choices, or some of them with `multiple`. */
@customElement('lk-select')
export class LkSelect extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [base, fieldStyles];

  @property() label = '';
  @property({ type: Boolean }) hide_label = false;
  @property({ attribute: false }) options: readonly SelectOption[] = [];
  @property() value = '';
  @property({ type: Boolean }) multiple = false;
  @property({ attribute: false }) values: readonly string[] = [];
  @property() hint = '';
  @property() error = '';
  @property() placeholder = '';
  @property({ reflect: true }) size: 'm' | 's' = 'm';
  @property({ type: Boolean, reflect: true }) disabled = false;

  @query('wa-select') private readonly control!: (HTMLElement & { value: string | string[] | null }) | null;

  override connectedCallback(): void {
    super.connectedCallback();
    void import('@awesome.me/webawesome/dist/components/select/select.js');
    void import('@awesome.me/webawesome/dist/components/option/option.js');
  }

  override focus(options?: FocusOptions): void {
    void focusControl(this, () => this.control, options);
  }

  private onChange(event: Event): void {
    event.stopPropagation();
    const chosen = [this.control?.value ?? []].flat();
    const values = this.options.filter((_, index) => chosen.includes(key(index))).map((option) => option.value);
    this.values = values;
    this.value = values[0] ?? '';
    emit(this, 'lk-change', { value: this.value, values });
  }

  override render() {
    const wanted = this.multiple ? this.values : [this.value];
    const chosen = this.options.flatMap((option, index) => (wanted.includes(option.value) ? [key(index)] : []));
    return html`<div class="field ${this.error ? 'wrong' : ''}">
      <wa-select
        class=${this.hide_label ? 'bare' : ''}
        size=${this.size === 's' ? 's' : 'm'}
        .label=${this.label}
        .hint=${this.hint}
        placeholder=${this.placeholder}
        ?multiple=${this.multiple}
        ?disabled=${this.disabled}
        .value=${live(this.multiple ? chosen : (chosen[0] ?? ''))}
        @change=${this.onChange}
        @input=${(event: Event) => {
          event.stopPropagation();
        }}
      >
        ${this.options.map(
          (option, index) =>
            html`<wa-option value=${key(index)} .label=${option.label} ?disabled=${option.disabled ?? false}
              >${option.icon ? html`<lk-icon slot="start" name=${option.icon}></lk-icon>` : nothing}${option.label}</wa-option
            >`,
        )}
      </wa-select>
      ${this.error ? html`<p class="error"><lk-icon name="octagon-x"></lk-icon><span>${this.error}</span></p>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-select': LkSelect;
  }
}
