import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.js';
import './lk-icon.js';

/** One or two words about a state. */
@customElement('lk-pill')
export class LkPill extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 0.3rem;
        padding: 0.1rem 0.5rem;
        border-radius: 99px;
        font-size: var(--lk-size-xs);
        line-height: 1.5;
        font-weight: var(--lk-weight-medium);
        background: var(--lk-info-tint);
        color: var(--lk-info);
        white-space: nowrap;
      }
      :host([tone='ok']) {
        background: var(--lk-ok-tint);
        color: var(--lk-ok);
      }
      :host([tone='warning']) {
        background: var(--lk-warning-tint);
        color: var(--lk-warning);
      }
      :host([tone='error']) {
        background: var(--lk-error-tint);
        color: var(--lk-error);
      }
      :host([tone='on']) {
        background: var(--lk-lamp-tint);
        color: var(--lk-lamp-text);
      }
      :host([tone='line']) {
        background: none;
        box-shadow: inset 0 0 0 1px var(--lk-line);
        color: var(--lk-text-quiet);
      }
      lk-icon {
        font-size: 0.7rem;
      }
      .dot {
        inline-size: 0.5rem;
        block-size: 0.5rem;
        border-radius: 50%;
        background: currentColor;
        flex: none;
        animation: breathe 2.4s ease-in-out infinite;
      }
      @keyframes breathe {
        50% {
          opacity: 0.35;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .dot {
          animation: none;
        }
      }
    `,
  ];

  @property({ reflect: true }) tone: 'neutral' | 'ok' | 'warning' | 'error' | 'on' | 'line' = 'neutral';
  @property() icon = '';
  /** With a breathing dot. */
  @property({ type: Boolean }) live = false;

  override render() {
    return html`${this.live ? html`<span class="dot"></span>` : nothing}${
        this.icon ? html`<lk-icon name=${this.icon}></lk-icon>` : nothing
      }<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-pill': LkPill;
  }
}
