import { css, svg, type SVGTemplateResult } from 'lit';
import { drawnPosition, type CoverLook } from '../../model/cover.js';

const SLATS = [0, 1, 2, 3, 4, 5];

/** A window with its blind as far down as it is; it glides to where it stands now. */
export function coverDrawing(look: CoverLook, known: boolean): SVGTemplateResult {
  const shut = (100 - drawnPosition(look)) / 100;
  return svg`<svg class="cover-drawing ${known ? '' : 'unknown'}" viewBox="0 0 40 40" aria-hidden="true">
    <rect class="pane" x="4" y="4" width="32" height="32" rx="3" />
    <svg x="4" y="4" width="32" height="32">
      <g class="blind" style="transform:translateY(${(32 * (shut - 1)).toFixed(1)}px)">
        ${SLATS.map((slat) => svg`<rect class="slat" x="1.5" y=${1 + slat * 5.1} width="29" height="4.1" rx="1" />`)}
      </g>
    </svg>
    <rect class="frame" x="4" y="4" width="32" height="32" rx="3" />
  </svg>`;
}

export const coverDrawingStyles = css`
  .cover-drawing {
    display: block;
    flex: none;
    inline-size: 2.5rem;
    block-size: 2.5rem;
    overflow: hidden;
  }
  .cover-drawing .pane {
    fill: color-mix(in oklab, var(--lk-cat-device) 14%, var(--lk-sunken));
  }
  .cover-drawing .frame {
    fill: none;
    stroke: var(--lk-cat-device);
    stroke-width: 2;
  }
  .cover-drawing .slat {
    fill: color-mix(in oklab, var(--lk-cat-device) 62%, var(--lk-surface));
  }
  .cover-drawing .blind {
    transition: transform 0.6s var(--lk-ease);
  }
  .cover-drawing.unknown {
    opacity: 0.45;
  }
  @media (prefers-reduced-motion: reduce) {
    .cover-drawing .blind {
      transition: none;
    }
  }
`;
