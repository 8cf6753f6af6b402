import type { DriverInfo } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, msg, plural, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { discoveries, waiting } from '../live/discoveries.js';
import '../parts/found-list.js';

/** Above the rooms: what announced itself and waits for a word. Only for those who may add devices. */
@customElement('lk-found-inbox')
export class LkFoundInbox extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .calm {
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
      }
      lk-card {
        margin-block-end: var(--lk-space-4);
      }
    `,
  ];

  @property({ attribute: false }) drivers: readonly DriverInfo[] = [];
  private readonly found = new StoreController(this, discoveries);

  override render() {
    const items = waiting(this.found.value.items);
    if (items.length === 0) return nothing;
    return html`<lk-card
      heading=${msg('Found on your network')}
      count=${plural(items.length, { one: msg('1 new'), other: msg(str`${items.length} new`) })}
      flush
    >
      <span slot="actions" class="calm">${msg('Nothing is contacted until you add it')}</span>
      <lk-found-list .items=${items} .driver_names=${new Map(this.drivers.map(({ id, name }) => [id, name]))}></lk-found-list>
    </lk-card>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-found-inbox': LkFoundInbox;
  }
}
