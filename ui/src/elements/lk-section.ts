import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.js';

/** A part of a page with a heading of its own. */
@customElement('lk-section')
export class LkSection extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      :host(:not(:first-child)) {
        margin-block-start: var(--lk-space-8);
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--lk-space-3);
        min-block-size: var(--lk-space-8);
        margin-block-end: var(--lk-space-3);
      }
      h2 {
        font-size: var(--lk-size-xl);
        letter-spacing: -0.012em;
      }
      h3 {
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
    `,
  ];

  @property() heading = '';
  @property() count = '';
  @property({ type: Number }) level: 2 | 3 = 2;

  override render() {
    return html`<header>
        ${this.level === 3 ? html`<h3>${this.heading}</h3>` : html`<h2>${this.heading}</h2>`}
        ${this.count ? html`<span class="count">${this.count}</span>` : nothing}
        <div class="end"><slot name="end"></slot></div>
      </header>
      <slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-section': LkSection;
  }
}
