import { base, msg } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { drawPiece } from './furniture.js';
import { drawGlow, drawLamp, lampLook } from './lamp.js';
import { FLOOR, ROOM_HEIGHT, roomPlan } from './plan.js';
import { sceneStyles } from './scene.styles.js';

const WIDTH = 640;

/** What stands where the rooms will be, before there is a single device: a dark room with one lamp that waits for a name. */
@customElement('lk-empty-home')
export class LkEmptyHome extends LitElement {
  static override styles = [
    base,
    sceneStyles,
    css`
      :host {
        display: block;
      }
      .home {
        overflow: hidden;
        border-radius: var(--lk-radius-l);
        border: 1px solid var(--lk-line);
        background: var(--lk-surface);
      }
      .win {
        block-size: clamp(9rem, 24vw, 15rem);
      }
      .words {
        display: grid;
        gap: var(--lk-space-3);
        justify-items: start;
        padding: var(--lk-space-5) var(--lk-space-4) var(--lk-space-6);
      }
      h2 {
        font-size: var(--lk-size-xl);
        letter-spacing: -0.012em;
      }
      p {
        color: var(--lk-text-quiet);
        max-inline-size: 38rem;
      }
      @media (min-width: 48rem) {
        .words {
          padding-inline: var(--lk-space-6);
        }
      }
    `,
  ];

  /** Whether the reader may add devices. */
  @property({ type: Boolean }) may_add = false;

  override render() {
    const { pieces, places } = roomPlan('living', WIDTH);
    const [floor] = places.floor ?? [];
    const [pendant] = places.pendant ?? [];
    const lit = floor && lampLook('floor', floor, { on: true, brightness: 190, color: { r: 255, g: 172, b: 94 } }, true, false);
    const dark = pendant && lampLook('pendant', pendant, null, false, true);
    return html`<div class="home">
      <div class="win">
        <svg class="scene" viewBox="0 0 ${WIDTH} ${ROOM_HEIGHT}" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          <rect class="floor" y=${FLOOR} width=${WIDTH} height=${ROOM_HEIGHT - FLOOR} />
          ${pieces.map(drawPiece)} ${lit ? drawGlow(lit, 'glow') : nothing} ${lit ? drawLamp(lit) : nothing}
          ${dark ? drawLamp(dark) : nothing}
        </svg>
      </div>
      <div class="words">
        <h2>${msg('Your rooms will stand here')}</h2>
        <p>
          ${
            this.may_add
              ? msg(
                  'Each room shows as a window, lit by its own lamps. WLED lights on your network are found by themselves; anything else you add by its address.',
                )
              : msg('Each room shows as a window, lit by its own lamps. Nothing has been added yet; an administrator can do that.')
          }
        </p>
        ${
          this.may_add
            ? html`<div class="row wrap">
                <lk-button variant="primary" icon="plus" href="/devices?add=1">${msg('Add a light')}</lk-button>
                <lk-button icon="radar" href="/devices">${msg('Look for devices')}</lk-button>
              </div>`
            : nothing
        }
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-empty-home': LkEmptyHome;
  }
}
