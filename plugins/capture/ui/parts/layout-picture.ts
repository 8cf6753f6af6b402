import type { CaptureLayout, CaptureZone, LayoutEdge } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { choiceOf } from '../model/layouts.js';
import { lightsWord } from '../model/words.js';
import { borderLights, zonesOf } from '../model/zones.js';

/** The screen in the drawing, and the room around it for the strip. */
const WIDTH = 160;
const HEIGHT = 90;
const AROUND = 12;
const STRIP = 5;

/** Where the screen is in the drawing. */
export const SCREEN_BOX = {
  x: AROUND,
  y: AROUND,
  width: WIDTH,
  height: HEIGHT,
  whole_width: WIDTH + 2 * AROUND,
  whole_height: HEIGHT + 2 * AROUND,
} as const;

/** Where each light is in the drawing. */
export function lightBoxes(layout: CaptureLayout): Drawn['light'][] {
  return drawn(layout).map(({ light }) => light);
}

interface Drawn {
  zone: CaptureZone;
  light: { x: number; y: number; width: number; height: number };
}

const span = (from: number, to: number, length: number): [start: number, size: number] => {
  const size = Math.max((to - from) * length, 0.6);
  const seam = Math.min(1, size * 0.2);
  return [AROUND + from * length + seam / 2, size - seam];
};

/** Lights of a border sit outside of the screen, all others where their zones are. */
function drawn(layout: CaptureLayout): Drawn[] {
  if (layout.kind !== 'border') {
    return zonesOf(layout).map((zone) => {
      const [x, width] = span(zone.left, zone.right, WIDTH);
      const [y, height] = span(zone.top, zone.bottom, HEIGHT);
      return { zone, light: { x, y, width, height } };
    });
  }
  return borderLights(layout).map(({ zone, edge }) => {
    const [x, width] = span(zone.left, zone.right, WIDTH);
    const [y, height] = span(zone.top, zone.bottom, HEIGHT);
    const places: Record<LayoutEdge, Drawn['light']> = {
      top: { x, width, y: AROUND - STRIP - 3, height: STRIP },
      bottom: { x, width, y: AROUND + HEIGHT + 3, height: STRIP },
      left: { x: AROUND - STRIP - 3, width: STRIP, y, height },
      right: { x: AROUND + WIDTH + 3, width: STRIP, y, height },
    };
    return { zone, light: places[edge] };
  });
}

/** Where a layout begins and which way it goes, in words. */
export function layoutWords(layout: CaptureLayout): string {
  const lights = lightsWord(zonesOf(layout).length);
  const corners = {
    top_left: msg('top left'),
    top_right: msg('top right'),
    bottom_right: msg('bottom right'),
    bottom_left: msg('bottom left'),
  };
  switch (choiceOf(layout)) {
    case 'one':
      return msg(str`${lights} in one colour`);
    case 'zones':
      return msg(str`${lights} in zones of their own`);
    case 'matrix':
      return layout.kind === 'matrix' ? msg(str`${layout.columns} by ${layout.rows} lights over the picture`) : lights;
    case 'border': {
      if (layout.kind !== 'border') return lights;
      const corner = corners[layout.start];
      return layout.direction === 'clockwise'
        ? msg(str`${lights} around the picture, clockwise from ${corner}`)
        : msg(str`${lights} around the picture, anticlockwise from ${corner}`);
    }
  }
}

/**
 * A drawing of the screen and the lights around it. With `selectable`, a light is chosen by a click or the arrow keys: `lk-light` {light}.
 * It never mirrors: left is left, as seen from the front.
 */
