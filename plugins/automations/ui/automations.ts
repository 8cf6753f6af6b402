import { base } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './blueprints/blueprint-gallery.js';
import './blueprints/blueprint-page.js';
import './edit/automation-page.js';
import './list/automation-list.js';

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
    const [first = '', second = ''] = this.subpath.split('/').map(decodeURIComponent);
    if (first === '') return html`<lk-automation-list></lk-automation-list>`;
    if (first === 'blueprints') {
      return second === ''
        ? html`<lk-blueprint-gallery></lk-blueprint-gallery>`
        : html`<lk-blueprint-page .blueprint_id=${second}></lk-blueprint-page>`;
    }
    return html`<lk-automation-page .automation_id=${first === 'new' ? '' : first}></lk-automation-page>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-automations-page': LkAutomationsPage;
  }
}
