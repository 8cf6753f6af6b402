import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { msg } from '../i18n/msg.js';
import { Store, StoreController } from '../store/store.js';
import { base } from './base.js';
import './lk-button.js';
import './lk-icon.js';

export interface ToastOptions {
  tone?: 'info' | 'warning' | 'error';
  /** The one thing to do about it. */
  action?: { label: string; run: () => void };
}

interface Toast extends ToastOptions {
  id: number;
  text: string;
}

const LASTS_MS = 5000;
const AT_MOST = 2;
const toasts = new Store<readonly Toast[]>([]);
let count = 0;

/** Says in passing what happened. Not for errors of a field, and not for what the page shows already. */
export function toast(text: string, options: ToastOptions = {}): void {
  count += 1;
  const next = { id: count, text, ...options };
  toasts.update((now) => [...now, next].slice(-AT_MOST));
}

function dismiss(id: number): void {
  toasts.update((now) => now.filter((one) => one.id !== id));
}

/** Where toasts appear; the shell has one. A toast stays while it is under the pointer or holds the focus. */
@customElement('lk-toast-host')
export class LkToastHost extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        inset-block-end: calc(var(--lk-bottom-bar) + var(--lk-space-3));
        inset-inline: var(--lk-gutter);
        z-index: var(--lk-z-toast);
        display: grid;
        gap: var(--lk-space-2);
        justify-items: start;
        pointer-events: none;
      }
      @media (min-width: 48rem) {
        :host {
          inset-block-end: var(--lk-space-6);
          justify-items: end;
        }
      }
      .toast {
        pointer-events: auto;
        display: flex;
        align-items: center;
        gap: var(--lk-space-3);
        padding: var(--lk-space-2) var(--lk-space-2) var(--lk-space-2) var(--lk-space-4);
        min-block-size: 3.25rem;
        max-inline-size: 26rem;
        border-radius: var(--lk-radius-m);
        background: var(--lk-raised);
        border: 1px solid var(--lk-line);
        box-shadow: var(--lk-shadow-3);
        animation: in var(--lk-time-3) var(--lk-ease-out);
      }
      .warning lk-icon {
        color: var(--lk-warning);
      }
      .error lk-icon {
        color: var(--lk-error);
      }
      p {
        flex: 1;
        overflow-wrap: anywhere;
      }
      @keyframes in {
        from {
          opacity: 0;
          translate: 0 8px;
        }
      }
    `,
  ];

  private readonly shown = new StoreController(this, toasts);
  private readonly timers = new Map<number, number>();

  protected override updated(): void {
    for (const one of this.shown.value) if (!this.timers.has(one.id)) this.start(one.id);
  }

  private start(id: number): void {
    this.hold(id);
    this.timers.set(
      id,
      window.setTimeout(() => {
        this.timers.delete(id);
        dismiss(id);
      }, LASTS_MS),
    );
  }

  private hold(id: number): void {
    window.clearTimeout(this.timers.get(id));
  }

  override render() {
    return html`<div role="status" aria-live="polite">
      ${repeat(
        this.shown.value,
        (one) => one.id,
        (one) =>
          html`<div
            class="toast ${one.tone ?? 'info'}"
            @pointerenter=${() => {
              this.hold(one.id);
            }}
            @pointerleave=${() => {
              this.start(one.id);
            }}
            @focusin=${() => {
              this.hold(one.id);
            }}
            @focusout=${() => {
              this.start(one.id);
            }}
          >
            ${one.tone && one.tone !== 'info' ? html`<lk-icon name=${one.tone === 'error' ? 'octagon-x' : 'triangle-alert'}></lk-icon>` : nothing}
            <p>${one.text}</p>
            ${
              one.action
                ? html`<lk-button
                    size="s"
                    variant="ghost"
                    @click=${() => {
                      one.action?.run();
                      dismiss(one.id);
                    }}
                    >${one.action.label}</lk-button
                  >`
                : nothing
            }
            <lk-button
              size="s"
              variant="ghost"
              icon="x"
              label=${msg('Dismiss')}
              @click=${() => {
                dismiss(one.id);
              }}
            ></lk-button>
          </div>`,
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-toast-host': LkToastHost;
  }
}
