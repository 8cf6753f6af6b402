import type { ActivityEntry, ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { matchesFilters } from '../model/filters.js';
import { PageWindow, type LogPage } from '../model/page-window.js';

/** Pages held at once. With a hundred entries each, some ten screens: the rest of the log costs no memory. */
const MOST_PAGES = 4;
/** Beyond this many, nothing more is fetched unasked. */
const MOST_UNTRIMMED = 12;
/** New entries held while the reader looks at older ones; beyond that only their number is kept. */
const MOST_PENDING = 200;
/** Entries that may gather on top of the first page before it is asked for afresh. */
const MOST_ON_TOP = 300;

export type FetchPage = (filters: ActivityFilters, cursor: string | null, signal: AbortSignal) => Promise<LogPage>;

export interface ReaderState {
  status: 'loading' | 'ready' | 'failed';
  /** Loading again while the old entries stay in sight. */
  busy: boolean;
  /** The hub is away: these are, of the entries that were held, those that match. */
  stale: boolean;
  error: unknown;
  /** What is being asked for at the lower and the upper end. */
  older: 'none' | 'loading' | 'failed';
  newer: 'none' | 'loading' | 'failed';
}

/** What changed, so that the view knows which rows to greet and where to stay. */
export type ReaderChange = 'state' | 'reset' | 'older' | 'newer' | 'live';

/** Reads the log page by page under some filters, and keeps a bounded stretch of it. Knows nothing of pixels. */
export class LogReader {
  readonly window = new PageWindow();
  state: ReaderState = { status: 'loading', busy: false, stale: false, error: null, older: 'none', newer: 'none' };
  /** New entries under the filters that are not shown yet. */
  pending: ActivityEntry[] = [];
  pending_count = 0;
  /** Entries that came in live and were put on top last. */
  fresh: ReadonlySet<string> = new Set();
  filters: ActivityFilters = {};
  /** Shows the log from this time back, without it being a filter: for a link to an entry long past. */
  back_from: string | null = null;
  #abort = new AbortController();
  /** What was held when the hub went away. */
  #before: readonly ActivityEntry[] = [];

  constructor(
    private readonly fetchPage: FetchPage,
    private readonly changed: (change: ReaderChange) => void,
    /** Whether an error means that the hub does not answer at all. */
    private readonly isAway: (error: unknown) => boolean = () => false,
  ) {}

  get entries(): ActivityEntry[] {
    return this.window.entries;
  }

  /** Whether the newest entry of all is in sight of the window. */
  get at_newest(): boolean {
    return this.window.at_top && this.back_from === null;
  }

  get exhausted(): boolean {
    return this.state.status === 'ready' && !this.state.busy && this.window.older === null;
  }

  private get asked(): ActivityFilters {
    const { back_from, filters } = this;
    if (back_from === null || (filters.until !== undefined && filters.until < back_from)) return filters;
    return { ...filters, until: back_from };
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Begins again at the newest entry, or at `back_from`. The old entries stay until the new ones are there. */
  async load(filters: ActivityFilters, back_from: string | null = null): Promise<void> {
    const signal = this.#renew();
    this.filters = filters;
    this.back_from = back_from;
    this.pending = [];
    this.pending_count = 0;
    this.fresh = new Set();
    const held = this.window.size > 0;
    this.#set({
      status: held || this.state.stale ? 'ready' : 'loading',
      busy: held || this.state.stale,
      error: null,
      older: 'none',
      newer: 'none',
    });
    try {
      const page = await this.fetchPage(this.asked, null, signal);
      if (signal.aborted) return;
      this.window.reset({ ...page, cursor: null });
      this.#set({ status: 'ready', busy: false, stale: false }, 'reset');
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  /** Reading goes on while the hub is away, in what was held. */
  #failed(error: unknown): void {
    if (!this.state.stale) this.#before = this.entries;
    const stale = this.isAway(error) && this.#before.length > 0;
    if (stale) {
      const items = this.#before.filter((entry) => matchesFilters(entry, this.asked));
      this.window.reset({ items, cursor: null, next_cursor: null });
    } else {
      this.window.clear();
    }
    this.#set({ status: stale ? 'ready' : 'failed', busy: false, stale, error }, 'reset');
  }

  async loadOlder(): Promise<void> {
    const cursor = this.window.older;
    if (cursor === null || this.state.status !== 'ready' || this.state.busy || this.state.older === 'loading') return;
    const signal = this.#abort.signal;
    this.#set({ older: 'loading' });
    try {
      const page = await this.fetchPage(this.asked, cursor, signal);
      if (signal.aborted || this.window.older !== cursor) return;
      this.window.append({ ...page, cursor });
      this.#set({ older: 'none' }, 'older');
    } catch (error) {
      if (!signal.aborted) this.#set({ older: 'failed', error });
    }
  }

  /** Goes on to the end, where that is near. */
  async loadRest(): Promise<void> {
    while (!this.exhausted && !this.overfull && this.state.status === 'ready' && this.state.older === 'none') await this.loadOlder();
  }

  /** Puts back the page above, and lets one go below. */
  async loadNewer(): Promise<void> {
    const cursor = this.window.newer;
    if (cursor === null || this.state.busy || this.state.newer === 'loading') return;
    const signal = this.#abort.signal;
    this.#set({ newer: 'loading' });
    try {
      const page = await this.fetchPage(this.asked, cursor, signal);
      if (signal.aborted || this.window.newer !== cursor) return;
      this.window.returnTop({ ...page, cursor: null });
      while (this.window.pages.length > MOST_PAGES) this.window.leaveBottom();
      if (this.window.at_top) this.#forgetSeen();
      this.#set({ newer: 'none' }, 'newer');
    } catch (error) {
      if (!signal.aborted) this.#set({ newer: 'failed', error });
    }
  }

  /** Goes to what was left `offset` pixels from the top, without the pages between. */
  async jumpTo(offset: number): Promise<void> {
    if (this.window.at_top || this.state.busy) return;
    const signal = this.#renew();
    const cursor = this.window.jumpTo(offset);
    this.#set({ busy: true, older: 'none', newer: 'none' });
    try {
      const page = await this.fetchPage(this.asked, cursor, signal);
      if (signal.aborted) return;
      this.window.pages = [{ ...page, cursor }];
      this.#set({ busy: false }, 'newer');
    } catch (error) {
      if (!signal.aborted) this.#set({ busy: false, status: 'failed', error }, 'reset');
    }
  }

  /** Folded rows can make hundreds of entries one line, so that none of them leaves the screen: then the reader says when to go on. */
  get overfull(): boolean {
    return this.window.pages.length >= MOST_UNTRIMMED;
  }

  /** Whether a page may leave at the upper end. */
  get crowded(): boolean {
    return this.window.pages.length > MOST_PAGES;
  }

  leaveTop(height: number): void {
    this.window.leaveTop(height);
  }

  /** An entry that was just written. It is shown at once only where the reader stands at the top and nothing is open. */
  receive(entry: ActivityEntry, show: boolean): boolean {
    if (this.state.status !== 'ready' || !matchesFilters(entry, this.filters)) return false;
    if (show && this.at_newest && !this.state.busy && this.pending_count === 0) {
      this.#onTop([entry]);
      return true;
    }
    this.pending_count += 1;
    this.pending = [entry, ...this.pending].slice(0, MOST_PENDING);
    this.changed('state');
    return true;
  }

  /** Shows what waits above. Loads afresh where the window does not reach up to it, or where too much has come in. */
  async takePending(): Promise<void> {
    if (this.at_newest && this.pending_count <= this.pending.length && this.window.size > 0) {
      const waiting = this.pending;
      this.pending = [];
      this.pending_count = 0;
      this.#onTop(waiting);
    } else {
      await this.load(this.filters);
    }
  }

  /** After the hub was away: what came in meanwhile is not on the line, so the newest page is asked for. */
  async catchUp(show: boolean): Promise<void> {
    if (this.state.status === 'failed' || this.state.stale) return this.load(this.filters, this.back_from);
    if (this.state.status !== 'ready') return;
    const signal = this.#abort.signal;
    const page = await this.fetchPage(this.filters, null, signal).catch(() => null);
    if (!page || signal.aborted) return;
    const newest = this.pending[0] ?? this.window.pages[0]?.items[0];
    const at = page.items.findIndex((entry) => entry.id === newest?.id);
    if (at === 0 || (at === -1 && !this.at_newest)) return;
    if (at === -1) {
      if (show) await this.load(this.filters);
      else this.#missed(page.items.length);
      return;
    }
    for (const entry of page.items.slice(0, at).reverse()) this.receive(entry, show);
  }

  /** Arriving at the newest entry by scrolling, the reader has passed what waited. */
  #forgetSeen(): void {
    const newest = this.window.pages[0]?.items[0]?.id;
    const passed = this.pending.findIndex((entry) => entry.id === newest);
    if (this.pending_count > this.pending.length) this.pending = [];
    else if (passed !== -1) this.pending = this.pending.slice(0, passed);
    this.pending_count = this.pending.length;
  }

  /** Too much came in to name it one by one: taking it in loads the log afresh. */
  #missed(count: number): void {
    this.pending = [];
    this.pending_count += count;
    this.changed('state');
  }

  #onTop(entries: readonly ActivityEntry[]): void {
    const added = this.window.addNew(entries);
    this.fresh = new Set(added.slice(0, 3).map((entry) => entry.id));
    this.changed('live');
    if ((this.window.pages[0]?.items.length ?? 0) > MOST_ON_TOP) void this.load(this.filters);
  }

  #renew(): AbortSignal {
    this.#abort.abort();
    this.#abort = new AbortController();
    return this.#abort.signal;
  }

  #set(part: Partial<ReaderState>, change: ReaderChange = 'state'): void {
    this.state = { ...this.state, ...part };
    this.changed(change);
  }
}
