import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.js';
import { emit } from './emit.js';

/** A few choices of which one holds, all of them in sight. */
@customElement('lk-segments')
export class LkSegments extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        max-inline-size: 100%;
      }
      div {
        display: inline-flex;
        padding: 3px;
        gap: 2px;
        border-radius: var(--lk-radius-m);
        background: var(--lk-sunken);
        box-shadow: inset 0 0 0 1px var(--lk-line);
        overflow-x: auto;
        scrollbar-width: none;
      }
      button {
        min-block-size: 1.875rem;
        padding-inline: var(--lk-space-3);
        border-radius: 0.4375rem;
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        white-space: nowrap;
      }
      button[aria-checked='true'] {
        background: var(--lk-raised);
        color: var(--lk-text);
        font-weight: var(--lk-weight-medium);
        box-shadow:
          var(--lk-shadow-1),
          0 0 0 1px var(--lk-line);
      }
      button:focus-visible {
        outline-offset: -2px;
      }
      button[disabled] {
        cursor: not-allowed;
        opacity: 0.6;
      }
      @media (pointer: coarse) {
        button {
          min-block-size: 2.5rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) options: readonly { value: string; label: string }[] = [];
  @property() value = '';
  @property() label = '';
  @property({ type: Boolean, reflect: true }) disabled = false;

  private choose(value: string): void {
    if (value === this.value) return;
    this.value = value;
    emit(this, 'lk-change', { value });
  }

  private onKey(event: KeyboardEvent): void {
    const mirrored = getComputedStyle(this).direction === 'rtl';
    const step = { ArrowRight: mirrored ? -1 : 1, ArrowLeft: mirrored ? 1 : -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || this.options.length === 0) return;
    event.preventDefault();
    const now = this.options.findIndex((option) => option.value === this.value);
    const next = (Math.max(now, 0) + step + this.options.length) % this.options.length;
    this.choose(this.options[next]?.value ?? '');
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll('button')[next]?.focus());
  }

  override render() {
    const known = this.options.some((option) => option.value === this.value);
    return html`<div role="radiogroup" aria-label=${this.label} @keydown=${this.onKey}>
      ${this.options.map(
        (option, index) =>
          html`<button
            type="button"
            role="radio"
            aria-checked=${option.value === this.value ? 'true' : 'false'}
            tabindex=${option.value === this.value || (!known && index === 0) ? 0 : -1}
            ?disabled=${this.disabled}
            @click=${() => {
              this.choose(option.value);
            }}
          >
            ${option.label}
          </button>`,
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-segments': LkSegments;
  }
}
