import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.js';
import './lk-icon.js';

/** An empty place: what it is for, and the one action that fills it. */
@customElement('lk-empty')
export class LkEmpty extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        justify-items: center;
        text-align: center;
        gap: var(--lk-space-3);
        padding: var(--lk-space-8) var(--lk-space-4);
      }
      .art {
        position: relative;
        display: grid;
        place-items: center;
        inline-size: 6rem;
        block-size: 4.5rem;
        color: var(--lk-text-faint);
      }
      .art::before {
        content: '';
        position: absolute;
        inset: auto 0 0.5rem;
        block-size: 0.75rem;
        border-radius: 50%;
        background: var(--lk-pressed);
      }
      .art lk-icon {
        font-size: 2.25rem;
        position: relative;
      }
      h2 {
        font-size: var(--lk-size-l);
      }
      p {
        color: var(--lk-text-quiet);
        max-inline-size: 28rem;
      }
    `,
  ];

  @property() heading = '';
  @property() text = '';
  @property() art = 'lightbulb';

  override render() {
    return html`<div class="art" aria-hidden="true"><lk-icon name=${this.art}></lk-icon></div>
      ${this.heading ? html`<h2>${this.heading}</h2>` : nothing} ${this.text ? html`<p>${this.text}</p>` : nothing}<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-empty': LkEmpty;
  }
}
