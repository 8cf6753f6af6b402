import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { base } from './base.js';
import { emit } from './emit.js';
import { focusControl } from './focus-control.js';
import { fieldStyles } from './field-styles.js';
import './lk-icon.js';

export type InputType = 'text' | 'password' | 'number' | 'search' | 'email' | 'url' | 'tel' | 'date' | 'time' | 'datetime-local' | 'color';

interface Control extends HTMLElement {
  value: string | null;
  select(): void;
}

/** A field for text, a number, a time or a colour, with its label, hint and error. Enter submits the form around it. */
@customElement('lk-input')
export class LkInput extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    fieldStyles,
    css`
      .unit {
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
        white-space: nowrap;
      }
      :host([mono]) wa-input::part(input),
      :host([mono]) wa-textarea::part(textarea) {
        font-family: var(--lk-font-mono);
        direction: ltr;
      }
      /* It grows with its text, but not without end. */
      wa-textarea::part(textarea) {
        max-block-size: min(24rem, 50vh);
        overflow-y: auto;
      }
      input[type='color'] {
        inline-size: 4rem;
        block-size: var(--lk-target);
        padding: 3px;
        border: 1px solid var(--lk-line-strong);
        border-radius: var(--lk-radius-m);
        background: var(--lk-field);
        cursor: pointer;
      }
    `,
  ];

  @property() label = '';
  @property({ type: Boolean }) hide_label = false;
  @property() value = '';
  @property() type: InputType = 'text';
  @property() name = '';
  @property() hint = '';
  @property() error = '';
  @property() placeholder = '';
  @property({ type: Boolean, reflect: true }) required = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  @property({ type: Boolean, reflect: true }) readonly = false;
  @property() autocomplete = '';
  @property() icon = '';
  @property() unit = '';
  @property() min = '';
  @property() max = '';
  @property() step = '';
  @property({ type: Number }) maxlength = 0;
  @property({ type: Number }) rows = 1;
  @property({ reflect: true }) size: 'm' | 's' = 'm';
  @property({ type: Boolean, reflect: true }) mono = false;

  @query('.control') private readonly control!: Control | null;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.rows > 1) void import('@awesome.me/webawesome/dist/components/textarea/textarea.js');
    else if (this.type !== 'color') void import('@awesome.me/webawesome/dist/components/input/input.js');
  }

  override focus(options?: FocusOptions): void {
    void focusControl(this, () => this.control, options);
  }

  select(): void {
    this.control?.select();
  }

  private onInput(event: Event): void {
    event.stopPropagation();
    this.value = this.control?.value ?? '';
    emit(this, 'lk-input', { value: this.value });
  }

  private onChange(event: Event): void {
    event.stopPropagation();
    this.value = this.control?.value ?? '';
    emit(this, 'lk-change', { value: this.value });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing || this.rows > 1 || event.defaultPrevented) return;
    this.closest('form')?.requestSubmit();
  }

  override render() {
    return html`<div class="field ${this.error ? 'wrong' : ''}">
      ${this.type === 'color' ? this.colour() : this.rows > 1 ? this.area() : this.line()}
      ${this.error ? html`<p class="error"><lk-icon name="octagon-x"></lk-icon><span>${this.error}</span></p>` : nothing}
    </div>`;
  }

  /** What a screen reader says beside the label: the error is part of the description, since it stands outside the control. */
  private get said(): string {
    return this.error ? `${this.hint} ${this.error}`.trim() : this.hint;
  }

  private line() {
    const numeric = this.type === 'number';
    return html`<wa-input
      class="control ${this.hide_label ? 'bare' : ''}"
      size=${this.size === 's' ? 's' : 'm'}
      .label=${this.label}
      .hint=${this.error && !this.hint ? '' : this.hint}
      aria-description=${ifDefined(this.said || undefined)}
      type=${this.type === 'color' ? 'text' : this.type}
      .value=${live(this.value)}
      placeholder=${this.placeholder}
      name=${ifDefined(this.name || undefined)}
      .spellcheck=${this.type === 'text' && !this.mono && this.autocomplete === ''}
      ?required=${this.required}
      ?disabled=${this.disabled}
      ?readonly=${this.readonly}
      ?password-toggle=${this.type === 'password'}
      ?with-clear=${this.type === 'search'}
      autocomplete=${ifDefined(this.autocomplete || undefined)}
      autocapitalize=${this.type === 'text' && !this.mono ? 'sentences' : 'off'}
      min=${ifDefined(this.min || undefined)}
      max=${ifDefined(this.max || undefined)}
      step=${ifDefined(this.step || (numeric ? 'any' : undefined))}
      maxlength=${ifDefined(this.maxlength > 0 ? this.maxlength : undefined)}
      @input=${this.onInput}
      @change=${this.onChange}
      @wa-clear=${this.onChange}
      @keydown=${this.onKey}
    >
      ${this.icon ? html`<lk-icon slot="start" name=${this.icon}></lk-icon>` : nothing}
      <span slot="end" class="row">${this.unit ? html`<span class="unit">${this.unit}</span>` : nothing}<slot name="end"></slot></span>
    </wa-input>`;
  }

  private area() {
    return html`<wa-textarea
      class="control ${this.hide_label ? 'bare' : ''}"
      .label=${this.label}
      .hint=${this.hint}
      rows=${this.rows}
      resize="auto"
      .value=${live(this.value)}
      placeholder=${this.placeholder}
      ?required=${this.required}
      ?disabled=${this.disabled}
      ?readonly=${this.readonly}
      maxlength=${ifDefined(this.maxlength > 0 ? this.maxlength : undefined)}
      @input=${this.onInput}
      @change=${this.onChange}
    ></wa-textarea>`;
  }

  private colour() {
    return html`<label class="own" for="c">${this.label}</label>
      <input
        id="c"
        class="control"
        type="color"
        .value=${live(this.value || '#ffba52')}
        ?disabled=${this.disabled}
        @input=${this.onInput}
        @change=${this.onChange}
      />
      ${this.hint ? html`<p class="hint">${this.hint}</p>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-input': LkInput;
  }
}
