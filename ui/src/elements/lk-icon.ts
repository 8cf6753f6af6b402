import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import { until } from 'lit/directives/until.js';
import { bundledIcon, fetchIcon } from '../icons/icons.js';

/** One Lucide icon, 1.25em unless told otherwise by `font-size`. Hidden from screen readers unless it has a `label`. */
@customElement('lk-icon')
export class LkIcon extends LitElement {
  static override styles = css`
    :host {
      display: inline-block;
      inline-size: 1.25em;
      block-size: 1.25em;
      flex: none;
      line-height: 0;
    }
    svg {
      display: block;
      inline-size: 100%;
      block-size: 100%;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.75;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `;

  @property() name = '';
  @property() label = '';

  override render() {
    // Both kinds of drawing come from Lucide's files, built in or served by the hub: no text of people or devices reaches unsafeSVG.
    const known = bundledIcon(this.name);
    const drawing =
      known === undefined
        ? until(
            fetchIcon(this.name).then((text) => svg`${unsafeSVG(text)}`),
            nothing,
          )
        : svg`${unsafeSVG(known)}`;
    return this.label
      ? html`<svg viewBox="0 0 24 24" role="img" aria-label=${this.label}>${drawing}</svg>`
      : html`<svg viewBox="0 0 24 24" aria-hidden="true">${drawing}</svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-icon': LkIcon;
  }
}
