import { base } from '@lightkeeper/ui';
import { LitElement, css, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

/** The Dashboard's card of what people should know. Nothing at all while there is nothing. */
@customElement('lk-notifications')
export class LkNotifications extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
    `,
  ];

  override render() {
    return nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-notifications': LkNotifications;
  }
}
