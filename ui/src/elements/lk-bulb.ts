import type { Device, Fixture } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { fixtureIcon, lightColor } from '../words/lights.js';
import './lk-icon.js';

/** A lamp in the colour of its light; grey when it is off, an outline when it is away. */
@customElement('lk-bulb')
export class LkBulb extends LitElement {
  static override styles = css`
    :host {
      --size: 2.5rem;
      display: inline-grid;
      flex: none;
    }
    :host([size='s']) {
      --size: 1.625rem;
    }
    :host([size='l']) {
      --size: 4rem;
    }
    span {
      display: grid;
      place-items: center;
      inline-size: var(--size);
      block-size: var(--size);
      border-radius: 50%;
      background: var(--lk-pressed);
      color: var(--lk-text-faint);
      transition:
        background-color var(--lk-time-off) var(--lk-ease),
        box-shadow var(--lk-time-off) var(--lk-ease);
    }
    lk-icon {
      font-size: calc(var(--size) * 0.36);
    }
    .lit {
      background: radial-gradient(circle at 50% 50%, var(--c), color-mix(in oklab, var(--c) 62%, var(--lk-surface)));
      color: #21160a;
      box-shadow: 0 0 1.25rem -0.25rem var(--c);
      transition-duration: var(--lk-time-on);
    }
    .dark {
      color: #fff;
    }
    .away {
      background: none;
      border: 1px dashed color-mix(in oklab, var(--lk-line-strong) 70%, transparent);
    }
  `;

  @property({ attribute: false }) device: Device | null = null;
  /** The light's colour, where there is no device. */
  @property() color = '';
  @property({ type: Boolean }) lit = false;
  @property() fixture: Fixture = 'bulb';
  @property({ reflect: true }) size: 's' | 'm' | 'l' = 'm';

  override render() {
    const { device } = this;
    const away = device?.status === 'offline';
    const lit = device ? device.state?.on === true && !away : this.lit;
    const colour = device ? lightColor(device.state) : this.color || lightColor(null);
    const shades = /^rgb\((\d+) (\d+) (\d+)\)$/.exec(colour)?.slice(1).map(Number) ?? [255, 255, 255];
    const luma = 0.2126 * (shades[0] ?? 0) + 0.7152 * (shades[1] ?? 0) + 0.0722 * (shades[2] ?? 0);
    return html`<span
      class="${lit ? 'lit' : ''} ${away ? 'away' : ''} ${lit && luma < 90 ? 'dark' : ''}"
      style=${styleMap({ '--c': colour })}
      aria-hidden="true"
      ><lk-icon name=${fixtureIcon(device?.fixture ?? this.fixture)}></lk-icon
    ></span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-bulb': LkBulb;
  }
}
