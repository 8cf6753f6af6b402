import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.js';

/** How much of something is used or done. Pass no `value` while the length is unknown. */
@customElement('lk-meter')
export class LkMeter extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      div {
        block-size: 0.375rem;
        border-radius: 9px;
        background: var(--lk-pressed);
        overflow: hidden;
      }
      i {
        display: block;
        block-size: 100%;
        border-radius: inherit;
        background: var(--lk-text-quiet);
        transition: inline-size var(--lk-time-2) var(--lk-ease);
      }
    `,
  ];

  @property({ type: Number }) value = 0;
  @property({ type: Number }) max = 100;
  @property() label = '';

  override render() {
    const share = Math.min(1, Math.max(0, this.value / Math.max(this.max, Number.MIN_VALUE)));
    return html`<div role="progressbar" aria-label=${this.label} aria-valuemin="0" aria-valuemax=${this.max} aria-valuenow=${this.value}>
      <i style="inline-size:${(share * 100).toFixed(1)}%"></i>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-meter': LkMeter;
  }
}
