import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.js';
import './lk-icon.js';

const NOTE_ICONS = { info: 'info', ok: 'circle-check', warning: 'triangle-alert', error: 'octagon-x' } as const;

/** A remark beside the things that it is about. */
@customElement('lk-note')
export class LkNote extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-3);
        padding: var(--lk-space-3) var(--lk-space-4);
        border-radius: var(--lk-radius-m);
        background: var(--lk-info-tint);
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
      }
      :host([tone='ok']) {
        background: var(--lk-ok-tint);
        --i: var(--lk-ok);
      }
      :host([tone='warning']) {
        background: var(--lk-warning-tint);
        --i: var(--lk-warning);
      }
      :host([tone='error']) {
        background: var(--lk-error-tint);
        --i: var(--lk-error);
      }
      .words {
        display: flex;
        gap: var(--lk-space-3);
        flex: 1 1 16rem;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .words > div {
        min-inline-size: 0;
      }
      lk-icon {
        color: var(--i, var(--lk-info));
        margin-block-start: 0.1em;
      }
    `,
  ];

  @property({ reflect: true }) tone: keyof typeof NOTE_ICONS = 'info';
  @property() icon = '';

  override render() {
    return html`<div class="words">
        <lk-icon name=${this.icon || NOTE_ICONS[this.tone]}></lk-icon>
        <div><slot></slot></div>
      </div>
      <slot name="action"></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-note': LkNote;
  }
}
