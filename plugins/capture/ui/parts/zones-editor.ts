import type { CaptureZone, ZonesLayout } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, plural, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { moved, resized, spaceFor } from '../model/zone-moves.js';
import { lightsWord } from '../model/words.js';
import './live-picture.js';
import './number-field.js';

/** One step of an arrow key, as a share of the picture; with Shift ten of them. */
const STEP = 0.005;

/** Zones of their own, drawn on a rectangle by pointer or keys: arrows move, with Alt they resize, Delete takes away. `lk-layout` {layout}. */
@customElement('lk-zones-editor')
export class LkZonesEditor extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
        min-inline-size: 0;
      }
      .screen {
        position: relative;
        direction: ltr;
        aspect-ratio: 16 / 9;
        max-inline-size: 40rem;
        background: var(--lk-sunken);
        border: 1px solid var(--lk-line-strong);
        border-radius: var(--lk-radius-m);
        overflow: hidden;
        touch-action: none;
      }
      .zone {
        position: absolute;
        border: 1.5px solid var(--lk-line-strong);
        background: color-mix(in oklab, var(--lk-line-strong) 22%, transparent);
        cursor: move;
        display: grid;
        place-items: center;
        font-size: var(--lk-size-xs);
        color: var(--lk-text);
        overflow: hidden;
        text-align: center;
      }
      /* Legible over any picture. */
      .number {
        padding-inline: 0.3em;
        border-radius: 4px;
        background: color-mix(in oklab, var(--lk-surface) 82%, transparent);
      }
      .zone[aria-pressed='true'] {
        border-color: var(--lk-text);
        background: color-mix(in oklab, var(--lk-text) 28%, transparent);
        z-index: 1;
      }
      .zone:focus-visible {
        outline-offset: -3px;
      }
      .grip {
        position: absolute;
        inset-inline-end: 0;
        inset-block-end: 0;
        inline-size: 1rem;
        block-size: 1rem;
        cursor: nwse-resize;
        background: linear-gradient(135deg, transparent 50%, var(--lk-text) 50%);
      }
      .numbers {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr));
        gap: var(--lk-space-3);
        align-items: start;
      }
      .hint {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
    `,
  ];

  @property({ attribute: false }) layout: ZonesLayout | null = null;
  @property({ type: Number }) leds = 0;
  /** The capture whose picture lies below while it runs. */
  @property() capture_id = '';
  @state() private chosen = 0;
  private drag: { at: number; x: number; y: number; zone: CaptureZone; resize: boolean } | null = null;

  private get zones(): readonly CaptureZone[] {
    return this.layout?.zones ?? [];
  }

  private put(zones: readonly CaptureZone[]): void {
    this.layout = { kind: 'zones', zones: [...zones] };
    emit(this, 'lk-layout', { layout: this.layout });
  }

  private change(at: number, zone: CaptureZone): void {
    this.put(this.zones.with(at, zone));
  }

  override render() {
    const { zones, leds } = this;
    const zone = zones[this.chosen];
    return html`<div
        class="screen"
        role="group"
        aria-label=${msg('The picture, and the part of it that each light shows')}
        @pointermove=${this.onMove}
        @pointerup=${this.onUp}
        @pointercancel=${this.onUp}
      >
        ${this.capture_id === '' ? nothing : html`<lk-live-picture .capture_id=${this.capture_id}></lk-live-picture>`}
        ${zones.map((one, at) => this.zone(one, at))}
      </div>
      <p class="hint">
        ${msg('Drag a zone, or its lower right corner. With keys: arrows move it, Alt and arrows change its size, Shift makes larger steps.')}
      </p>
      <div class="row wrap">
        <lk-button
          size="s"
          icon="plus"
          ?disabled=${zones.length >= 10_000}
          @click=${() => {
            this.put([...zones, spaceFor(zones.length)]);
            this.choose(zones.length);
          }}
          >${msg('Add a zone')}</lk-button
        >
        <lk-button
          size="s"
          icon="trash-2"
          ?disabled=${zones.length < 2}
          @click=${() => {
            this.delete();
          }}
          >${msg('Take this one away')}</lk-button
        >
        <span class="small quiet"
          >${leds === 0 || leds === zones.length ? lightsWord(zones.length) : plural(zones.length, { one: msg(str`One zone for ${lightsWord(leds)}`), other: msg(str`${zones.length} zones for ${lightsWord(leds)}`) })}</span
        >
      </div>
      ${zone === undefined ? nothing : this.numbers(zone)}`;
  }

  private zone({ left, top, right, bottom }: CaptureZone, at: number) {
    const percent = (value: number): string => `${(value * 100).toFixed(2)}%`;
    const place = `left:${percent(left)};top:${percent(top)};width:${percent(right - left)};height:${percent(bottom - top)}`;
    return html`<button
      type="button"
      class="zone"
      style=${place}
      aria-pressed=${at === this.chosen ? 'true' : 'false'}
      aria-label=${msg(str`Zone ${at + 1}: ${percent(left)} from the left, ${percent(top)} from the top`)}
      tabindex=${at === this.chosen ? 0 : -1}
      @pointerdown=${(event: PointerEvent) => {
        this.onDown(event, at);
      }}
      @focus=${() => {
        this.chosen = at;
      }}
      @keydown=${(event: KeyboardEvent) => {
        this.onKey(event, at);
      }}
    >
      <span class="number">${at + 1}</span>${at === this.chosen ? html`<span class="grip"></span>` : nothing}
    </button>`;
  }

  private numbers(zone: CaptureZone) {
    const side = (label: string, key: keyof CaptureZone, min: number, max: number) =>
      html`<lk-number-field
        label=${label}
        unit="%"
        .whole=${false}
        .value=${Math.round(zone[key] * 1_000) / 10}
        .min=${Math.round(min * 1_000) / 10}
        .max=${Math.round(max * 1_000) / 10}
        @lk-number=${(event: CustomEvent<{ value: number }>) => {
          event.stopPropagation();
          this.change(this.chosen, { ...zone, [key]: event.detail.value / 100 });
        }}
      ></lk-number-field>`;
    return html`<div class="numbers" role="group" aria-label=${msg(str`Zone ${this.chosen + 1}`)}>
      ${side(msg('Left'), 'left', 0, zone.right)} ${side(msg('Top'), 'top', 0, zone.bottom)} ${side(msg('Right'), 'right', zone.left, 1)}
      ${side(msg('Bottom'), 'bottom', zone.top, 1)}
    </div>`;
  }

  private choose(at: number): void {
    this.chosen = at;
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll<HTMLElement>('.zone')[at]?.focus());
  }

  private delete(): void {
    if (this.zones.length < 2) return;
    const at = this.chosen;
    this.put(this.zones.toSpliced(at, 1));
    this.choose(Math.min(at, this.zones.length - 1));
  }

  private onDown(event: PointerEvent, at: number): void {
    const zone = this.zones[at];
    if (event.button !== 0 || zone === undefined) return;
    this.chosen = at;
    const resize = (event.target as HTMLElement).classList.contains('grip');
    this.drag = { at, x: event.clientX, y: event.clientY, zone, resize };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  private onMove(event: PointerEvent): void {
    const { drag } = this;
    if (drag === null) return;
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const [dx, dy] = [(event.clientX - drag.x) / box.width, (event.clientY - drag.y) / box.height];
    this.change(drag.at, drag.resize ? resized(drag.zone, dx, dy) : moved(drag.zone, dx, dy));
  }

  private onUp(): void {
    this.drag = null;
  }

  private onKey(event: KeyboardEvent, at: number): void {
    const zone = this.zones[at];
    if (zone === undefined) return;
    if (event.key === 'Delete') {
      event.preventDefault();
      this.delete();
      return;
    }
    if (event.key === 'PageDown' || event.key === 'PageUp') {
      event.preventDefault();
      const count = this.zones.length;
      this.choose((at + (event.key === 'PageDown' ? 1 : -1) + count) % count);
      return;
    }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    const step = event.shiftKey ? STEP * 10 : STEP;
    const [dx = 0, dy = 0] = way.map((part) => part * step);
    this.change(at, event.altKey ? resized(zone, dx, dy) : moved(zone, dx, dy));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-zones-editor': LkZonesEditor;
  }
}
