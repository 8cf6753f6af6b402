import { LitElement, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { base } from '../../elements/base.js';
import { msg } from '../../i18n/msg.js';
import { settingsStyles } from './page.styles.js';
import './settings-group.js';
import '../../elements/lk-card.js';

/** What holds for the whole hub. */
@customElement('lk-home')
export class LkHome extends LitElement {
  static override styles = [base, settingsStyles];

  override render() {
    return html`<lk-card heading=${msg('Your home')}><lk-settings-group group="hub"></lk-settings-group></lk-card>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-home': LkHome;
  }
}
