import type { ActivityEntry, ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { Shortcuts, base, copyText, emit, formatNumber, msg, plural, spokenEntry, str, toast, type LkEntryRow } from '@lightkeeper/ui';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { LogReader, ReaderChange } from '../data/log-reader.js';
import { entryAddress } from '../model/details.js';
import { isFiltered } from '../model/filters.js';
import { foldedEntry, foldedFact } from '../model/fold-words.js';
import { rowOf, toDays, type DayGroup, type FoldRow, type TimelineRow } from '../model/rows.js';
import './entry-detail.js';
import { findAnchor, offsetAbove, placeOf, roomAbove, type Anchor } from './timeline-anchor.js';
import { timelineStyles } from './timeline.styles.js';

/** How far from the screen's edges entries are fetched and dropped, in pixels: fetching begins before the reader is there. */
const FETCH_WITHIN = 1500;
const DROP_BEYOND = 2500;
/** A place so far above what is held that going there page by page would take long. */
const JUMP_BEYOND = 4000;
/** Scrolled down this far, new entries wait behind the pill. */
const AT_TOP = 48;
/** Folded rows can make hundreds of entries one line; beyond this many pages the reader says when to go on. */
const MOST_UNTRIMMED = 12;

/**
 * The log itself: days with their entries, newest first, of which only a stretch around the screen is held and in the page. Its rows are a
 * feed to screen readers and one tab stop to the keyboard. Events: `lk-filters` {filters} asks for other filters, `lk-rest` says that the
 * reader came to rest at the top or left it.
 */
@customElement('lk-activity-timeline')
export class ActivityTimeline extends LitElement {
  static override styles = [base, timelineStyles];

  @property({ attribute: false }) reader!: LogReader;
  /** Rises with each change of the reader; `change` says which kind it was. */
  @property({ type: Number }) tick = 0;
  @property({ attribute: false }) change: ReaderChange = 'state';
  @state() private open_id: string | null = null;
  @state() private active_key: string | null = null;
  @state() private unfolded: ReadonlySet<string> = new Set();
  @query('.room') private readonly room!: HTMLElement | null;
  @query('.window') private readonly content!: HTMLElement | null;

  private days: DayGroup[] = [];
  private anchor: Anchor | null = null;
  private scheduled = 0;
  private jump: number | undefined;

  constructor() {
    super();
    new Shortcuts(
      this,
      {
        j: {
          does: msg('Next entry'),
          run: () => {
            this.move(1);
          },
        },
        k: {
          does: msg('Previous entry'),
          run: () => {
            this.move(-1);
          },
        },
        c: {
          does: msg('Copy the link to this entry'),
          run: () => {
            void this.copyLink();
          },
        },
        f: {
          does: msg('Only entries by the same actor'),
          run: () => {
            this.filterByActor();
          },
        },
        Home: {
          does: msg('Newest entry'),
          run: () => {
            void this.toNewest();
          },
        },
        Escape: {
          does: msg('Close the open entry'),
          run: () => {
            this.close();
          },
        },
      },
      msg('Activity'),
    );
  }

  /** Whether new entries may be put on top: the reader looks at the newest ones and reads none of them. */
  get at_rest(): boolean {
    return this.open_id === null && (this.offsetParent === null || this.getBoundingClientRect().top > -AT_TOP);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = -1;
    window.addEventListener('scroll', this.onScroll, { passive: true });
    window.addEventListener('resize', this.onScroll, { passive: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('scroll', this.onScroll);
    window.removeEventListener('resize', this.onScroll);
    cancelAnimationFrame(this.scheduled);
    window.clearTimeout(this.jump);
  }

  /** Opens the entry where it is held; false when it is not. */
  async reveal(id: string): Promise<boolean> {
    const row = rowOf(this.days, id);
    if (!row) return false;
    if (row.kind === 'fold') this.unfolded = new Set([...this.unfolded, id]);
    this.open_id = id;
    this.active_key = id;
    await this.updateComplete;
    this.rowElement(id)?.scrollIntoView({ block: 'center' });
    return true;
  }

  close(): void {
    this.open_id = null;
  }

  async toNewest(): Promise<void> {
    this.open_id = null;
    emit(this, 'lk-newest');
    await this.reader.takePending();
    await this.updateComplete;
    this.active_key = this.rows[0]?.key ?? null;
    window.scrollTo(0, 0);
    await this.updateComplete;
    if (this.active_key !== null) this.rowElement(this.active_key)?.focus({ preventScroll: true });
  }

  private get rows(): TimelineRow[] {
    return this.days.flatMap((day) => day.rows);
  }

  private get elements(): LkEntryRow[] {
    return [...this.renderRoot.querySelectorAll('lk-entry-row')];
  }

  private rowElement(key: string): LkEntryRow | undefined {
    return this.elements.find((row) => row.dataset.key === key);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.anchor ??= this.hasUpdated ? findAnchor(this.elements) : null;
    if (changed.has('tick') && this.change === 'reset') {
      this.anchor = null;
      this.unfolded = new Set();
      this.open_id = null;
    }
    this.days = toDays(this.reader.entries, { unfolded: this.unfolded, before: this.reader.window.before });
    const rows = this.rows;
    if (!rows.some((row) => row.key === this.active_key)) {
      // The row that had the focus has gone with its page: the keyboard goes on from the list.
      if (this.active_key !== null && this.shadowRoot?.activeElement?.localName === 'lk-entry-row') this.focus({ preventScroll: true });
      this.active_key = rows[0]?.key ?? null;
    }
    // At the very top the list grows downwards, so that what is new is seen.
    if (this.change === 'live' && this.at_rest) this.anchor = null;
  }

  protected override updated(): void {
    this.schedule();
  }

  private readonly onScroll = (): void => {
    this.schedule();
  };

  private schedule(): void {
    cancelAnimationFrame(this.scheduled);
    // By then the new rows have their heights, and nothing of it has been painted yet.
    this.scheduled = requestAnimationFrame(() => {
      this.hold();
      this.look();
    });
  }

  /** Puts the page back so that the row in sight stays where it was. */
  private hold(): void {
    const { anchor, room } = this;
    this.anchor = null;
    if (room) room.style.blockSize = `${roomAbove(this.reader.window.height_above)}px`;
    if (!anchor) return;
    const row = this.rowElement(anchor.key);
    if (!row) return;
    const moved = placeOf(row) - anchor.top;
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' });
  }

  /** Fetches and drops what the place of the screen asks for. */
  private look(): void {
    const { reader, content } = this;
    emit(this, 'lk-rest', { at_rest: this.at_rest });
    if (!content || reader.state.status !== 'ready' || this.offsetParent === null) return;
    const place = content.getBoundingClientRect();
    const few = reader.window.pages.length < MOST_UNTRIMMED;
    if (reader.crowded && this.trim()) return;
    if (place.bottom < innerHeight + FETCH_WITHIN && reader.state.older === 'none' && few) void reader.loadOlder();
    window.clearTimeout(this.jump);
    if (reader.window.at_top) return;
    if (place.top > innerHeight + JUMP_BEYOND) {
      this.jump = window.setTimeout(() => {
        const top = this.room?.getBoundingClientRect().top ?? 0;
        void reader.jumpTo(offsetAbove(-top, reader.window.height_above));
      }, 120);
    } else if (place.top > -FETCH_WITHIN && reader.state.newer === 'none') {
      void reader.loadNewer();
    }
  }

  /** Lets the uppermost page go once it is far above the screen. */
  private trim(): boolean {
    const [first, second] = this.reader.window.pages;
    const upper = this.firstOf(first?.items);
    const lower = this.firstOf(second?.items);
    if (!upper || !lower || upper === lower) return false;
    const end = lower.getBoundingClientRect().top;
    if (end > -DROP_BEYOND) return false;
    this.anchor = findAnchor(this.elements);
    this.reader.leaveTop(Math.max(0, end - upper.getBoundingClientRect().top));
    this.change = 'state';
    this.requestUpdate();
    return true;
  }

  private firstOf(entries: readonly ActivityEntry[] | undefined): LkEntryRow | undefined {
    const id = entries?.[0]?.id;
    const row = id === undefined ? undefined : rowOf(this.days, id);
    return row ? this.rowElement(row.key) : undefined;
  }

  private readonly onOpen = (event: Event): void => {
    const row = event.target instanceof HTMLElement ? this.rows.find((one) => one.key === (event.target as HTMLElement).dataset.key) : null;
    if (row) this.toggle(row);
  };

  private readonly onActor = (event: Event): void => {
    const { actor } = (event as CustomEvent<{ actor: string }>).detail;
    event.stopPropagation();
    this.ask({ actor });
  };

  private ask(filters: ActivityFilters): void {
    emit(this, 'lk-filters', { filters });
  }

  private toggle(row: TimelineRow): void {
    // The row under the hand stays, also when the one that closes above it was tall.
    const element = this.rowElement(row.key);
    if (element) this.anchor = { key: row.key, top: placeOf(element) };
    this.active_key = row.key;
    if (row.kind === 'fold') {
      this.fold(row);
    } else {
      this.open_id = this.open_id === row.entry.id ? null : row.entry.id;
      if (this.open_id === null) emit(this, 'lk-closed');
      else void this.show(row.key);
    }
  }

  /** Brings what has just opened into sight, as far as the screen holds it. */
  private async show(key: string): Promise<void> {
    await this.updateComplete;
    await new Promise(requestAnimationFrame);
    this.rowElement(key)?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }

  private fold(row: FoldRow): void {
    const members = new Set(row.entries.map((entry) => entry.id));
    const others = [...this.unfolded].filter((id) => !members.has(id));
    const newest = row.entries[0];
    this.unfolded = new Set(row.unfolded || !newest ? others : [...others, newest.id]);
  }

  private move(step: number): void {
    const rows = this.rows;
    const now = rows.findIndex((row) => row.key === this.active_key);
    const focused = this.shadowRoot?.activeElement?.localName === 'lk-entry-row';
    const visible = findAnchor(this.elements)?.key;
    const next = focused ? rows[now + step] : (rows.find((row) => row.key === visible) ?? rows[0]);
    if (!next) return;
    this.active_key = next.key;
    const element = this.rowElement(next.key);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest' });
  }

  private onKey(event: KeyboardEvent, row: TimelineRow): void {
    if (event.composedPath()[0] !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') this.toggle(row);
    else if (event.key === 'ArrowDown') this.move(1);
    else if (event.key === 'ArrowUp') this.move(-1);
    else return;
    event.preventDefault();
  }

  private get active_entry(): ActivityEntry | undefined {
    const row = this.rows.find((one) => one.key === this.active_key);
    return row?.kind === 'fold' ? row.entries[0] : row?.entry;
  }

  private async copyLink(): Promise<void> {
    const entry = this.active_entry;
    if (!entry) return;
    const copied = await copyText(new URL(entryAddress(entry.id), location.origin).href);
    toast(copied ? msg('The link is in the clipboard') : msg('The browser did not let the link be copied'));
  }

  private filterByActor(): void {
    const entry = this.active_entry;
    if (entry) this.ask({ actor: entry.actor });
  }

  override render() {
    const { reader } = this;
    return html`${this.pill()}
      <div class="room" aria-hidden="true"></div>
      <div class="window ${reader.state.busy ? 'busy' : ''}" @lk-open=${this.onOpen} @lk-actor=${this.onActor}>
        ${repeat(
          this.days,
          (day) => day.day,
          (day) => this.day(day),
        )}
      </div>
      ${this.foot()}`;
  }

  private pill() {
    const count = this.reader.pending_count;
    if (count === 0) return nothing;
    const number = formatNumber(count);
    return html`<div class="pill">
      <button
        type="button"
        @click=${() => {
          void this.toNewest();
        }}
      >
        <lk-icon name="arrow-up"></lk-icon>${plural(count, { one: msg(str`${number} new`), other: msg(str`${number} new`) })}
      </button>
    </div>`;
  }

  private day(day: DayGroup): TemplateResult {
    const id = `day-${day.day}`;
    const last = day.rows.length - 1;
    return html`<section class="day">
      <lk-day-heading id=${id} .date=${day.date}></lk-day-heading>
      <div role="feed" aria-labelledby=${id} aria-busy=${this.reader.state.busy ? 'true' : 'false'}>
        ${repeat(
          day.rows,
          (row) => row.key,
          (row, index) => this.row(row, index === 0 ? (last === 0 ? 'only' : 'first') : index === last ? 'last' : 'none'),
        )}
      </div>
    </section>`;
  }

  private row(row: TimelineRow, edge: LkEntryRow['edge']): TemplateResult {
    const entry = row.kind === 'fold' ? foldedEntry(row) : row.entry;
    if (!entry) return html``;
    const fold = row.kind === 'fold';
    const open = fold ? row.unfolded : row.entry.id === this.open_id;
    const fact = fold ? foldedFact(row) : '';
    return html`<lk-entry-row
      log
      seconds
      role="article"
      class=${!fold && row.unfolded ? 'member' : ''}
      data-key=${row.key}
      tabindex=${row.key === this.active_key ? 0 : -1}
      aria-posinset=${row.position}
      aria-setsize="-1"
      aria-label=${fold ? `${spokenEntry(entry)}. ${fact}` : spokenEntry(entry)}
      edge=${edge}
      .entry=${entry}
      .fact=${fact}
      .repeat=${fold ? row.entries.length : 1}
      ?open=${open && !fold}
      ?fresh=${!fold && this.reader.fresh.has(entry.id)}
      @focus=${() => {
        this.active_key = row.key;
      }}
      @keydown=${(event: KeyboardEvent) => {
        this.onKey(event, row);
      }}
    >
      ${open && !fold ? html`<lk-activity-entry-detail slot="detail" .entry=${entry}></lk-activity-entry-detail>` : nothing}
    </lk-entry-row>`;
  }

  private foot() {
    const { reader } = this;
    if (reader.state.status !== 'ready') return nothing;
    const again = (): void => {
      for (let left = reader.window.pages.length; left > 2; left -= 1) reader.leaveTop(0);
      void reader.loadOlder();
    };
    if (reader.state.older === 'failed') {
      return html`<div class="end"><lk-error .error=${reader.state.error} retry @lk-retry=${again}></lk-error></div>`;
    }
    if (reader.exhausted) {
      return html`<p class="end">
        ${isFiltered(reader.filters) ? msg('Nothing older matches the filters.') : msg('This is where the log begins.')}
      </p>`;
    }
    if (reader.window.pages.length >= MOST_UNTRIMMED) {
      return html`<div class="end"><lk-button size="s" @click=${again}>${msg('Older entries')}</lk-button></div>`;
    }
    return html`<div class="end"><lk-skeleton kind="rows" count="3"></lk-skeleton></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-timeline': ActivityTimeline;
  }
}
