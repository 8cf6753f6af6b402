import { base } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './edit/capture-edit.js';
import './list/capture-list.js';
import './page/capture-live.js';
import './wizard/capture-wizard.js';

/** The page of Capture: the list at /capture, a new one at /capture/new, one at /capture/<id>, and its settings at /capture/<id>/edit. */
@customElement('lk-capture-page')
export class LkCapturePage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
    `,
  ];

  /** The path behind /capture, set by the shell. */
  @property() subpath = '';

  override render() {
    const [first = '', second = ''] = this.subpath.split('/').map(decodeURIComponent);
    if (first === '') return html`<lk-capture-list></lk-capture-list>`;
    if (first === 'new') return html`<lk-capture-wizard></lk-capture-wizard>`;
    if (second === 'edit') return html`<lk-capture-edit .capture_id=${first}></lk-capture-edit>`;
    return html`<lk-capture-live .capture_id=${first}></lk-capture-live>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-page': LkCapturePage;
  }
}
