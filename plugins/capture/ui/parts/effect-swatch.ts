import type { CaptureEffectInfo } from '@lightkeeper/plugin-sdk/wire';
import { base, type JsonSchema } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { hexOf, splitColors } from '../model/colors.js';

/** Of effects whose colours are not among their settings. */
const OWN: Record<string, readonly string[]> = {
  rainbow: ['#ff3b3b', '#ffd23b', '#3bff6a', '#3bd2ff', '#8a3bff', '#ff3bb0'],
  candle: ['#5a2500', '#ff9a3c', '#b35a14'],
  fire: ['#3a0500', '#ff5a1f', '#ffb23c', '#8a1500'],
  plasma: ['#ff3bb0', '#3b6aff', '#3bffd2', '#ffd23b'],
  daylight: ['#ff7a2f', '#ffd9a0', '#ffffff', '#cfe4ff', '#1b2a4a'],
};

/** How each of them moves, as far as a strip of CSS can tell. */
const MOVES: Record<string, string> = {
  static: 'still',
  gradient: 'still',
  breath: 'breathe',
  candle: 'flicker',
  fire: 'flicker',
  police: 'switch',
  sparkle: 'flicker',
  daylight: 'slow',
};

/** A small moving picture of an effect, in its colours. It stands still for those who want less motion. */
@customElement('lk-effect-swatch')
export class LkEffectSwatch extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        inline-size: 3.5rem;
        block-size: 2.75rem;
        flex: none;
        border-radius: var(--lk-radius-s);
        overflow: hidden;
      }
      div {
        block-size: 100%;
        background: linear-gradient(90deg, var(--colors)) 0 0 / 300% 100%;
      }
      .still {
        background-size: 100% 100%;
      }
      .flow {
        animation: flow 6s linear infinite;
      }
      .slow {
        animation: flow 14s linear infinite;
      }
      .breathe {
        background-size: 100% 100%;
        animation: breathe 4s ease-in-out infinite;
      }
      .flicker {
        animation:
          flow 9s linear infinite reverse,
          flicker 1.7s steps(7) infinite;
      }
      .switch {
        background-size: 200% 100%;
        animation: switch 0.9s steps(2, jump-none) infinite;
      }
      @keyframes flow {
        to {
          background-position: -300% 0;
        }
      }
      @keyframes breathe {
        50% {
          opacity: 0.2;
        }
      }
      @keyframes flicker {
        30% {
          opacity: 0.75;
        }
        60% {
          opacity: 0.95;
        }
        80% {
          opacity: 0.65;
        }
      }
      @keyframes switch {
        to {
          background-position: 100% 0;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        div {
          animation: none !important;
        }
      }
    `,
  ];

  @property({ attribute: false }) effect: CaptureEffectInfo | null = null;

  override render() {
    const id = this.effect?.id ?? '';
    const given = splitColors((this.effect?.options_schema ?? {}) as JsonSchema).colors.flatMap(({ initial }) => initial.map(hexOf));
    const colors = OWN[id] ?? (given.length > 0 ? given : ['#8899aa', '#445566']);
    const move = MOVES[id] ?? 'flow';
    // What flows ends in the colour that it began with; what switches has hard edges.
    const stops =
      move === 'switch'
        ? colors.flatMap((color, index) => [
            `${color} ${(index * 100) / colors.length}%`,
            `${color} ${((index + 1) * 100) / colors.length}%`,
          ])
        : move === 'still'
          ? [...colors, ...(colors.length === 1 ? colors : [])]
          : [...colors, colors[0] ?? ''];
    return html`<div class=${move} aria-hidden="true" style="--colors:${stops.join(',')}"></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-effect-swatch': LkEffectSwatch;
  }
}
