import type { Discovery } from '@lightkeeper/plugin-sdk/wire';
import { api, base, describeError, formatNumber, msg, str, toast } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { discoveries } from '../live/discoveries.js';
import { MANY_FOUND, foundLine, groupFound, searchFound, type FoundGroup } from '../model/found.js';
import '../dialogs/confirm-found.js';

/** Of one driver's things so many are shown at first; two hundred lights of a radio network are opened on demand. */
const SHOWN_AT_FIRST = 6;

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
      .search {
        display: grid;
        gap: var(--lk-space-2);
        padding: 0 var(--lk-space-4) var(--lk-space-2);
        max-inline-size: 24rem;
      }
      h3 {
        padding: var(--lk-space-3) var(--lk-space-4) 0;
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      h3 span {
        font-weight: var(--lk-weight-normal);
        color: var(--lk-text-faint);
      }
      .more {
        padding: 0 var(--lk-space-4) var(--lk-space-3);
      }
      b {
        display: -webkit-box;
        -webkit-line-clamp: 2;
        -webkit-box-orient: vertical;
        overflow: hidden;
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
  @state() private words = '';
  /** Drivers whose things are all shown. */
  @state() private opened: ReadonlySet<string> = new Set();

  override render() {
    const name = (id: string): string => this.driverName(id);
    const searched = this.items.length > MANY_FOUND && !this.narrow;
    const shown = searched ? searchFound(this.items, this.words, name) : this.items;
    const groups = groupFound(shown);
    return html`${searched ? this.search(shown.length) : nothing} ${groups.map((group) => this.group(group, groups.length > 1 && searched))}
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

  private driverName(id: string): string {
    return this.driver_names.get(id) ?? (id === 'wled' ? 'WLED' : id);
  }

  private search(matching: number) {
    return html`<div class="search">
      <lk-input
        size="s"
        type="search"
        icon="search"
        hide_label
        label=${msg('Search what was found')}
        placeholder=${msg('Search what was found')}
        .value=${this.words}
        @lk-input=${(event: CustomEvent<{ value: string }>) => {
          this.words = event.detail.value;
        }}
      ></lk-input>
      <span class="sr" role="status">${this.words === '' ? '' : msg(str`${matching} found`)}</span>
      ${matching === 0 ? html`<p>${msg('Nothing that was found is like that.')}</p>` : nothing}
    </div>`;
  }

  private group({ driver, items }: FoundGroup, headed: boolean) {
    const whole = this.opened.has(driver) || items.length <= SHOWN_AT_FIRST + 2;
    return html`${headed ? html`<h3>${this.driverName(driver)} <span>${formatNumber(items.length)}</span></h3>` : nothing}
      <ul>
        ${repeat(
          whole ? items : items.slice(0, SHOWN_AT_FIRST),
          (item) => item.id,
          (item) => this.row(item),
        )}
      </ul>
      ${
        whole
          ? nothing
          : html`<div class="more">
              <lk-button
                size="s"
                variant="ghost"
                icon="chevron-down"
                @click=${() => {
                  this.opened = new Set([...this.opened, driver]);
                }}
                >${msg(str`Show all ${formatNumber(items.length)}`)}</lk-button
              >
            </div>`
      }`;
  }

  private row(item: Discovery) {
    const facts = foundLine(item, this.driverName(item.driver));
    return html`<li>
      <span class="glyph" aria-hidden="true"><lk-icon name=${item.address === null ? 'radio' : 'rows-3'}></lk-icon></span>
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
