import { base, msg } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** The pages below /automations: all of them, one of them, a new one, and the blueprints. */
@customElement('lk-automations-page')
export class LkAutomationsPage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
    `,
  ];

  /** The path behind /automations, set by the shell. */
  @property() subpath = '';

  override render() {
    return html`<lk-page heading=${msg('Automations')}></lk-page>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-automations-page': LkAutomationsPage;
  }
}
