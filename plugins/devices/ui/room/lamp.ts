import type { DeviceState, Fixture } from '@lightkeeper/plugin-sdk/wire';
import { lightColor } from '@lightkeeper/ui';
import { svg, type SVGTemplateResult } from 'lit';
import { map } from 'lit/directives/map.js';
import { range } from 'lit/directives/range.js';
import { FLOOR, type Place } from './plan.js';

/** How one lamp shows in the picture. */
export interface LampLook {
  fixture: Fixture;
  place: Place;
  /** CSS colour, also while it is off: it is the one that it will have. */
  color: string;
  /** 0 while off, to 1. */
  strength: number;
  away: boolean;
}

/** Light as the eye sees it: half the power is far more than half as bright, and the faintest lamp still shows. */
export function strengthOf(state: DeviceState | null, lit: boolean): number {
  if (!lit) return 0;
  const part = (state?.brightness ?? 255) / 255;
  return 0.42 + 0.58 * part ** 0.55;
}

export function lampLook(fixture: Fixture, place: Place, state: DeviceState | null, lit: boolean, away: boolean): LampLook {
  return { fixture, place, color: lightColor(state), strength: strengthOf(state, lit), away };
}

/** A pool of light: middle and radii in the picture's units, and how strong it is beside the lamp's main one. */
interface Glow {
  x: number;
  y: number;
  rx: number;
  ry: number;
  part: number;
}

const glow = (x: number, y: number, rx: number, ry = rx, part = 1): Glow => ({ x, y, rx, ry, part });

const BULBS_APART = 34;

/** The bulbs of a string of lights, hung in shallow bows. */
function bulbsOf({ x, y, w }: Place): { x: number; y: number }[] {
  const bows = Math.max(1, Math.round(w / 170));
  const count = Math.max(4, Math.round(w / BULBS_APART));
  return Array.from({ length: count + 1 }, (_, index) => {
    const part = index / count;
    return { x: x - w / 2 + part * w, y: y + 12 * Math.abs(Math.sin(part * bows * Math.PI)) };
  });
}

function glowsOf(fixture: Fixture, place: Place): Glow[] {
  const { x, y, w } = place;
  switch (fixture) {
    case 'pendant':
      return [glow(x, y + 18, 96), glow(x, FLOOR + 6, 78, 26, 0.45)];
    case 'ceiling':
      return [glow(x, 6, 138, 118, 0.9), glow(x, FLOOR + 8, 120, 30, 0.3)];
    case 'floor':
      return [glow(x, 56, 88), glow(x, FLOOR, 74, 34, 0.6)];
    case 'table':
      return [glow(x, y - 20, 66), glow(x, y, 46, 14, 0.55)];
    case 'strip':
      return [glow(x, y + 6, w * 0.66 + 26, 50)];
    case 'wall':
      return [glow(x, y, 44, 74)];
    case 'backlight':
      return [-0.42, -0.2, 0, 0.2, 0.42].map((at) => glow(x + at * w, y - 14 + Math.abs(at) * 44, w * 0.66, w * 0.62, 0.62));
    case 'string':
      return bulbsOf(place)
        .filter((_, index) => index % 2 === 0)
        .map((bulb) => glow(bulb.x, bulb.y + 6, 44, 44, 0.8));
    case 'bulb':
      return [glow(x, y, 88)];
  }
}

/** Its light: what it throws on wall, furniture and floor. */
export function drawGlow(look: LampLook, id: string): SVGTemplateResult {
  const spread = 0.84 + 0.36 * look.strength;
  return svg`<g class=${look.strength > 0 ? 'glow' : 'glow out'} style=${`--c:${look.color};opacity:${look.strength.toFixed(3)}`}>
    <radialGradient id=${id}>
      <stop offset="0" stop-opacity=".96" /><stop offset=".2" stop-opacity=".7" /><stop offset=".45" stop-opacity=".36" />
      <stop offset=".72" stop-opacity=".11" /><stop offset="1" stop-opacity="0" />
    </radialGradient>
    ${glowsOf(look.fixture, look.place).map(
      (one) => svg`<ellipse cx=${one.x} cy=${one.y} rx=${one.rx * spread} ry=${one.ry * spread} fill="url(#${id})" opacity=${one.part} />`,
    )}
  </g>`;
}

/** The lamp itself: lit in its colour, else an outline, dashed when it does not answer. */
export function drawLamp(look: LampLook): SVGTemplateResult {
  const state = look.away ? 'away' : look.strength > 0 ? 'lit' : 'off';
  return svg`<g class="lamp ${state}" style=${`--c:${look.color}`}>${shape(look.fixture, look.place)}</g>`;
}

function shape(fixture: Fixture, place: Place): SVGTemplateResult {
  const { x, y, w } = place;
  switch (fixture) {
    case 'pendant':
      return svg`<path class="cord" d="M${x} 0V${y}" /><path class="shade" d="M${x - 17} ${y + 17}c1-11 8-17 17-17s16 6 17 17z" />
        <path class="bead" d="M${x - 5} ${y + 17}a5 5 0 0 0 10 0z" />`;
    case 'ceiling':
      return svg`<path class="shade" d="M${x - 22} 0h44c-2 10-11 14-22 14s-20-4-22-14z" />`;
    case 'floor':
      return svg`<path class="cord thick" d="M${x} 140V70" /><path class="base" d="M${x - 9} 140h18" />
        <path class="shade" d="M${x - 10} 45h20l7 25h-34z" />`;
    case 'table':
      return svg`<path class="cord thick" d="M${x} ${y}v-13" /><path class="base" d="M${x - 6} ${y}h12" />
        <path class="shade" d="M${x - 8} ${y - 30}h16l5 18h-26z" />`;
    case 'strip':
      return svg`<rect class="shade" x=${x - w / 2} y=${y - 2} width=${w} height="4" rx="2" />`;
    case 'wall':
      return svg`<rect class="shade" x=${x - 5} y=${y - 9} width="10" height="18" rx="4" />`;
    case 'backlight':
      return svg`<rect class="screen" x=${x - w / 2} y=${y - w * 0.28} width=${w} height=${w * 0.56} rx="3" />
        <rect class="shade picture" x=${x - w / 2 + 3} y=${y - w * 0.28 + 3} width=${w - 6} height=${w * 0.56 - 6} rx="1.5" />
        <path class="sheen" d="M${x - w / 2 + 3} ${y + w * 0.28 - 3}V${y - w * 0.28 + 3}h${w * 0.62}z" />`;
    case 'string':
      return svg`<path class="cord" d=${wire(place)} />
        ${map(bulbsOf(place), (bulb) => svg`<circle class="shade" cx=${bulb.x} cy=${bulb.y + 4} r="3.4" />`)}`;
    case 'bulb':
      return svg`<circle class="shade" cx=${x} cy=${y} r="10.5" />`;
  }
}

function wire({ x, y, w }: Place): string {
  const bows = Math.max(1, Math.round(w / 170));
  const points = [...range(0, 41)].map((step) => {
    const part = step / 40;
    return `${(x - w / 2 + part * w).toFixed(1)} ${(y + 12 * Math.abs(Math.sin(part * bows * Math.PI))).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
