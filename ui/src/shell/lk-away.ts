import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { base } from '../elements/base.js';
import { emit } from '../elements/emit.js';
import { msg } from '../i18n/msg.js';

/** Shown when the hub does not answer before the page has anything to show. */
@customElement('lk-away')
export class LkAway extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        place-items: center;
        min-block-size: 100dvh;
        padding: var(--lk-space-6);
        text-align: center;
      }
      main {
        display: grid;
        gap: var(--lk-space-3);
        justify-items: center;
        max-inline-size: 26rem;
      }
      h1 {
        font-size: var(--lk-size-2xl);
        letter-spacing: var(--lk-tracking-title);
      }
      button {
        min-block-size: var(--lk-target);
        padding-inline: var(--lk-space-4);
        border: 1px solid var(--lk-line-strong);
        border-radius: var(--lk-radius-m);
        background: var(--lk-surface);
        font-weight: var(--lk-weight-medium);
      }
    `,
  ];

  override render() {
    return html`<main>
      <h1>${msg('The hub does not answer')}</h1>
      <p class="quiet" role="status">${msg('It may be starting, or your network may be down. This page tries again every few seconds.')}</p>
      <button
        type="button"
        @click=${() => {
          emit(this, 'lk-retry');
        }}
      >
        ${msg('Try now')}
      </button>
    </main>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-away': LkAway;
  }
}
