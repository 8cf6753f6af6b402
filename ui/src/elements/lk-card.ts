import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.js';

/** A surface for something that acts or can be opened. Lists inside are divided by hairlines, never by more cards. */
@customElement('lk-card')
export class LkCard extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-inline-size: 0;
        background: var(--lk-surface);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-l);
      }
      :host([tone='danger']) {
        border-color: color-mix(in oklab, var(--lk-error) 40%, var(--lk-line));
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-3);
        padding: var(--lk-space-4) var(--lk-space-4) 0;
      }
      h2 {
        font-size: var(--lk-size-l);
        letter-spacing: -0.01em;
      }
      .count {
        color: var(--lk-text-faint);
        font-size: var(--lk-size-s);
      }
      .end {
        margin-inline-start: auto;
        display: flex;
        align-items: center;
        gap: var(--lk-space-2);
      }
      .body {
        padding: var(--lk-space-4);
      }
      :host([flush]) .body {
        padding: 0;
      }
      :host([flush]) header {
        padding-block-end: var(--lk-space-3);
      }
      ::slotted([slot='footer']) {
        padding: var(--lk-space-3) var(--lk-space-4);
        border-block-start: 1px solid var(--lk-line);
      }
    `,
  ];

  @property() heading = '';
  @property() count = '';
  /** The body has no padding: for lists that reach from edge to edge. */
  @property({ type: Boolean, reflect: true }) flush = false;
  @property({ reflect: true }) tone: 'plain' | 'danger' = 'plain';

  override render() {
    return html`${
        this.heading
          ? html`<header>
              <h2>${this.heading}</h2>
              ${this.count ? html`<span class="count">${this.count}</span>` : nothing}
              <div class="end"><slot name="actions"></slot></div>
            </header>`
          : nothing
      }
      <div class="body"><slot></slot></div>
      <slot name="footer"></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-card': LkCard;
  }
}
