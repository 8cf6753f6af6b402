import type { ActivityEntry, ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { Shortcuts, base, copyText, emit, formatNumber, msg, plural, str, toast, type LkEntryRow } from '@lightkeeper/ui';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { getHistogramOf } from '../data/log-api.js';
import type { LogReader, ReaderChange } from '../data/log-reader.js';
import { nearOldest } from '../data/oldest.js';
import { entryAddress } from '../model/details.js';
import { edgeOf } from '../model/edges.js';
import { isFiltered } from '../model/filters.js';
import { rowOf, toDays, type DayGroup, type FoldRow, type TimelineRow } from '../model/rows.js';
import { timelineRow } from './timeline-row.js';
import { TimelineScroller } from './timeline-scroller.js';
import { timelineStyles } from './timeline.styles.js';

/**
 * The log itself: days with their entries, newest first, of which only a stretch around the screen is held and in the page. Its rows are a
 * feed to screen readers and one tab stop to the keyboard. Events: `lk-filters` {filters} asks for one more filter, `lk-closed` says that
 * the open entry was closed.
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
  @query('.room') readonly room!: HTMLElement | null;
  @query('.window') readonly content!: HTMLElement | null;

  private days: DayGroup[] = [];
  private readonly scroller = new TimelineScroller(this);

  constructor() {
    super();
    const deed = (does: string, run: () => unknown) => ({ does, run: () => void run() });
    new Shortcuts(
      this,
      {
        j: deed(msg('Next entry'), () => {
          this.move(1);
        }),
        k: deed(msg('Previous entry'), () => {
          this.move(-1);
        }),
        w: deed(msg('Why it happened, and what came of it'), () => {
          this.openActive();
        }),
        c: deed(msg('Copy the link to this entry'), () => this.copyLink()),
        f: deed(msg('Only entries by the same actor'), () => {
          this.filterByActor();
        }),
        Home: deed(msg('Newest entry'), () => this.toNewest()),
        End: deed(msg('Oldest entry'), () => this.toOldest()),
      },
      msg('Activity'),
    );
  }

  /** Whether new entries may be put on top: the reader looks at the newest ones and reads none of them. */
  get at_rest(): boolean {
    return this.open_id === null && this.scroller.at_top;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = -1;
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

  private close(): void {
    this.open_id = null;
    emit(this, 'lk-closed');
  }

  private async toNewest(): Promise<void> {
    this.open_id = null;
    await this.reader.takePending();
    await this.goTo(0, 0);
  }

  private async toOldest(): Promise<void> {
    const { reader } = this;
    if (!reader.exhausted) {
      const before = await nearOldest(reader.filters, getHistogramOf).catch(() => null);
      if (before === null) return;
      await reader.load(reader.filters, before);
      await reader.loadRest();
    }
    await this.goTo(-1, Number.MAX_SAFE_INTEGER);
  }

  /** Puts the keyboard on the first row or, with -1, on the last one, and the page at its height. */
  private async goTo(index: number, top: number): Promise<void> {
    // The page hands what was read on to the timeline, and both draw before the next picture.
    await new Promise(requestAnimationFrame);
    this.active_key = this.rows.at(index)?.key ?? null;
    await this.updateComplete;
    this.scroller.release();
    if (this.active_key !== null) this.rowElement(this.active_key)?.focus({ preventScroll: true });
    window.scrollTo({ top, behavior: 'instant' });
  }

  private get rows(): TimelineRow[] {
    return this.days.flatMap((day) => day.rows);
  }

  get elements(): LkEntryRow[] {
    return [...this.renderRoot.querySelectorAll('lk-entry-row')];
  }

  rowElement(key: string): LkEntryRow | undefined {
    return this.elements.find((row) => row.dataset.key === key);
  }

  elementOf(id: string): LkEntryRow | undefined {
    const row = rowOf(this.days, id);
    return row ? this.rowElement(row.key) : undefined;
  }

  private get focused(): boolean {
    return this.shadowRoot?.activeElement?.localName === 'lk-entry-row';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.hasUpdated) this.scroller.keep();
    if (changed.has('tick') && this.change === 'reset') {
      this.scroller.release();
      this.unfolded = new Set();
      this.open_id = null;
    }
    // At the very top the list grows downwards, so that what is new is seen.
    if (this.change === 'live' && this.at_rest) this.scroller.release();
    this.days = toDays(this.reader.entries, { unfolded: this.unfolded, before: this.reader.window.before });
    const rows = this.rows;
    if (rows.some((row) => row.key === this.active_key)) return;
    // The row that had the focus has gone with its page: the keyboard goes on from the list.
    if (this.active_key !== null && this.focused) this.focus({ preventScroll: true });
    this.active_key = rows[0]?.key ?? null;
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
    this.scroller.keep(row.key);
    this.active_key = row.key;
    if (row.kind === 'fold') {
      this.fold(row);
    } else {
      this.open_id = this.open_id === row.entry.id ? null : row.entry.id;
      if (this.open_id === null) this.close();
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
    const next = this.focused ? rows[now + step] : (rows.find((row) => row.key === this.scroller.visible) ?? rows[0]);
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
    else if (event.key === 'Escape' && this.open_id !== null) this.close();
    else return;
    event.preventDefault();
  }

  private openActive(): void {
    const row = this.rows.find((one) => one.key === this.active_key);
    if (row?.kind === 'entry' && this.open_id !== row.entry.id) this.toggle(row);
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
      <div class="window ${reader.state.busy ? 'busy' : ''}" @lk-open=${this.onOpen} @lk-why=${this.onOpen} @lk-actor=${this.onActor}>
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
    return html`<section class="day">
      <lk-day-heading id=${id} .date=${day.date}></lk-day-heading>
      <div role="feed" aria-labelledby=${id} aria-busy=${this.reader.state.busy ? 'true' : 'false'}>
        ${repeat(
          day.rows,
          (row) => row.key,
          (row, index) => this.row(row, edgeOf(index, day.rows.length)),
        )}
      </div>
    </section>`;
  }

  private row(row: TimelineRow, edge: LkEntryRow['edge']): TemplateResult {
    return timelineRow(row, {
      open: row.kind === 'entry' && row.entry.id === this.open_id,
      active: row.key === this.active_key,
      fresh: row.kind === 'entry' && this.reader.fresh.has(row.entry.id),
      edge,
      onFocus: () => {
        this.active_key = row.key;
      },
      onKey: (event) => {
        this.onKey(event, row);
      },
    });
  }

  private foot() {
    const { reader } = this;
    if (reader.state.status !== 'ready' || reader.state.stale) return nothing;
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
    if (reader.overfull) {
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
