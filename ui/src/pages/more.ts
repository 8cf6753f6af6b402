import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { base } from '../elements/base.js';
import { msg } from '../i18n/msg.js';
import { manifest } from '../shell/manifest.js';
import { navItems, phoneItems } from '../shell/navigation.js';
import { StoreController } from '../store/store.js';
import '../elements/lk-card.js';
import '../elements/lk-icon.js';
import '../elements/lk-page.js';

/** On a phone: the pages that the bar has no room for. */
@customElement('lk-more')
export class LkMore extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      a {
        display: flex;
        align-items: center;
        gap: var(--lk-space-3);
        min-block-size: 3.25rem;
        padding-inline: var(--lk-space-4);
      }
      a:hover {
        background: var(--lk-hover);
      }
      li + li {
        border-block-start: 1px solid var(--lk-line);
      }
      lk-icon:last-child {
        margin-inline-start: auto;
        color: var(--lk-text-faint);
      }
      :host(:dir(rtl)) lk-icon:last-child {
        scale: -1 1;
      }
    `,
  ];

  private readonly manifest = new StoreController(this, manifest);

  override render() {
    const items = navItems(this.manifest.value);
    const shown = phoneItems(items);
    const rest = items.filter((item) => !shown.includes(item));
    const all = [...rest, { path: '/settings/account', title: msg('Your account'), icon: 'user-round' }];
    return html`<lk-page heading=${msg('More')} narrow>
      <lk-card flush>
        <ul>
          ${all.map(
            (item) =>
              html`<li>
                <a href=${item.path}><lk-icon name=${item.icon}></lk-icon>${item.title}<lk-icon name="chevron-right"></lk-icon></a>
              </li>`,
          )}
        </ul>
      </lk-card>
    </lk-page>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-more': LkMore;
  }
}
