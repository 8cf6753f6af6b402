import { LitElement, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { msg } from '../i18n/msg.js';
import { connection } from '../live/live.js';
import { StoreController } from '../store/store.js';
import './lk-pill.js';

/** Whether what the page shows follows the hub right now. */
@customElement('lk-live')
export class LkLive extends LitElement {
  private readonly state = new StoreController(this, connection, (value) => value.state);

  override render() {
    if (this.state.value === 'open') return html`<lk-pill tone="ok" live>${msg('Live')}</lk-pill>`;
    if (this.state.value === 'away') return html`<lk-pill tone="warning" icon="wifi-off">${msg('Hub away')}</lk-pill>`;
    return html`<lk-pill>${msg('Connecting')}</lk-pill>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-live': LkLive;
  }
}
