import { LitElement, css, html, svg } from 'lit';
import { customElement } from 'lit/decorators.js';

/** A small generator with a fixed seed: the same sky every night. */
function* randoms(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

const STAR_COUNT = 90;

function stars() {
  const next = randoms(7);
  return Array.from({ length: STAR_COUNT }, () => {
    const [x, y, r, o] = [next.next().value * 1600, next.next().value ** 1.6 * 480, next.next().value, next.next().value];
    return svg`<circle cx=${x.toFixed(0)} cy=${y.toFixed(0)} r=${(0.5 + r * 1.1).toFixed(1)} opacity=${(0.2 + o * 0.6).toFixed(2)} />`;
  });
}

function glitter() {
  const rows: [x: number, y: number, width: number][] = [
    [1086, 704, 90],
    [1100, 721, 60],
    [1078, 741, 104],
    [1107, 765, 46],
    [1091, 793, 78],
    [1105, 827, 48],
    [1095, 869, 68],
  ];
  return rows.map(
    ([x, y, width], index) => svg`<rect x=${x} y=${y} width=${width} height="3" rx="1.5" opacity=${(0.5 - index * 0.055).toFixed(2)} />`,
  );
}

/** The night in which the lamp is lit: a drawing, not a picture, so that it weighs next to nothing. */
@customElement('lk-sea')
export class LkSea extends LitElement {
  static override styles = css`
    :host {
      display: block;
      direction: ltr;
    }
    svg {
      display: block;
      inline-size: 100%;
      block-size: 100%;
    }
    .beam {
      transform-origin: 1130px 372px;
      animation: sweep 14s ease-in-out infinite alternate;
    }
    @keyframes sweep {
      from {
        transform: rotate(-5deg);
      }
      to {
        transform: rotate(6deg);
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .beam {
        animation: none;
      }
    }
  `;

  override render() {
    return html`<svg viewBox="0 0 1600 1000" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <linearGradient id="sky" x2="0" y2="1">
          <stop offset="0" stop-color="#060a12" />
          <stop offset=".6" stop-color="#0e1928" />
          <stop offset="1" stop-color="#1c2c3f" />
        </linearGradient>
        <linearGradient id="water" x2="0" y2="1">
          <stop offset="0" stop-color="#132233" />
          <stop offset="1" stop-color="#050a10" />
        </linearGradient>
        <linearGradient id="left" x1="1" x2="0">
          <stop offset="0" stop-color="#ffd48a" stop-opacity=".85" />
          <stop offset=".35" stop-color="#ffc066" stop-opacity=".28" />
          <stop offset="1" stop-color="#ffba52" stop-opacity="0" />
        </linearGradient>
        <linearGradient id="right">
          <stop offset="0" stop-color="#ffd48a" stop-opacity=".6" />
          <stop offset="1" stop-color="#ffba52" stop-opacity="0" />
        </linearGradient>
        <radialGradient id="glow">
          <stop offset="0" stop-color="#fff0cc" />
          <stop offset=".2" stop-color="#ffc868" stop-opacity=".75" />
          <stop offset="1" stop-color="#ffba52" stop-opacity="0" />
        </radialGradient>
      </defs>
      <rect width="1600" height="700" fill="url(#sky)" />
      <g fill="#dfe8f2">${stars()}</g>
      <rect y="690" width="1600" height="310" fill="url(#water)" />
      <g class="beam">
        <path d="M1130 372 -240 170v330z" fill="url(#left)" />
        <path d="M1130 372 1900 300v160z" fill="url(#right)" />
      </g>
      <g fill="#ffcf86">${glitter()}</g>
      <path d="M860 1000c54-128 122-212 204-248 70-30 150-26 238 6 110 40 208 60 298 64v178z" fill="#04080d" />
      <path d="M1104 400h52l26 354h-104z" fill="#cfd6de" />
      <path d="M1134 400h22l26 354h-40z" fill="#69788a" />
      <path d="M1099.500 462h61l5.200 70h-71.400zM1088.500 610h83l5.200 70h-93.400z" fill="#8e3340" />
      <path d="M1137 462h23.500l5.200 70H1140zM1143.500 610h28l5.200 70H1148z" fill="#4c2030" />
      <rect x="1092" y="392" width="76" height="9" rx="3" fill="#33445a" />
      <rect x="1110" y="352" width="40" height="40" rx="3" fill="#ffe3a6" />
      <path d="M1102 354 1130 320l28 34z" fill="#33445a" />
      <rect x="1127" y="308" width="6" height="14" rx="3" fill="#33445a" />
      <path d="M1130 352v40" stroke="#0b131c" stroke-width="2" />
      <circle cx="1130" cy="372" r="95" fill="url(#glow)" />
      <rect x="1236" y="716" width="70" height="46" fill="#0b131c" />
      <path d="M1228 720l43-32 43 32z" fill="#111c28" />
      <rect x="1252" y="730" width="15" height="17" fill="#ffc062" />
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-sea': LkSea;
  }
}
