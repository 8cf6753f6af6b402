import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base } from './base.js';
import { emit } from './emit.js';
import './lk-icon.js';

export interface MenuItem {
  id: string;
  label: string;
  icon?: string;
  /** Small words at the end, such as a key. */
  hint?: string;
  danger?: boolean;
  /** Given at all, the item is a choice with a tick. */
  checked?: boolean;
  disabled?: boolean;
}

/** A list of deeds behind a button, which goes into the slot `trigger`. */
@customElement('lk-menu')
export class LkMenu extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
      }
      wa-dropdown {
        font-size: var(--lk-size-m);
      }
      wa-dropdown-item {
        min-block-size: var(--lk-control);
      }
      hr {
        border: 0;
        border-block-start: 1px solid var(--lk-line);
        margin: var(--lk-space-1) 0;
      }
      .hint {
        color: var(--lk-text-faint);
        font-size: var(--lk-size-s);
      }
      @media (pointer: coarse) {
        wa-dropdown-item {
          min-block-size: var(--lk-target);
        }
      }
    `,
  ];

  @property({ attribute: false }) items: readonly (MenuItem | 'divider')[] = [];
  @property() label = '';
  @property() placement: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end' = 'bottom-end';

  @state() private loaded = false;
  @query('wa-dropdown') private readonly dropdown!: HTMLElement & { open: boolean };
  /** Somebody pressed the trigger before the list could open. */
  private wanted = false;

  constructor() {
    super();
    // The slotted trigger is what is pressed; its clicks come up to here.
    this.addEventListener('click', this.onTrigger);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    await Promise.all([
      import('@awesome.me/webawesome/dist/components/dropdown/dropdown.js'),
      import('@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js'),
    ]);
    this.loaded = true;
    await this.updateComplete;
    if (this.wanted) this.dropdown.open = true;
  }

  private readonly onTrigger = (): void => {
    this.wanted = !this.loaded;
  };

  private onSelect(event: Event): void {
    event.stopPropagation();
    const { item } = (event as CustomEvent<{ item: { value: string } }>).detail;
    emit(this, 'lk-select', { id: item.value });
  }

  override render() {
    return html`<wa-dropdown placement=${this.placement} aria-label=${this.label || nothing} @wa-select=${this.onSelect}>
      <slot name="trigger" slot="trigger"></slot>
      ${this.loaded ? this.items.map((item) => (item === 'divider' ? html`<hr />` : this.entry(item))) : nothing}
    </wa-dropdown>`;
  }

  private entry(item: MenuItem) {
    return html`<wa-dropdown-item
      value=${item.id}
      variant=${item.danger ? 'danger' : 'default'}
      type=${item.checked === undefined ? 'normal' : 'checkbox'}
      ?checked=${item.checked ?? false}
      ?disabled=${item.disabled ?? false}
    >
      ${item.icon ? html`<lk-icon slot="icon" name=${item.icon}></lk-icon>` : nothing}${item.label}${
        item.hint ? html`<span class="hint" slot="details">${item.hint}</span>` : nothing
      }
    </wa-dropdown-item>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-menu': LkMenu;
  }
}
