import type { ActivityEntry, ActivityFacets, ActivityHistogram, ActivityWhy, PluginDatabase } from '@lightkeeper/plugin-sdk';
import { breathe } from './breathe.js';
import { ENTRIES, SEARCH } from './names.js';
import { readPage, type EntryPage } from './query/page.js';
import { rangeOfTimes } from './query/range.js';
import { EVERYTHING, type Selection } from './query/selection.js';
import { matchesNothing, planOf } from './query/sources.js';
import { facets, histogram, type HistogramSpan } from './query/summaries.js';
import { tally } from './query/tally.js';
import { findSeqs } from './query/walk.js';
import { whyOf } from './query/why.js';
import { matchExpression } from './query/words.js';
import { ROW_COLUMNS, toEntry, type EntryRow, type PlacedEntry } from './row.js';
import { SearchIndex } from './search-index.js';
import type { LogState } from './state.js';

/** Entries that an export reads at a time. */
const EXPORT_BATCH = 1000;

/** All that is read from the log. Nothing here ever holds more than a page or a batch of it. */
export class ActivityRepository {
  readonly search: SearchIndex;

  constructor(
    private readonly db: PluginDatabase,
    private readonly state: LogState,
  ) {
    this.search = new SearchIndex(db, state);
  }

  /** One page, newest first. `cursor` comes from a page of the same selection. */
  async query(selection: Selection, limit: number, cursor?: string, signal?: AbortSignal): Promise<EntryPage> {
    return readPage(this.db, await this.#possible(selection), this.state.floor, limit, cursor, signal);
  }

  get(id: string, hidden_category: string | null = null): ActivityEntry | undefined {
    const [row] = this.db.all<EntryRow>(`SELECT ${ROW_COLUMNS} FROM ${ENTRIES} WHERE id = ? AND seq >= ?`, [id, this.state.floor]);
    return row === undefined || row.category === hidden_category ? undefined : toEntry(row);
  }

  /** What led to the entry and what followed from it; undefined when there is no such entry. */
  why(id: string, hidden_category: string | null = null): ActivityWhy | undefined {
    const entry = this.get(id, hidden_category);
    if (entry === undefined) return undefined;
    const find = (cause: string): ActivityEntry | 'hidden' | undefined =>
      this.get(cause, hidden_category) ?? (this.get(cause) === undefined ? undefined : 'hidden');
    return whyOf(entry, { db: this.db, find, floor: this.state.floor, hidden_category });
  }

  async count(selection: Selection = EVERYTHING, signal?: AbortSignal): Promise<number> {
    let total = 0;
    await tally(this.db, await this.#possible(selection), this.state.floor, null, (row) => (total += row.n), signal);
    return total;
  }

  async facets(selection: Selection, signal?: AbortSignal): Promise<ActivityFacets> {
    return facets(this.db, await this.#possible(selection), this.state.floor, signal);
  }

  async histogram(selection: Selection, span: HistogramSpan, signal?: AbortSignal): Promise<ActivityHistogram> {
    return histogram(this.db, await this.#possible(selection), this.state.floor, span, signal);
  }

  /**
   * The selected entries' numbers, newest first, batch by batch, up to and including `newest`: entries that come in meanwhile are not
   * among them.
   */
  async *iterSeqs(selection: Selection, newest: number, signal?: AbortSignal): AsyncGenerator<number[]> {
    const possible = await this.#possible(selection);
    if (matchesNothing(possible)) return;
    const plan = planOf(possible);
    const range = rangeOfTimes(this.db, possible.since, possible.until, this.state.floor);
    range.high = Math.min(range.high, newest + 1);
    while (range.low < range.high && signal?.aborted !== true) {
      const seqs = await findSeqs(this.db, plan, range, 'older', EXPORT_BATCH, signal);
      const last = seqs.at(-1);
      if (last === undefined) return;
      yield seqs;
      range.high = last;
      await breathe();
    }
  }

  /** The entries after `seq` in the order in which they were written. */
  after(seq: number, limit: number): PlacedEntry[] {
    const rows = this.db.all<EntryRow>(`SELECT ${ROW_COLUMNS} FROM ${ENTRIES} WHERE seq > ? AND seq >= ? ORDER BY seq LIMIT ?`, [
      seq,
      this.state.floor,
      limit,
    ]);
    return rows.map((row) => ({ seq: row.seq, entry: toEntry(row) }));
  }

  /** Number and time of the first and the last entry; null for an empty log. */
  ends(): { oldest: { seq: number; ts: number }; newest: { seq: number; ts: number } } | null {
    const end = (order: 'ASC' | 'DESC'): { seq: number; ts: number } | undefined =>
      this.db.all<{ seq: number; ts: number }>(`SELECT seq, ts FROM ${ENTRIES} WHERE seq >= ? ORDER BY seq ${order} LIMIT 1`, [
        this.state.floor,
      ])[0];
    const oldest = end('ASC');
    const newest = end('DESC');
    return oldest && newest ? { oldest, newest } : null;
  }

  /** Whether an entry of this category was ever written and is still there; for words of plugins that are gone. */
  hasCategory(category: string): boolean {
    return this.db.all(`SELECT 1 FROM ${ENTRIES} WHERE category = ? LIMIT 1`, [category]).length > 0;
  }

  /**
   * Makes ready for a search: the index has to know all entries, and some letters are newer than SQLite's table of letters. It would take
   * a word with such a letter for two; no entry can be found by one.
   */
  async #possible(selection: Selection): Promise<Selection> {
    if (selection.words !== null) await this.search.catchUp();
    const strange = selection.words?.some((word) => /[^\p{ASCII}]/u.test(word)) ?? false;
    if (selection.words === null || !strange) return selection;
    try {
      this.db.all(`SELECT rowid FROM ${SEARCH} WHERE ${SEARCH} MATCH ? AND rowid = 0`, [matchExpression(selection.words)]);
      return selection;
    } catch {
      return { ...selection, words: [] };
    }
  }
}
