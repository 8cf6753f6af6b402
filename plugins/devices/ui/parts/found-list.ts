import type { Discovery } from '@lightkeeper/plugin-sdk/wire';
import { api, base, describeError, msg, str, toast } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { discoveries } from '../live/discoveries.js';
import '../dialogs/confirm-found.js';

/** Announced facts are of any length and origin: so many characters of them are shown. */
const MOST_WORDS = 80;

/** Things that announced themselves, each with Add and, where there is room, Ignore. */
@customElement('lk-found-list')
export class LkFoundList extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
      }
      :host([narrow]) ul {
        grid-template-columns: minmax(0, 1fr);
      }
      :host([narrow]) li + li {
        border-block-start: 1px solid var(--lk-line);
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-3);
        padding: var(--lk-space-3) var(--lk-space-4);
      }
      .words {
        flex: 1 1 9rem;
      }
      .acts {
        display: flex;
        gap: var(--lk-space-2);
        margin-inline-start: auto;
      }
      .glyph {
        display: grid;
        place-items: center;
        flex: none;
        inline-size: 2.25rem;
        block-size: 2.25rem;
        border-radius: var(--lk-radius-m);
        background: var(--lk-cat-device-tint);
        color: var(--lk-cat-device);
      }
      b {
        display: block;
        line-height: 1.25;
        overflow-wrap: anywhere;
      }
      p {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        line-height: 1.35;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) items: readonly Discovery[] = [];
  /** In a side column: one below the other, without Ignore. */
  @property({ type: Boolean, reflect: true }) narrow = false;
  /** They were set aside: each offers to be shown again. */
  @property({ type: Boolean }) ignored = false;
  /** The driver's name by its id. */
  @property({ attribute: false }) driver_names: ReadonlyMap<string, string> = new Map();
  @state() private adding: Discovery | null = null;

  override render() {
    return html`<ul>
        ${repeat(
          this.items,
          (item) => item.id,
          (item) => this.row(item),
        )}
      </ul>
      ${
        this.adding
          ? html`<lk-confirm-found
              .discovery=${this.adding}
              @lk-close=${() => {
                this.adding = null;
              }}
            ></lk-confirm-found>`
          : nothing
      }`;
  }

  private row(item: Discovery) {
    const driver = this.driver_names.get(item.driver) ?? (item.driver === 'wled' ? 'WLED' : item.driver);
    const version = item.details['version'] ?? '';
    const leds = item.details['leds'] ?? '';
    const facts = [version === '' ? driver : `${driver} ${version}`, leds === '' ? '' : msg(str`announces ${leds} LEDs`)]
      .filter((fact) => fact !== '')
      .map((fact) => fact.slice(0, MOST_WORDS))
      .join(' · ');
    return html`<li>
      <span class="glyph" aria-hidden="true"><lk-icon name="rows-3"></lk-icon></span>
      <div class="grow words">
        <b><bdi>${item.name}</bdi></b>
        <p>${facts}${item.address === null ? nothing : html` · <span dir="ltr">${item.address}</span>`}</p>
      </div>
      <div class="acts">${this.ignored ? this.recallButton(item) : this.buttons(item)}</div>
    </li>`;
  }

  private recallButton(item: Discovery) {
    return html`<lk-button
      size="s"
      @click=${() => {
        void this.recall(item);
      }}
      ><span>${msg('Show again')}<span class="sr"> ${item.name}</span></span></lk-button
    >`;
  }

  private buttons(item: Discovery) {
    return html`${
        this.narrow
          ? nothing
          : html`<lk-button
              size="s"
              variant="ghost"
              @click=${() => {
                void this.ignore(item);
              }}
              ><span>${msg('Ignore')}<span class="sr"> ${item.name}</span></span></lk-button
            >`
      }<lk-button
        size="s"
        @click=${() => {
          this.adding = item;
        }}
        ><span>${msg('Add')}<span class="sr"> ${item.name}</span></span></lk-button
      >`;
  }

  private path(item: Discovery): string {
    return `discoveries/${encodeURIComponent(item.id)}/ignore`;
  }

  private async ignore(item: Discovery): Promise<void> {
    try {
      await api.post(this.path(item));
      discoveries.put({ ...item, status: 'ignored' });
      toast(msg(str`${item.name} is ignored`), {
        action: {
          label: msg('Undo'),
          run: () => {
            void this.recall(item);
          },
        },
      });
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }

  private async recall(item: Discovery): Promise<void> {
    try {
      await api.delete(this.path(item));
      discoveries.put({ ...item, status: 'new' });
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-found-list': LkFoundList;
  }
}
