import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.js';

/** One row of a settings card: what it is, what it does, and its control at the end. */
@customElement('lk-setting')
export class LkSetting extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        padding: var(--lk-space-4);
      }
      :host(:not(:first-child)) {
        border-block-start: 1px solid var(--lk-line);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-6);
      }
      .words {
        flex: 1 1 9rem;
        min-inline-size: 0;
      }
      h3 {
        font-size: var(--lk-size-m);
        font-weight: var(--lk-weight-medium);
        line-height: var(--lk-leading);
        overflow-wrap: anywhere;
      }
      .text {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        max-inline-size: 34rem;
        overflow-wrap: anywhere;
      }
      .control {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: var(--lk-space-2);
      }
    `,
  ];

  @property() heading = '';
  @property() text = '';

  override render() {
    return html`<div class="row">
        <div class="words">
          ${this.heading ? html`<h3>${this.heading}</h3>` : nothing}
          <div class="text">${this.text}<slot name="text"></slot></div>
        </div>
        <div class="control"><slot></slot></div>
      </div>
      <slot name="wide"></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-setting': LkSetting;
  }
}