@customElement('lk-layout-picture')
export class LkLayoutPicture extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        direction: ltr;
      }
      svg {
        display: block;
        inline-size: 100%;
        block-size: auto;
        border-radius: var(--lk-radius-m);
      }
      .screen {
        fill: var(--lk-sunken);
        stroke: var(--lk-line-strong);
        stroke-width: 0.75;
      }
      .zone {
        fill: none;
        stroke: var(--lk-line-strong);
        stroke-opacity: 0.45;
        stroke-width: 0.3;
      }
      .light {
        fill: var(--lk-line-strong);
      }
      :host([lit]) .light {
        fill: var(--lk-lamp);
      }
      :host([lit]) .screen {
        stroke: var(--lk-lamp-edge);
      }
      /* Over a live picture only what it lacks is drawn. */
      :host([over]) .screen {
        fill: none;
        stroke: rgb(255 255 255 / 0.35);
      }
      :host([over]) .light,
      :host([over]) .way,
      :host([over]) .head {
        fill: transparent;
        stroke: none;
      }
      :host([over]) .zone {
        stroke: #fff;
        stroke-opacity: 0.22;
      }
      :host([over]) .chosen .light,
      :host([over]) .chosen .zone {
        stroke: #fff;
        stroke-opacity: 1;
        stroke-width: 0.9;
      }
      .begin {
        fill: var(--lk-text);
      }
      .chosen .zone {
        fill: var(--lk-text);
        fill-opacity: 0.35;
        stroke: var(--lk-text);
        stroke-opacity: 1;
        stroke-width: 0.8;
      }
      .chosen .light {
        fill: var(--lk-text);
      }
      .hit {
        fill: transparent;
        cursor: pointer;
      }
      .way {
        fill: none;
        stroke: var(--lk-text-quiet);
        stroke-width: 0.9;
      }
      .head {
        fill: var(--lk-text-quiet);
      }
      svg:focus-visible {
        outline: 2px solid var(--lk-focus);
        outline-offset: 2px;
      }
    `,
  ];

  @property({ attribute: false }) layout: CaptureLayout | null = null;
  /** It runs: the lights are drawn lit. */
  @property({ type: Boolean, reflect: true }) lit = false;
  /** It lies over a live picture and the lights' own colours. */
  @property({ type: Boolean, reflect: true }) over = false;
  /** Shows where the strip begins and which way it goes, and the zones. */
  @property({ type: Boolean }) detailed = false;
  @property({ type: Boolean }) selectable = false;
  @property({ type: Number }) chosen = -1;

  override render() {
    if (this.layout === null) return nothing;
    const lights = drawn(this.layout);
    const shape = lights.map((one, index) => this.light(one, index));
    const box = `0 0 ${WIDTH + 2 * AROUND} ${HEIGHT + 2 * AROUND}`;
    const inside = svg`<rect class="screen" x=${AROUND} y=${AROUND} width=${WIDTH} height=${HEIGHT} rx="2"></rect>${shape}${
      this.detailed && this.layout.kind === 'border' ? way(lights) : nothing
    }`;
    if (!this.selectable) return html`<svg viewBox=${box} role="img" aria-label=${layoutWords(this.layout)}>${inside}</svg>`;
    return html`<svg
      viewBox=${box}
      role="slider"
      tabindex="0"
      aria-label=${msg('Light')}
      aria-valuemin="1"
      aria-valuemax=${lights.length}
      aria-valuenow=${Math.max(0, this.chosen) + 1}
      aria-valuetext=${this.chosen < 0 ? msg('None') : msg(str`Light ${this.chosen + 1} of ${lights.length}`)}
      @keydown=${this.onKey}
    >
      ${inside}
    </svg>`;
  }

  private light({ zone, light }: Drawn, index: number) {
    const [x, width] = span(zone.left, zone.right, WIDTH);
    const [y, height] = span(zone.top, zone.bottom, HEIGHT);
    const free = this.layout?.kind !== 'border';
    return svg`<g class=${index === this.chosen ? 'chosen' : ''} @click=${() => {
      this.choose(index);
    }}>${this.detailed && !free ? svg`<rect class="zone" x=${x} y=${y} width=${width} height=${height}></rect>` : nothing}<rect
      class="light ${this.detailed && index === 0 ? 'begin' : ''}"
      x=${light.x} y=${light.y} width=${light.width} height=${light.height} rx="0.8" fill-opacity=${free ? 0.35 : 1}></rect>${
        this.selectable
          ? svg`<rect class="hit" x=${Math.min(x, light.x)} y=${Math.min(y, light.y)} width=${
              Math.max(x + width, light.x + light.width) - Math.min(x, light.x)
            } height=${Math.max(y + height, light.y + light.height) - Math.min(y, light.y)}></rect>`
          : nothing
      }</g>`;
  }

  private choose(light: number): void {
    if (this.selectable) emit(this, 'lk-light', { light });
  }

  private onKey(event: KeyboardEvent): void {
    const count = this.layout === null ? 0 : zonesOf(this.layout).length;
    const steps: Record<string, number> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
    const now = Math.max(this.chosen, event.key.startsWith('Arrow') && this.chosen < 0 ? -1 : 0);
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : now + (steps[event.key] ?? 0);
    if (count === 0 || (steps[event.key] === undefined && event.key !== 'Home' && event.key !== 'End')) return;
    event.preventDefault();
    this.choose(((next % count) + count) % count);
  }
}

/** An arrow inside the screen, beside the first lights, the way that the strip goes. */
function way(lights: readonly Drawn[]) {
  const middle = ({ light }: Drawn): [number, number] => [light.x + light.width / 2, light.y + light.height / 2];
  const [first, second] = [lights[0], lights[Math.min(lights.length - 1, Math.max(1, Math.round(lights.length / 12)))]];
  if (first === undefined || second === undefined || lights.length < 3) return nothing;
  const inward = ([x, y]: [number, number]): [number, number] => [
    Math.min(AROUND + WIDTH - 12, Math.max(AROUND + 12, x)),
    Math.min(AROUND + HEIGHT - 14, Math.max(AROUND + 14, y)),
  ];
  const [ax, ay] = inward(middle(first));
  const [bx, by] = inward(middle(second));
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 2) return nothing;
  const [dx, dy] = [(bx - ax) / length, (by - ay) / length];
  const tip = `${bx + dx * 3} ${by + dy * 3}`;
  const wing = (side: number): string => `${bx - dy * 2 * side} ${by + dx * 2 * side}`;
  return svg`<path class="way" d="M${ax} ${ay}L${bx} ${by}"></path><path class="head" d="M${tip}L${wing(1)}L${wing(-1)}z"></path><circle
    class="head" cx=${ax} cy=${ay} r="1.4"></circle>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-layout-picture': LkLayoutPicture;
  }
}
