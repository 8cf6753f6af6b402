import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { styleMap } from 'lit/directives/style-map.js';
import { emit } from './emit.js';
import { Throttle } from './throttle.js';

/** While dragged, at most this often: a lamp on the radio takes no more. */
const SEND_EVERY_MS = 100;

/**
 * A bar filled with the light's own colour. `lk-input` comes at most ten times a second while it is moved, `lk-change` once at the end.
 * Arrows move by one step, with Shift, PageUp and PageDown by ten hundredths of the range.
 */
@customElement('lk-slider')
export class LkSlider extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = css`
    :host {
      display: block;
      min-inline-size: 0;
    }
    .head {
      display: flex;
      justify-content: space-between;
      gap: var(--lk-space-3);
      font-size: var(--lk-size-s);
      margin-block-end: var(--lk-space-1);
    }
    .head span:last-child {
      color: var(--lk-text-quiet);
    }
    wa-slider {
      --track-size: 2.25rem;
      --thumb-width: 3px;
      --thumb-height: 1.25rem;
      display: block;
      min-block-size: var(--track-size);
    }
    wa-slider::part(label) {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    wa-slider::part(slider) {
      margin: 0;
      border-radius: var(--lk-radius-m);
      touch-action: pan-y;
    }
    wa-slider:focus-within::part(slider) {
      outline: 2px solid var(--lk-focus);
      outline-offset: 2px;
    }
    wa-slider:not(:focus-visible)::part(slider) {
      outline: 0;
    }
    wa-slider::part(track) {
      border-radius: var(--lk-radius-m);
      background: var(--lk-sunken);
      box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--lk-line-strong) 35%, transparent);
      overflow: hidden;
      opacity: 1;
    }
    wa-slider::part(indicator) {
      min-inline-size: 0.75rem;
      background: linear-gradient(to right, color-mix(in oklab, var(--c) 68%, var(--lk-sunken)), var(--c));
    }
    wa-slider:dir(rtl)::part(indicator) {
      background: linear-gradient(to left, color-mix(in oklab, var(--c) 68%, var(--lk-sunken)), var(--c));
    }
    wa-slider::part(thumb) {
      border: 0;
      border-radius: 3px;
      background: rgb(20 14 4 / 0.62);
      margin-inline-start: max(-0.5rem, calc(-1 * var(--at)));
      transform: translateX(max(0px, calc(0.375rem - var(--at))));
    }
    :host([off]) wa-slider::part(indicator) {
      background: var(--lk-pressed);
    }
    :host([off]) wa-slider::part(thumb) {
      background: var(--lk-line-strong);
    }
    :host([unknown]) wa-slider::part(track) {
      background: repeating-linear-gradient(-45deg, var(--lk-sunken) 0 6px, var(--lk-hover) 6px 12px);
    }
    :host([unknown]) wa-slider::part(indicator),
    :host([unknown]) wa-slider::part(thumb) {
      display: none;
    }
    :host([busy]) wa-slider::part(indicator) {
      opacity: 0.55;
    }
    .thin wa-slider {
      --track-size: 0.625rem;
      --thumb-width: 1.25rem;
      --thumb-height: 1.25rem;
      margin-block: 0.5rem;
    }
    .thin wa-slider::part(track) {
      overflow: visible;
      background: var(--lk-pressed);
      border-radius: 99px;
    }
    .thin wa-slider::part(indicator) {
      min-inline-size: 0;
      background: var(--c);
    }
    .thin wa-slider::part(thumb) {
      margin: 0;
      transform: none;
      border-radius: 50%;
      background: var(--lk-surface);
      border: 2px solid var(--lk-text-quiet);
      box-shadow: var(--lk-shadow-1);
    }
    @media (forced-colors: active) {
      wa-slider::part(indicator) {
        forced-color-adjust: none;
      }
      wa-slider::part(thumb) {
        background: CanvasText;
      }
    }
  `;

  @property({ type: Number }) value = 0;
  @property({ type: Number }) min = 0;
  @property({ type: Number }) max = 100;
  @property({ type: Number }) step = 1;
  @property() label = '';
  @property({ type: Boolean }) hide_label = false;
  /** The colour of the light as CSS has it. */
  @property() color = '';
  @property() kind: 'light' | 'thin' = 'light';
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** The light is off; the bar keeps the brightness that it will have. */
  @property({ type: Boolean, reflect: true }) off = false;
  /** Nothing is known, as of a device that is offline: hatched. */
  @property({ type: Boolean, reflect: true }) unknown = false;
  @property({ type: Boolean, reflect: true }) busy = false;
  /** How the value is written and read aloud. */
  @property({ attribute: false }) text: (value: number) => string = (value) => String(value);

  @query('wa-slider') private readonly control!: HTMLElement & { value: number };

  private readonly sending = new Throttle<number>(SEND_EVERY_MS, (value) => {
    emit(this, 'lk-input', { value });
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void import('@awesome.me/webawesome/dist/components/slider/slider.js');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sending.end();
  }

  private onInput(event: Event): void {
    event.stopPropagation();
    this.value = this.control.value;
    this.sending.push(this.value);
  }

  private onChange(event: Event): void {
    event.stopPropagation();
    this.value = this.control.value;
    this.finish();
  }

  private finish(): void {
    this.sending.end();
    emit(this, 'lk-change', { value: this.value });
  }

  /** Steps of ten hundredths; the single step is Web Awesome's own. */
  private onKey(event: KeyboardEvent): void {
    const shifted = event.shiftKey && event.key.startsWith('Arrow');
    if (!shifted && event.key !== 'PageUp' && event.key !== 'PageDown') return;
    const mirrored = getComputedStyle(this).direction === 'rtl';
    const up = event.key === 'PageUp' || event.key === 'ArrowUp' || event.key === (mirrored ? 'ArrowLeft' : 'ArrowRight');
    const leap = Math.max(this.step, (this.max - this.min) / 10);
    const next = Math.min(this.max, Math.max(this.min, this.value + (up ? leap : -leap)));
    event.preventDefault();
    event.stopPropagation();
    this.value = this.min + Math.round((next - this.min) / this.step) * this.step;
    this.finish();
  }

  override render() {
    const fraction = (this.value - this.min) / Math.max(this.max - this.min, Number.MIN_VALUE);
    const colour = this.color || (this.kind === 'thin' ? 'var(--lk-line-strong)' : '#ffc78a');
    return html`<div class=${this.kind} style=${styleMap({ '--c': colour, '--at': `${(fraction * 100).toFixed(1)}cqi` })}>
      ${
        this.label && !this.hide_label
          ? html`<div class="head" aria-hidden="true">
              <span>${this.label}</span><span>${this.unknown ? nothing : this.text(this.value)}</span>
            </div>`
          : nothing
      }
      <wa-slider
        .label=${this.label}
        .min=${this.min}
        .max=${this.max}
        .step=${this.step}
        .value=${live(this.value)}
        .valueFormatter=${this.text}
        ?disabled=${this.disabled || this.unknown}
        @input=${this.onInput}
        @change=${this.onChange}
        @keydown=${{
          handleEvent: (event: KeyboardEvent) => {
            this.onKey(event);
          },
          capture: true,
        }}
      ></wa-slider>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-slider': LkSlider;
  }
}
