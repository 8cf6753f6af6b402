import { LitElement, html } from 'lit';
import { customElement } from 'lit/decorators.js';

@customElement('lk-app')
export class LkApp extends LitElement {
  override render() {
    return html`<p>Lightkeeper</p>`;
  }
}
