import { svg, type SVGTemplateResult } from 'lit';
import { range } from 'lit/directives/range.js';
import { map } from 'lit/directives/map.js';
import type { Piece, PieceName } from './plan.js';

/*
 * Two shades of the room's own colour: `thing` for bodies, `thing2` for edges and what stands nearer. Colours come from the
 * window's custom properties, so that one drawing serves night and day.
 */
type Draw = (piece: Piece) => SVGTemplateResult;

const BOOKS = [
  [4, 18],
  [13, 14],
  [20, 20],
  [31, 12],
  [39, 16],
] as const;

const shelf: Draw = ({ x, y, w }) => {
  const left = x - w / 2;
  return svg`<rect class="b" x=${left} y=${y} width=${w} height="4" rx="2" />
    ${BOOKS.filter(([at]) => at < w - 10).map(
      ([at, tall]) => svg`<rect class="a" x=${left + at} y=${y - tall} width="6" height=${tall} rx="1" />`,
    )}`;
};

const DRAWINGS: Record<PieceName, Draw> = {
  shelf,
  door: ({ x, w }) => svg`<rect class="a line" x=${x - w / 2} y="48" width=${w} height="92" rx="3" />
    <rect class="c" x=${x - w / 2 + 9} y="58" width=${w - 18} height="30" rx="2" />
    <rect class="c" x=${x - w / 2 + 9} y="96" width=${w - 18} height="34" rx="2" />
    <circle class="knob" cx=${x + w / 2 - 6} cy="96" r="2.5" />`,
  plant: ({ x }) => svg`<path
      class="b"
      d="M${x} 132c0-22-12-30-16-34 10 0 16 8 16 14 0-14 6-24 14-28 2 12-8 24-10 30 4-6 10-8 16-6-4 6-14 8-16 24z"
    /><path class="a" d="M${x - 9} 129h19l-2 11h-15z" />`,
  sofa: ({ x, w }) => {
    const left = x - w / 2;
    return svg`<rect class="a" x=${left + 12} y="97" width=${w - 24} height="30" rx="7" />
      <path class="b" d="M${left} 140v-22a7 7 0 0 1 14 0v4h${w - 28}v-4a7 7 0 0 1 14 0v22z" />
      <path class="seam" d="M${x} 100v21" />`;
  },
  bench: ({ x, y, w }) => svg`<rect class="b" x=${x - w / 2} y=${y} width=${w} height="13" rx="2" />
    <path class="seam" d="M${x - w / 6} ${y}v13M${x + w / 6} ${y}v13" />`,
  picture: ({ x, y, w }) => svg`<rect class="frame" x=${x - w / 2} y=${y} width=${w} height="24" rx="2" />`,
  rug: ({ x, y, w }) => svg`<ellipse class="a" cx=${x} cy=${y} rx=${w / 2} ry="6" />`,
  cupboards: ({ x, y, w }) => {
    const doors = Math.max(2, Math.round(w / 64));
    return svg`<rect class="b" x=${x - w / 2} y=${y} width=${w} height="34" rx="3" />
      ${map(range(1, doors), (index) => svg`<path class="gap" d="M${x - w / 2 + (index * w) / doors} ${y}v34" />`)}`;
  },
  counter: ({ x, y, w }) => {
    const drawers = Math.max(2, Math.round(w / 64));
    return svg`<rect class="a" x=${x - w / 2 + 4} y=${y + 4} width=${w - 8} height="34" />
      <rect class="b" x=${x - w / 2} y=${y} width=${w} height="5" rx="2" />
      ${map(range(1, drawers), (index) => svg`<path class="seam" d="M${x - w / 2 + (index * w) / drawers} ${y + 6}v32" />`)}
      <path class="post" d="M${x + w / 2 - 46} ${y}v-10a6 6 0 0 1 12 0v2" />`;
  },
  stool: ({ x }) => svg`<path class="leg" d="M${x - 10} 116h20M${x - 7} 116l-3 24M${x + 7} 116l3 24" />`,
  bed: ({ x, w }) => {
    const left = x - w / 2;
    return svg`<rect class="b" x=${left - 6} y="94" width="8" height="46" rx="3" />
      <rect class="a" x=${left} y="117" width=${w} height="19" rx="5" />
      <rect class="b" x=${left + 6} y="108" width="32" height="13" rx="5" />
      <path class="a2" d="M${left + 44} 115h${w - 46}a5 5 0 0 1 5 5v8h-${w - 41}z" />
      <path class="foot" d="M${left + 4} 136v5M${left + w - 6} 136v5" />`;
  },
  nightstand: ({ x, w }) => svg`<rect class="a" x=${x - w / 2} y="120" width=${w} height="20" rx="2" />
    <rect class="b" x=${x - w / 2 - 2} y="118" width=${w + 4} height="4" rx="1.5" />`,
  desk: ({ x, y, w }) => svg`<rect class="b" x=${x - w / 2} y=${y} width=${w} height="5" rx="2" />
    <path class="foot" d="M${x - w / 2 + 8} ${y + 4}v34M${x + w / 2 - 8} ${y + 4}v34" />
    <rect class="a" x=${x + w / 2 - 44} y=${y + 5} width="32" height="16" rx="1" />`,
  monitor: ({ x, y, w }) => svg`<rect class="a line2" x=${x - w / 2} y=${y - 32} width=${w} height="32" rx="3" />
    <path class="foot" d="M${x} ${y}v9M${x - 9} ${y + 9}h18" />`,
  tub: ({ x, w }) => {
    const left = x - w / 2;
    return svg`<path class="a" d="M${left} 104h${w}v12a18 18 0 0 1-18 18h-${w - 36}a18 18 0 0 1-18-18z" />
      <rect class="b" x=${left - 4} y="101" width=${w + 8} height="6" rx="3" />
      <path class="foot" d="M${left + 20} 133v7M${left + w - 20} 133v7" />
      <path class="post" d="M${left + 14} 101V84a6 6 0 0 1 12 0v3" />`;
  },
  basin: ({ x, y, w }) => svg`<rect class="frame" x=${x - 23} y="42" width="46" height="44" rx="4" />
    <rect class="b" x=${x - w / 2} y=${y} width=${w} height="6" rx="2" />
    <rect class="a" x=${x - w / 2 + 6} y=${y + 6} width=${w - 12} height="28" rx="2" />
    <path class="seam" d="M${x} ${y + 7}v26" />
    <path class="post" d="M${x} ${y}v-8h8" />`,
  towel: ({ x, y, w }) => svg`<path class="leg" d="M${x - w / 2 - 4} ${y}h${w + 8}" />
    <rect class="a" x=${x - w / 2} y=${y} width=${w} height="34" rx="2" />`,
  railing: ({ y, w }) => svg`<path class="rail" d="M0 ${y}H${w}" />
    ${map(range(0, Math.ceil(w / 20) + 1), (index) => svg`<path class="bar" d="M${index * 20} ${y}v40" />`)}`,
  moon: ({ x, y }) => svg`<path class="moon" d="M${x + 4} ${y - 10}a10 10 0 1 0 6 13a8 8 0 0 1-6-13z" />
    <path class="stars" d="M${x - 44} ${y - 6}h.01M${x - 22} ${y + 16}h.01M${x - 96} ${y + 4}h.01M${x - 150} ${y + 20}h.01M${x - 210} ${y + 8}h.01" />`,
  chair: ({ x, w }) => svg`<rect class="b" x=${x - w / 2} y="96" width="7" height="34" rx="3" />
    <rect class="a" x=${x - w / 2 + 2} y="118" width=${w - 4} height="10" rx="4" />
    <path class="foot" d="M${x - w / 2 + 5} 126v14M${x + w / 2 - 6} 126v14" />`,
  coats: ({ x, y, w }) => svg`${shelf({ is: 'shelf', x, y, w })}
    <path class="a" d="M${x - 20} ${y + 8}l8 6v42h-16v-42z" /><path class="a2" d="M${x + 12} ${y + 8}l9 7v34h-18v-34z" />`,
};

/** Draws one piece of furniture into a room's picture. */
export function drawPiece(piece: Piece): SVGTemplateResult {
  return DRAWINGS[piece.is](piece);
}
