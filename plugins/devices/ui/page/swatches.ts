import type { Rgb } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cssRgb } from '../model/hsv.js';

interface Swatch {
  name: () => string;
  color: Rgb;
}

const SWATCHES: readonly Swatch[] = [
  { name: () => msg('Ember'), color: { r: 255, g: 140, b: 60 } },
  { name: () => msg('Candle'), color: { r: 255, g: 200, b: 140 } },
  { name: () => msg('Sunset'), color: { r: 255, g: 90, b: 60 } },
  { name: () => msg('Rose'), color: { r: 255, g: 70, b: 150 } },
  { name: () => msg('Violet'), color: { r: 138, g: 92, b: 255 } },
  { name: () => msg('Ocean'), color: { r: 47, g: 143, b: 255 } },
  { name: () => msg('Lagoon'), color: { r: 30, g: 210, b: 190 } },
];

/** A few colours that are good to have at hand. `lk-change` {color}. */
@customElement('lk-swatches')
export class LkSwatches extends LitElement {
  static override styles = [
    base,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        margin-inline: -0.5rem;
      }
      button {
        display: grid;
        place-items: center;
        inline-size: var(--lk-target);
        block-size: var(--lk-target);
        border-radius: 50%;
      }
      span {
        inline-size: 1.75rem;
        block-size: 1.75rem;
        border-radius: 50%;
        box-shadow: inset 0 0 0 1px light-dark(rgb(0 0 0 / 0.25), rgb(255 255 255 / 0.16));
        transition: scale var(--lk-time-1) var(--lk-ease);
      }
      button[aria-pressed='true'] span {
        outline: 2px solid var(--lk-text);
        outline-offset: 2px;
      }
      @media (hover: hover) {
        button:not(:disabled):hover span {
          scale: 1.12;
        }
      }
      button:disabled {
        opacity: 0.45;
        cursor: default;
      }
    `,
  ];

  /** The colour that the light shows, to mark the one that it is. */
  @property({ attribute: false }) color: Rgb | null = null;
  @property({ type: Boolean }) disabled = false;

  override render() {
    const now = this.color ? cssRgb(this.color) : '';
    return html`<div role="group" aria-label=${msg('Colours at hand')}>
      ${SWATCHES.map(
        ({ name, color }) =>
          html`<button
            type="button"
            title=${name()}
            aria-label=${msg(str`Colour ${name()}`)}
            aria-pressed=${cssRgb(color) === now ? 'true' : 'false'}
            ?disabled=${this.disabled}
            @click=${() => {
              emit(this, 'lk-change', { color });
            }}
          >
            <span style="background:${cssRgb(color)}"></span>
          </button>`,
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-swatches': LkSwatches;
  }
}
