import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ProblemError, describeError } from '../api/problem-error.js';
import { msg } from '../i18n/msg.js';
import { base } from './base.js';
import { emit } from './emit.js';
import './lk-button.js';
import './lk-icon.js';

/** What went wrong, in words, with the code last so that it can be looked up. */
@customElement('lk-error')
export class LkError extends LitElement {
  static override styles = [
    base,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-3);
        padding: var(--lk-space-3) var(--lk-space-4);
        border-radius: var(--lk-radius-m);
        background: var(--lk-error-tint);
        font-size: var(--lk-size-s);
      }
      lk-icon {
        color: var(--lk-error);
      }
      p {
        flex: 1 1 14rem;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) error: unknown = null;
  /** Shows a button that asks to try again. */
  @property({ type: Boolean }) retry = false;

  protected override willUpdate(): void {
    // Nothing to say takes no room among its neighbours.
    this.hidden = this.error === null || this.error === undefined;
  }

  override render() {
    if (this.hidden) return nothing;
    const code = this.error instanceof ProblemError ? this.error.code : '';
    return html`<div role="alert">
      <lk-icon name="octagon-x"></lk-icon>
      <p>${describeError(this.error)} ${code ? html`<span class="mono faint">${code}</span>` : nothing}</p>
      ${
        this.retry
          ? html`<lk-button
              size="s"
              @click=${() => {
                emit(this, 'lk-retry');
              }}
              >${msg('Again')}</lk-button
            >`
          : nothing
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-error': LkError;
  }
}
