import { base, emit, formatNumber, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

export interface Choice {
  value: string;
  label: string;
  /** What stands before the label: a glyph, a face. */
  picture?: TemplateResult;
  count?: number;
}

/** From so many choices on there is a field to find one. */
const SEARCH_FROM = 9;
const SHOWN = 60;

/** Choices of one filter: several to tick, or one to pick. Events: `lk-choose` {value}. */
@customElement('lk-activity-choices')
export class ChoiceList extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 2px;
        inline-size: 100%;
      }
      lk-input {
        margin-block-end: var(--lk-space-2);
      }
      button {
        display: grid;
        grid-template-columns: 1rem auto minmax(0, 1fr) auto;
        gap: var(--lk-space-2);
        align-items: center;
        inline-size: 100%;
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
      button[aria-checked='true'] {
        font-weight: var(--lk-weight-bold);
      }
      .label {
        overflow-wrap: anywhere;
        grid-column: 3;
      }
      .count {
        color: var(--lk-text-faint);
        font-weight: var(--lk-weight-normal);
      }
      lk-icon {
        font-size: 0.8rem;
      }
      p {
        padding: var(--lk-space-2);
        font-size: var(--lk-size-s);
      }
      @media (pointer: coarse) {
        button {
          min-block-size: var(--lk-target);
        }
      }
    `,
  ];

  @property({ attribute: false }) choices: readonly Choice[] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];
  /** Several may hold at once. */
  @property({ type: Boolean }) several = false;
  @property() label = '';
  /** A value that is in no list may be typed; this turns the typed text into it. */
  @property({ attribute: false }) typed: ((text: string) => string) | null = null;
  @state() private search = '';

  private onKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = [...this.renderRoot.querySelectorAll('button')];
    const now = all.findIndex((button) => button === this.shadowRoot?.activeElement);
    all[(now + step + all.length) % all.length]?.focus();
  }

  override render() {
    const wanted = this.search.trim().toLocaleLowerCase();
    const found = this.choices.filter(({ label, value }) => `${label} ${value}`.toLocaleLowerCase().includes(wanted)).slice(0, SHOWN);
    const exact = this.typed !== null && wanted !== '' && !found.some(({ label }) => label.toLocaleLowerCase() === wanted);
    return html`${
        this.choices.length >= SEARCH_FROM || this.typed
          ? html`<lk-input
              type="search"
              size="s"
              icon="search"
              hide_label
              label=${msg(str`Find: ${this.label}`)}
              placeholder=${msg('Find')}
              .value=${this.search}
              @lk-input=${this.onSearch}
              @lk-change=${this.onSearch}
            ></lk-input>`
          : nothing
      }
      <div role=${this.several ? 'group' : 'radiogroup'} aria-label=${this.label} @keydown=${this.onKey}>
        ${found.map((choice) => this.choice(choice))}
        ${exact ? this.choice({ value: this.typed?.(this.search.trim()) ?? '', label: msg(str`“${this.search.trim()}”`) }) : nothing}
      </div>
      ${found.length === 0 && !exact ? html`<p class="quiet">${msg('Nothing to choose from yet.')}</p>` : nothing}`;
  }

  private onSearch(event: CustomEvent<{ value: string }>): void {
    event.stopPropagation();
    this.search = event.detail.value;
  }

  private choice({ value, label, picture, count }: Choice) {
    const on = this.chosen.includes(value);
    return html`<button
      type="button"
      role=${this.several ? 'checkbox' : 'radio'}
      aria-checked=${on ? 'true' : 'false'}
      @click=${() => {
        emit(this, 'lk-choose', { value });
      }}
    >
      <lk-icon name=${on ? 'check' : ''}></lk-icon>${picture ?? html`<span></span>`}<bdi class="label">${label}</bdi>${
        count === undefined ? nothing : html`<span class="count">${formatNumber(count)}</span>`
      }
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-choices': ChoiceList;
  }
}
