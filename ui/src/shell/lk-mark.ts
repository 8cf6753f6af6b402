import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';

/** The hub's sign: a lighthouse and its beam. Not mirrored. */
@customElement('lk-mark')
export class LkMark extends LitElement {
  static override styles = css`
    :host {
      display: inline-block;
      inline-size: 1.75rem;
      block-size: 1.75rem;
      flex: none;
      direction: ltr;
    }
    svg {
      display: block;
      inline-size: 100%;
      block-size: 100%;
      overflow: visible;
    }
  `;

  override render() {
    return html`<svg viewBox="0 0 32 32" aria-hidden="true">
      <defs>
        <linearGradient id="beam">
          <stop stop-color="#ffba52" stop-opacity=".85" />
          <stop offset="1" stop-color="#ffba52" stop-opacity="0" />
        </linearGradient>
      </defs>
      <path d="M14 9.2 44 1v18L14 11.500z" fill="url(#beam)" />
      <path d="M8 14.500h8l2.600 15.500H5.400z" fill="currentColor" />
      <path d="M7.300 19h9.400l.7 4.300H6.600z" fill="var(--lk-surface)" />
      <rect x="6" y="12.600" width="12" height="2.200" rx="1.100" fill="currentColor" />
      <rect x="8.300" y="7.400" width="7.400" height="5.400" rx="1.200" fill="#ffba52" />
      <path d="M7 7.600 12 3l5 4.600z" fill="currentColor" />
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-mark': LkMark;
  }
}
