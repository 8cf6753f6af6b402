import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
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
    const known = bundledIcon(this.name);
    return known
      ? this.picture(known)
      : html`${until(
          fetchIcon(this.name).then((found) => this.picture(found)),
          nothing,
        )}`;
  }

  private picture(drawing: SVGSVGElement): SVGSVGElement {
    const picture = drawing.cloneNode(true) as SVGSVGElement;
    if (this.label) {
      picture.setAttribute('role', 'img');
      picture.setAttribute('aria-label', this.label);
    } else {
      picture.setAttribute('aria-hidden', 'true');
    }
    return picture;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-icon': LkIcon;
  }
}
