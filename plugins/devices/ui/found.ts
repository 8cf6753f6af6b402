import { StoreController, base, msg, plural, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { discoveries, waiting } from './live/discoveries.js';
import './parts/found-list.js';

/** The Dashboard's card of things that announced themselves. Nothing at all while there are none. */
@customElement('lk-found-devices')
export class LkFoundDevices extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      lk-found-list {
        padding-block-end: var(--lk-space-1);
      }
    `,
  ];

  private readonly found = new StoreController(this, discoveries);

  override render() {
    const items = waiting(this.found.value.items);
    if (items.length === 0) return nothing;
    return html`<lk-card heading=${msg('Found on your network')} flush>
      <lk-pill slot="actions">${plural(items.length, { one: msg('1 new'), other: msg(str`${items.length} new`) })}</lk-pill>
      <lk-found-list narrow .items=${items}></lk-found-list>
    </lk-card>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-found-devices': LkFoundDevices;
  }
}
