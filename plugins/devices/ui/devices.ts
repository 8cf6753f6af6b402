import { base } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './list/device-list.js';
import './page/device-page.js';

/** The page of Devices: the list at /devices, one device at /devices/<id>. */
@customElement('lk-devices-page')
export class LkDevicesPage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
    `,
  ];

  /** The path behind /devices, set by the shell. */
  @property() subpath = '';

  override render() {
    const id = decodeURIComponent(this.subpath.split('/')[0] ?? '');
    return id === '' ? html`<lk-device-list></lk-device-list>` : html`<lk-device-page .device_id=${id}></lk-device-page>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-devices-page': LkDevicesPage;
  }
}
