import type { Rgb } from '@lightkeeper/plugin-sdk/wire';
import { base, colorWords, emit, formatPercent, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cssRgb, fromPoint, fromRgb, toPoint, toRgb, type WheelColor } from '../model/hsv.js';

const HUE_STEP = 2;
const SATURATION_STEP = 0.02;

/**
 * Hue around, saturation from the middle outwards. `lk-input` {color} while moved, `lk-change` {color} at the end.
 * With keys: left and right turn the hue, up and down the saturation, ten times as far with Shift.
 */
@customElement('lk-color-wheel')
export class LkColorWheel extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        position: relative;
        inline-size: min(11rem, 46vw);
        flex: none;
      }
      .wheel {
        position: relative;
        aspect-ratio: 1;
        border-radius: 50%;
        background:
          radial-gradient(circle closest-side, #fff, rgb(255 255 255 / 0)), conic-gradient(#f00, #ff0, #0f0, #0ff, #00f, #f0f, #f00);
        cursor: crosshair;
        touch-action: none;
      }
      .grip {
        position: absolute;
        inline-size: 1.75rem;
        block-size: 1.75rem;
        border-radius: 50%;
        border: 3px solid #fff;
        box-shadow:
          0 0 0 1px rgb(0 0 0 / 0.35),
          0 2px 8px rgb(0 0 0 / 0.4);
        translate: -50% -50%;
        pointer-events: none;
      }
      :host([unset]) .grip {
        opacity: 0.4;
      }
      :host([disabled]) .wheel {
        opacity: 0.45;
        cursor: default;
      }
    `,
  ];

  @property({ attribute: false }) color: Rgb | null = null;
  /** The light shows white just now; the grip stands at the colour that it had. */
  @property({ type: Boolean, reflect: true }) unset = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** The place under the finger; a grey would lose its hue if it were read back from the colour. */
  @state() private place: WheelColor | null = null;
  private dragging = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('color') && this.color && this.place && cssRgb(toRgb(this.place)) !== cssRgb(this.color) && !this.dragging)
      this.place = null;
  }

  private get now(): WheelColor {
    return this.place ?? (this.color ? fromRgb(this.color) : { hue: 30, saturation: 0 });
  }

  override render() {
    const now = this.now;
    const color = toRgb(now);
    const { x, y } = toPoint(now);
    const words = msg(str`${colorWords({ color })}, hue ${Math.round(now.hue)}, saturation ${formatPercent(now.saturation)}`);
    return html`<div
        class="wheel"
        role="slider"
        tabindex=${this.disabled ? -1 : 0}
        aria-label=${msg('Colour')}
        aria-describedby="keys"
        aria-valuemin="0"
        aria-valuemax="360"
        aria-valuenow=${Math.round(now.hue)}
        aria-valuetext=${words}
        aria-disabled=${this.disabled ? 'true' : 'false'}
        @pointerdown=${this.onDown}
        @pointermove=${this.onMove}
        @pointerup=${this.onUp}
        @pointercancel=${this.onUp}
        @keydown=${this.onKey}
      >
        <span class="grip" style="left:${(50 + x * 50).toFixed(1)}%;top:${(50 + y * 50).toFixed(1)}%;background:${cssRgb(color)}"></span>
      </div>
      <span class="sr" id="keys">${msg('Left and right change the hue, up and down the saturation.')}</span>`;
  }

  private onDown(event: PointerEvent): void {
    if (this.disabled || event.button !== 0) return;
    this.dragging = true;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.follow(event);
  }

  private onMove(event: PointerEvent): void {
    if (this.dragging) this.follow(event);
  }

  private onUp(): void {
    if (!this.dragging) return;
    this.dragging = false;
    emit(this, 'lk-change', { color: toRgb(this.now) });
  }

  private follow(event: PointerEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const radius = box.width / 2;
    this.place = fromPoint((event.clientX - box.left - radius) / radius, (event.clientY - box.top - radius) / radius);
    emit(this, 'lk-input', { color: toRgb(this.place) });
  }

  private onKey(event: KeyboardEvent): void {
    const times = event.shiftKey ? 10 : 1;
    const turn: Record<string, readonly [number, number]> = {
      ArrowRight: [HUE_STEP, 0],
      ArrowLeft: [-HUE_STEP, 0],
      ArrowUp: [0, SATURATION_STEP],
      ArrowDown: [0, -SATURATION_STEP],
    };
    const step = turn[event.key];
    if (!step || this.disabled) return;
    event.preventDefault();
    const { hue, saturation } = this.now;
    this.place = {
      hue: (hue + step[0] * times + 360) % 360,
      saturation: Math.min(1, Math.max(0, saturation + step[1] * times)),
    };
    emit(this, 'lk-change', { color: toRgb(this.place) });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-color-wheel': LkColorWheel;
  }
}
