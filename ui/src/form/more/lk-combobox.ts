import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { base } from '../../elements/base.js';
import { emit } from '../../elements/emit.js';
import { fieldStyles } from '../../elements/field-styles.js';
import { msg, str } from '../../i18n/msg.js';
import '../../elements/lk-icon.js';

export interface ComboOption {
  value: string;
  label: string;
  /** Small words behind the label, searched too. */
  hint?: string;
}

/** More would make no shorter list to look through. */
const MOST_SHOWN = 100;

/** A field with a list that is searched by typing. With `free`, what is typed may be a value that the list does not have. `lk-change` {value}. */
@customElement('lk-combobox')
export class LkCombobox extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    fieldStyles,
    css`
      .box {
        position: relative;
      }
      input {
        inline-size: 100%;
        block-size: var(--lk-target);
        padding-inline: var(--lk-space-3) 2.25rem;
        border: 1px solid var(--lk-line-strong);
        border-radius: var(--lk-radius-m);
        background: var(--lk-field);
        color: var(--lk-text);
        font: inherit;
        text-overflow: ellipsis;
      }
      input::placeholder {
        color: var(--lk-text-faint);
        opacity: 1;
      }
      input:focus-visible {
        outline: 2px solid var(--lk-focus);
        outline-offset: 1px;
      }
      .wrong input {
        border-color: var(--lk-error);
      }
      .box > lk-icon {
        position: absolute;
        inset-inline-end: var(--lk-space-3);
        inset-block-start: calc(50% - 0.5em);
        font-size: 1rem;
        color: var(--lk-text-faint);
        pointer-events: none;
      }
      ul {
        position: absolute;
        z-index: 20;
        inset-inline: 0;
        inset-block-start: calc(100% + 4px);
        max-block-size: 18rem;
        overflow-y: auto;
        padding: var(--lk-space-1);
        background: var(--lk-raised);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-m);
        box-shadow: var(--lk-shadow-2);
      }
      ul[hidden] {
        display: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--lk-space-2);
        min-block-size: var(--lk-control);
        padding: var(--lk-space-1) var(--lk-space-2);
        border-radius: var(--lk-radius-s);
        overflow-wrap: anywhere;
        cursor: pointer;
      }
      li[aria-selected='true'] {
        font-weight: var(--lk-weight-medium);
      }
      li.active {
        background: var(--lk-pressed);
        box-shadow: inset 0 0 0 2px var(--lk-focus);
      }
      li.none {
        color: var(--lk-text-quiet);
        cursor: default;
      }
      li small {
        margin-inline-start: auto;
        color: var(--lk-text-faint);
        font-size: var(--lk-size-s);
        text-align: end;
      }
      @media (pointer: coarse) {
        li {
          min-block-size: var(--lk-target);
        }
      }
    `,
  ];

  @property() label = '';
  @property({ attribute: false }) options: readonly ComboOption[] = [];
  @property() value = '';
  /** What is shown for a value that is not among the options. */
  @property() unknown_label = '';
  @property({ type: Boolean }) free = false;
  @property() placeholder = '';
  @property() hint = '';
  @property() error = '';
  @property({ type: Boolean, reflect: true }) required = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  @state() private open = false;
  @state() private typed: string | null = null;
  @state() private active = -1;
  @query('input') private readonly input!: HTMLInputElement;
  private shown: readonly ComboOption[] = [];
  private more = 0;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('ul')?.addEventListener('click', (event) => {
      const item = event.target instanceof Element ? event.target.closest('li') : null;
      const chosen = this.shown[Number(item?.dataset['index'] ?? -1)];
      if (chosen) this.take(chosen.value);
    });
  }

  protected override willUpdate(): void {
    const words = (this.typed ?? '').trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.options.filter(({ label, hint = '', value }) => {
      const text = `${label} ${hint} ${this.free ? value : ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    this.shown = found.slice(0, MOST_SHOWN);
    this.more = found.length - this.shown.length;
    if (this.active >= this.shown.length) this.active = this.shown.length - 1;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('active') && this.open) this.renderRoot.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }

  private get text(): string {
    if (this.typed !== null) return this.typed;
    if (this.value === '') return '';
    return this.options.find(({ value }) => value === this.value)?.label ?? (this.unknown_label || this.value);
  }

  private take(value: string): void {
    this.typed = null;
    this.open = false;
    this.active = -1;
    if (value === this.value) return;
    this.value = value;
    emit(this, 'lk-change', { value });
  }

  /** What stands in the field when it is left. */
  private settle(): void {
    const { typed } = this;
    if (typed === null) {
      this.open = false;
      return;
    }
    const text = typed.trim();
    const named = this.options.find(({ label }) => label.toLowerCase() === text.toLowerCase());
    if (text === '' && !this.required) this.take('');
    else if (named) this.take(named.value);
    else this.take(this.free && text !== '' ? text : this.value);
  }

  private show(): void {
    if (this.disabled) return;
    this.open = true;
  }

  private onKey(event: KeyboardEvent): void {
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (this.open) this.active = (this.active + (key === 'ArrowDown' ? 1 : -1) + this.shown.length) % Math.max(1, this.shown.length);
      else this.show();
    } else if (key === 'Enter' && this.open) {
      event.preventDefault();
      const chosen = this.shown[this.active] ?? (this.typed !== null && !this.free && this.shown.length === 1 ? this.shown[0] : undefined);
      if (chosen) this.take(chosen.value);
      else this.settle();
    } else if (key === 'Escape' && this.open) {
      event.preventDefault();
      // The dialog or page around it stays.
      event.stopPropagation();
      this.typed = null;
      this.open = false;
    }
  }

  override render() {
    const { error, hint, open } = this;
    return html`<div class="field ${error ? 'wrong' : ''}">
      <label class="own" for="i" id="n">${this.label}</label>
      <div class="box">
        <input
          id="i"
          role="combobox"
          aria-labelledby="n"
          autocomplete="off"
          spellcheck="false"
          aria-autocomplete="list"
          aria-expanded=${open ? 'true' : 'false'}
          aria-controls="l"
          aria-activedescendant=${open && this.active >= 0 ? `o${this.active}` : nothing}
          aria-describedby=${[hint ? 'h' : '', error ? 'e' : ''].filter(Boolean).join(' ') || nothing}
          aria-invalid=${error ? 'true' : nothing}
          placeholder=${this.placeholder}
          ?required=${this.required}
          ?disabled=${this.disabled}
          .value=${live(this.text)}
          @input=${() => {
            this.typed = this.input.value;
            this.active = this.free ? -1 : 0;
            this.show();
          }}
          @change=${(event: Event) => {
            event.stopPropagation();
          }}
          @click=${this.show}
          @focus=${() => {
            this.input.select();
          }}
          @blur=${this.settle}
          @keydown=${this.onKey}
        />
        <lk-icon name="chevron-down"></lk-icon>
        <ul
          id="l"
          role="listbox"
          aria-label=${this.label}
          ?hidden=${!open}
          @pointerdown=${(event: Event) => {
            // The field keeps the focus; leaving it would settle what was typed.
            event.preventDefault();
          }}
        >
          ${open ? this.list() : nothing}
        </ul>
      </div>
      ${hint ? html`<p class="hint" id="h">${hint}</p>` : nothing}
      ${error ? html`<p class="error" id="e"><lk-icon name="octagon-x"></lk-icon><span>${error}</span></p>` : nothing}
    </div>`;
  }

  private list() {
    if (this.shown.length === 0 && this.free && this.options.length === 0) return nothing;
    return html`${this.shown.map(
      (option, index) =>
        html`<li
          id="o${index}"
          role="option"
          class=${index === this.active ? 'active' : ''}
          aria-selected=${option.value === this.value ? 'true' : 'false'}
          data-index=${index}
        >
          <bdi>${option.label}</bdi>${option.hint ? html`<small>${option.hint}</small>` : nothing}
        </li>`,
    )}
    ${this.shown.length === 0 ? html`<li class="none" role="option" aria-disabled="true" aria-selected="false">${this.free ? msg('None of those that are known') : msg('Nothing has this name')}</li>` : nothing}
    ${this.more > 0 ? html`<li class="none" role="option" aria-disabled="true" aria-selected="false">${msg(str`And ${this.more} more`)}</li>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-combobox': LkCombobox;
  }
}
