import { base, emit, msg } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { fromLocalInput, toLocalInput, type QuickTime } from '../model/times.js';

/** A time for From or Until: some that are near at hand, and any other. Events: `lk-choose` {value}, an ISO time or the empty text. */
@customElement('lk-activity-time')
export class TimeChoice extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 2px;
        inline-size: 100%;
      }
      button {
        min-block-size: var(--lk-control);
        padding-inline: var(--lk-space-2);
        border-radius: var(--lk-radius-s);
        font-size: var(--lk-size-s);
      }
      button:hover {
        background: var(--lk-hover);
      }
      button:focus-visible {
        outline-offset: -2px;
      }
      lk-input {
        margin-block-start: var(--lk-space-2);
        padding: var(--lk-space-2);
        border-block-start: 1px solid var(--lk-line);
      }
      @media (pointer: coarse) {
        button {
          min-block-size: var(--lk-target);
        }
      }
    `,
  ];

  @property() label = '';
  @property() value = '';
  /** What it means that no time is set. */
  @property() open_end = '';
  @property({ attribute: false }) quick: readonly QuickTime[] = [];

  private choose(value: string): void {
    emit(this, 'lk-choose', { value });
  }

  override render() {
    return html`<button
        type="button"
        @click=${() => {
          this.choose('');
        }}
      >
        ${this.open_end}
      </button>
      ${this.quick.map(
        ({ label, iso }) =>
          html`<button
            type="button"
            @click=${() => {
              this.choose(iso);
            }}
          >
            ${label}
          </button>`,
      )}
      <lk-input
        type="datetime-local"
        size="s"
        label=${msg('Another time')}
        aria-label=${this.label}
        .value=${toLocalInput(this.value || undefined)}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          const iso = fromLocalInput(event.detail.value);
          if (iso !== undefined) this.choose(iso);
        }}
      ></lk-input>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-time': TimeChoice;
  }
}
