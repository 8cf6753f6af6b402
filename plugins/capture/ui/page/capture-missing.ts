import { StoreController, msg } from '@lightkeeper/ui';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { captures } from '../live/captures.js';
import { historyLink } from '../parts/links.js';

/** In place of a capture that is not there: it is on its way, could not be loaded, or is gone. */
@customElement('lk-capture-missing')
export class LkCaptureMissing extends LitElement {
  @property() capture_id = '';
  private readonly captures = new StoreController(this, captures);

  override render() {
    const { status, error } = this.captures.value;
    const back = '/capture';
    if (status === 'failed') {
      return html`<lk-page heading=${msg('Capture')} back=${back} back_label=${msg('Capture')}
        ><lk-error
          .error=${error}
          retry
          @lk-retry=${() => {
            void captures.reload();
          }}
        ></lk-error
      ></lk-page>`;
    }
    if (status !== 'ready') return html`<lk-page heading=${msg('Capture')}><lk-skeleton kind="tiles" count="2"></lk-skeleton></lk-page>`;
    return html`<lk-page heading=${msg('No such capture')} back=${back} back_label=${msg('Capture')}>
      <lk-empty art="cast" text=${msg('It was deleted, or the address is wrong. The log still tells what it did.')}>
        <lk-button href="${historyLink(this.capture_id)}">${msg('Its history')}</lk-button>
      </lk-empty>
    </lk-page>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-missing': LkCaptureMissing;
  }
}
