import { base, emit, formatNumber, kelvinToRgb, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cssRgb } from '../model/hsv.js';

/** What lamps for homes reach, in kelvin. */
export const WARMEST = 2000;
export const COOLEST = 6500;
const STEP = 50;
const LEAP = 500;
const STOPS = [2000, 2600, 3200, 4000, 5000, 6500] as const;

const SPECTRUM = STOPS.map(
  (kelvin) => `${cssRgb(kelvinToRgb(kelvin))} ${(((kelvin - WARMEST) / (COOLEST - WARMEST)) * 100).toFixed(0)}%`,
).join(', ');

/** The colour temperature of white light: a bar that is its own scale. `lk-input` {value} while moved, `lk-change` {value} at the end, in kelvin. */
@customElement('lk-white-slider')
export class LkWhiteSlider extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .head {
        display: flex;
        justify-content: space-between;
        font-size: var(--lk-size-s);
        margin-block-end: var(--lk-space-1);
      }
      .track {
        position: relative;
        block-size: 2.25rem;
        border-radius: var(--lk-radius-m);
        background: linear-gradient(to right, var(--spectrum));
        box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--lk-line-strong) 45%, transparent);
        cursor: pointer;
        touch-action: pan-y;
      }
      .track:dir(rtl) {
        background: linear-gradient(to left, var(--spectrum));
      }
      .grip {
        position: absolute;
        inset-block: 0.4rem;
        inset-inline-start: clamp(0.5rem, var(--at), calc(100% - 0.5rem));
        inline-size: 3px;
        margin-inline-start: -1.5px;
        border-radius: 3px;
        background: rgb(20 14 4 / 0.72);
      }
      :host([unset]) .grip {
        opacity: 0.25;
      }
      :host([disabled]) .track {
        opacity: 0.5;
        cursor: default;
      }
      .quiet {
        color: var(--lk-text-quiet);
      }
    `,
  ];

  /** Kelvin. */
  @property({ type: Number }) value = 2700;
  /** The light shows a colour just now; the grip stands where its white would be. */
  @property({ type: Boolean, reflect: true }) unset = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  private dragging = false;

  override render() {
    const value = Math.min(COOLEST, Math.max(WARMEST, this.value));
    const words = msg(str`${formatNumber(this.value)}\u00a0K`);
    return html`<div class="head" aria-hidden="true"><span>${msg('White')}</span><span class="quiet">${this.unset ? '' : words}</span></div>
      <div
        class="track"
        role="slider"
        tabindex=${this.disabled ? -1 : 0}
        aria-label=${msg('White')}
        aria-valuemin=${WARMEST}
        aria-valuemax=${COOLEST}
        aria-valuenow=${value}
        aria-valuetext=${msg(str`${formatNumber(this.value)} kelvin`)}
        aria-disabled=${this.disabled ? 'true' : 'false'}
        style="--spectrum:${SPECTRUM};--at:${(((value - WARMEST) / (COOLEST - WARMEST)) * 100).toFixed(1)}%"
        @pointerdown=${this.onDown}
        @pointermove=${this.onMove}
        @pointerup=${this.onUp}
        @pointercancel=${this.onUp}
        @keydown=${this.onKey}
      >
        <span class="grip"></span>
      </div>`;
  }

  private read(event: PointerEvent): number {
    const track = event.currentTarget as HTMLElement;
    const box = track.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const along = getComputedStyle(track).direction === 'rtl' ? 1 - part : part;
    return WARMEST + Math.round((along * (COOLEST - WARMEST)) / STEP) * STEP;
  }

  private onDown(event: PointerEvent): void {
    if (this.disabled || event.button !== 0) return;
    this.dragging = true;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.move(this.read(event));
  }

  private onMove(event: PointerEvent): void {
    if (this.dragging) this.move(this.read(event));
  }

  private onUp(): void {
    if (!this.dragging) return;
    this.dragging = false;
    emit(this, 'lk-change', { value: this.value });
  }

  private move(value: number): void {
    this.value = value;
    emit(this, 'lk-input', { value });
  }

  private onKey(event: KeyboardEvent): void {
    if (this.disabled) return;
    const ahead = getComputedStyle(this).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const leap = event.shiftKey ? LEAP : STEP;
    const steps: Record<string, number> = {
      ArrowUp: leap,
      ArrowDown: -leap,
      ArrowLeft: -leap,
      ArrowRight: -leap,
      [ahead]: leap,
      PageUp: LEAP,
      PageDown: -LEAP,
      Home: -COOLEST,
      End: COOLEST,
    };
    if (ahead === 'ArrowLeft') steps['ArrowRight'] = -leap;
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.value = Math.min(COOLEST, Math.max(WARMEST, this.value + step));
    emit(this, 'lk-change', { value: this.value });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-white-slider': LkWhiteSlider;
  }
}
