import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.js';

/** The shape of what is coming. It keeps still for 150 ms, so that quick answers do not flicker. */
@customElement('lk-skeleton')
export class LkSkeleton extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: var(--lk-space-4);
        padding-block: var(--lk-space-2);
        opacity: 0;
        animation: appear 1ms 150ms forwards;
      }
      :host([kind='tiles']) {
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
        gap: var(--lk-gap);
      }
      @keyframes appear {
        to {
          opacity: 1;
        }
      }
      i {
        display: block;
        border-radius: var(--lk-radius-s);
        background: linear-gradient(90deg, var(--lk-pressed) 0 40%, var(--lk-hover) 50%, var(--lk-pressed) 60% 100%) 0 / 300% 100%;
        block-size: 0.875rem;
        animation: move 1.8s linear infinite;
      }
      .line {
        display: grid;
        grid-template-columns: 1.75rem 1fr 3rem;
        gap: var(--lk-space-3);
        align-items: center;
      }
      .line i:first-child {
        block-size: 1.75rem;
      }
      .tile {
        block-size: 8rem;
        border-radius: var(--lk-radius-l);
      }
      @keyframes move {
        from {
          background-position: 100% 0;
        }
        to {
          background-position: 0 0;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        i {
          animation: none;
        }
      }
    `,
  ];

  @property({ reflect: true }) kind: 'rows' | 'tiles' | 'text' = 'rows';
  @property({ type: Number }) count = 4;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  override render() {
    const widths = ['82%', '64%', '91%', '73%'];
    return Array.from({ length: this.count }, (_, index) => {
      const width = `inline-size:${widths[index % widths.length] ?? '80%'}`;
      if (this.kind === 'tiles') return html`<i class="tile"></i>`;
      if (this.kind === 'text') return html`<i style=${width}></i>`;
      return html`<div class="line"><i></i><i style=${width}></i><i></i></div>`;
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-skeleton': LkSkeleton;
  }
}
