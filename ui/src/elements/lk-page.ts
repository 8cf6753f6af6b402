import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { manifest } from '../shell/manifest.js';
import { base } from './base.js';
import './lk-icon.js';

const LONG_WORD = /\S{16}/;

/** The frame of a page: title, a line below it, actions, the main column, and a second one on wide screens. */
@customElement('lk-page')
export class LkPage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        max-inline-size: var(--lk-content);
        margin-inline: auto;
      }
      .head {
        display: grid;
        grid-template-columns: minmax(min-content, 1fr) auto;
        grid-template-areas: 'back back' 'title acts' 'subtitle subtitle';
        align-items: center;
        column-gap: var(--lk-space-4);
        margin-block-end: var(--lk-space-5);
      }
      h1 {
        grid-area: title;
        font-size: var(--lk-size-2xl);
        letter-spacing: var(--lk-tracking-title);
        overflow-wrap: break-word;
      }
      /* Words stay whole and the actions give way; but for a name that is longer than a phone is wide. */
      h1.endless {
        overflow-wrap: anywhere;
      }
      .subtitle {
        grid-area: subtitle;
        color: var(--lk-text-quiet);
        margin-block-start: var(--lk-space-1);
        max-inline-size: 46rem;
      }
      .acts {
        grid-area: acts;
        justify-content: flex-end;
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-2);
        align-items: center;
      }
      .back {
        grid-area: back;
        justify-self: start;
        display: inline-flex;
        align-items: center;
        gap: var(--lk-space-1);
        min-block-size: 1.5rem;
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
        margin-block-end: var(--lk-space-2);
        overflow-wrap: anywhere;
      }
      .back:hover {
        color: var(--lk-text);
      }
      .back lk-icon {
        font-size: 1em;
      }
      :host(:dir(rtl)) .back lk-icon {
        scale: -1 1;
      }
      @media (pointer: coarse) {
        .back {
          min-block-size: var(--lk-target);
        }
      }
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-8) var(--lk-space-6);
      }
      .columns > * {
        min-inline-size: 0;
      }
      .top {
        margin-block-end: var(--lk-space-6);
      }
      :host([narrow]) .columns,
      :host([narrow]) .head {
        max-inline-size: var(--lk-measure);
      }
      @media (min-width: 48rem) {
        .head {
          grid-template-areas: 'back acts' 'title acts' 'subtitle acts';
        }
        .acts {
          align-self: end;
        }
      }
      @media (min-width: 75rem) {
        .columns.two {
          grid-template-columns: minmax(0, 1fr) 23rem;
        }
      }
      @media (min-width: 80rem) {
        .head {
          margin-block-end: var(--lk-space-6);
        }
        :host([hello]) h1 {
          font-size: var(--lk-size-3xl);
          letter-spacing: -0.025em;
        }
      }
    `,
  ];

  @property() heading = '';
  @property() subtitle = '';
  @property() back = '';
  @property() back_label = '';
  /** The greeting of a view: 40 px on wide screens. */
  @property({ type: Boolean, reflect: true }) hello = false;
  @property({ type: Boolean, reflect: true }) narrow = false;
  /** What the second column is, for screen readers. */
  @property() aside_label = '';
  @state() private filled = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.look();
  }

  protected override updated(): void {
    if (this.heading) document.title = `${this.heading} · ${manifest.value?.home_name ?? 'Lightkeeper'}`;
  }

  private look(): void {
    // On a phone the title's row has room for the primary action's words only.
    for (const button of this.querySelectorAll(':scope > lk-button[slot="actions"][icon]:not([variant="primary"])')) {
      button.toggleAttribute('compact', true);
    }
    const filled = new Set([...this.children].map((child) => child.slot).filter((name) => name !== ''));
    if ([...filled].sort().join() !== [...this.filled].sort().join()) this.filled = filled;
  }

  override render() {
    const two = this.filled.has('aside');
    const onSlot = (): void => {
      this.look();
    };
    return html`<header class="head">
        ${this.back ? html`<a class="back" href=${this.back}><lk-icon name="chevron-left"></lk-icon>${this.back_label}</a>` : nothing}
        <h1 class=${LONG_WORD.test(this.heading) ? 'endless' : ''}>${this.heading}</h1>
        <div class="subtitle">${this.subtitle}<slot name="subtitle"></slot></div>
        <div class="acts"><slot name="actions" @slotchange=${onSlot}></slot></div>
      </header>
      <div class="top" ?hidden=${!this.filled.has('top')}><slot name="top" @slotchange=${onSlot}></slot></div>
      <div class="columns ${two ? 'two' : ''}">
        <div><slot></slot></div>
        <aside aria-label=${this.aside_label || this.heading} ?hidden=${!two}><slot name="aside" @slotchange=${onSlot}></slot></aside>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-page': LkPage;
  }
}
