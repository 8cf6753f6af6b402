import { StoreController, base, msg, plural, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { discoveries, setAside } from '../live/discoveries.js';
import '../parts/found-list.js';

/** At the foot of the list: what announced itself and was ignored, for those who changed their mind. */
@customElement('lk-found-ignored')
export class LkFoundIgnored extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .foot {
        margin-block-start: var(--lk-space-8);
      }
      .foot lk-card {
        margin-block-start: var(--lk-space-2);
      }
    `,
  ];

  @state() private open = false;
  private readonly found = new StoreController(this, discoveries);

  override render() {
    const items = setAside(this.found.value.items);
    if (items.length === 0) return nothing;
    return html`<div class="foot">
      <lk-button
        size="s"
        variant="ghost"
        icon=${this.open ? 'eye-off' : 'eye'}
        @click=${() => {
          this.open = !this.open;
        }}
        >${
          this.open
            ? msg('Hide what is ignored')
            : plural(items.length, { one: msg('1 found device is ignored'), other: msg(str`${items.length} found devices are ignored`) })
        }</lk-button
      >
      ${this.open ? html`<lk-card flush heading=${msg('Ignored')}><lk-found-list ignored .items=${items}></lk-found-list></lk-card>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-found-ignored': LkFoundIgnored;
  }
}
