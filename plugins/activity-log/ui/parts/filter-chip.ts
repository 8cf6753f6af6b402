import { base, emit } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

/** Room between the chip and what it opens, and from there to the screen's edge. */
const GAP = 4;
const EDGE = 8;

/** One filter of the bar: its name or, when set, its value. Opens a small panel with what is slotted. */
@customElement('lk-activity-filter-chip')
export class FilterChip extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        flex: none;
        max-inline-size: 100%;
      }
      .chip {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        min-block-size: var(--lk-control);
        max-inline-size: min(22rem, 80vw);
        padding-inline: var(--lk-space-3) 0.5rem;
        border-radius: var(--lk-radius-m);
        border: 1px solid color-mix(in oklab, var(--lk-line-strong) 55%, var(--lk-ground));
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        background: var(--lk-surface);
        white-space: nowrap;
      }
      .chip:hover {
        background: var(--lk-hover);
      }
      .chip.set {
        background: var(--lk-raised);
        border-color: var(--lk-line-strong);
        color: var(--lk-text);
      }
      .value {
        font-weight: var(--lk-weight-bold);
        overflow: hidden;
        text-overflow: ellipsis;
      }
      lk-icon {
        font-size: 0.8rem;
      }
      .panel {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: var(--lk-space-2);
        inline-size: max-content;
        min-inline-size: 13rem;
        max-inline-size: min(22rem, calc(100vw - 1rem));
        max-block-size: min(26rem, 70vh);
        overflow: auto;
        overscroll-behavior: contain;
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-m);
        background: var(--lk-raised);
        color: var(--lk-text);
        box-shadow: var(--lk-shadow-3);
      }
      @media (pointer: coarse), (max-width: 47.99rem) {
        .chip {
          min-block-size: var(--lk-target);
        }
      }
    `,
  ];

  @property() label = '';
  /** The value in words; empty while the filter is not set. */
  @property() value = '';
  @property({ type: Boolean, reflect: true }) open = false;
  @query('.chip') private readonly chip!: HTMLButtonElement;
  @query('.panel') private readonly panel!: HTMLElement;

  hide(): void {
    this.panel.hidePopover();
    this.chip.focus();
  }

  private readonly place = (): void => {
    if (!this.open) return;
    const chip = this.chip.getBoundingClientRect();
    const { offsetWidth, offsetHeight, style } = this.panel;
    const start = getComputedStyle(this).direction === 'rtl' ? chip.right - offsetWidth : chip.left;
    const below = chip.bottom + GAP;
    const above = chip.top - GAP - offsetHeight;
    style.left = `${Math.max(EDGE, Math.min(start, innerWidth - offsetWidth - EDGE))}px`;
    style.top = `${below + offsetHeight > innerHeight - EDGE && above > EDGE ? above : below}px`;
  };

  private readonly onScroll = (event: Event): void => {
    if (event.target instanceof Node && this.panel.contains(event.target)) return;
    this.place();
  };

  private onToggle(event: ToggleEvent): void {
    this.open = event.newState === 'open';
    if (this.open) {
      window.addEventListener('scroll', this.onScroll, { passive: true, capture: true });
      // What the panel holds has its size only once it is drawn.
      requestAnimationFrame(this.place);
    } else {
      this.forget();
    }
    emit(this, 'lk-toggle', { open: this.open });
  }

  /** What is slotted is not the panel's own, and so the browser does not bring the focus back from it. */
  private onBeforeToggle(event: ToggleEvent): void {
    if (event.newState === 'closed' && this.matches(':focus-within')) this.chip.focus();
  }

  private forget(): void {
    window.removeEventListener('scroll', this.onScroll, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forget();
  }

  override render() {
    return html`<button
        type="button"
        class="chip ${this.value ? 'set' : ''}"
        popovertarget="panel"
        aria-haspopup="dialog"
        aria-expanded=${this.open ? 'true' : 'false'}
      >
        <span>${this.label}${this.value ? ':' : nothing}</span>${this.value ? html`<bdi class="value">${this.value}</bdi>` : nothing}
        <lk-icon name="chevron-down"></lk-icon>
      </button>
      <div
        class="panel"
        id="panel"
        popover
        role="dialog"
        aria-label=${this.label}
        @beforetoggle=${this.onBeforeToggle}
        @toggle=${this.onToggle}
      >
        ${this.open ? html`<slot></slot>` : nothing}
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-filter-chip': FilterChip;
  }
}
