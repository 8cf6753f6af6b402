import type { ActivityEntry, Page } from '@lightkeeper/plugin-sdk/wire';
import { dayOf } from './rows.js';

/** What `GET /activity` answers. The first page has no way to newer entries. */
export interface LogPage extends Page<ActivityEntry> {
  previous_cursor?: string | null;
}

/** A page that is held, with the cursor by which it was asked for. */
export interface HeldPage extends LogPage {
  cursor: string | null;
}

/** What remains of a page that the reader has left above: enough to ask for it again, and the room that it took. */
export interface LeftPage {
  cursor: string | null;
  height: number;
  /** Day of its last entry, and how many entries of that day there are down to its end. */
  last_day: string;
  last_day_entries: number;
}

/**
 * A stretch of the log, however long the log is. Pages join at the lower end while the reader goes down and leave at the upper one;
 * going up it is the other way round. Of what was left above, only cursors and heights stay; below, nothing.
 */
export class PageWindow {
  pages: HeldPage[] = [];
  readonly above: LeftPage[] = [];
  #height = 0;

  get entries(): ActivityEntry[] {
    return this.pages.flatMap((page) => page.items);
  }

  get size(): number {
    return this.pages.reduce((sum, page) => sum + page.items.length, 0);
  }

  /** Where older entries begin; null at the end of the log. */
  get older(): string | null {
    return this.pages.at(-1)?.next_cursor ?? null;
  }

  /** Where newer entries begin; null where the window holds the newest one. */
  get newer(): string | null {
    return this.pages[0]?.previous_cursor ?? null;
  }

  get at_top(): boolean {
    return this.newer === null;
  }

  /** Entries of the window's first day that stand above it. */
  get before(): number {
    const first = this.pages[0]?.items[0];
    const last = this.above.at(-1);
    if (!first || !last) return 0;
    return dayOf(first.ts) === last.last_day ? last.last_day_entries : 0;
  }

  /** The height of everything above, in pixels. */
  get height_above(): number {
    return this.#height;
  }

  reset(page: HeldPage): void {
    this.clear();
    this.pages = [page];
  }

  clear(): void {
    this.pages = [];
    this.#cutAbove(0);
  }

  append(page: HeldPage): void {
    this.pages.push(page);
  }

  /** Takes the page at the upper end out of the window; `height` is the room that it took. */
  leaveTop(height: number): void {
    const before = this.before;
    const page = this.pages[0];
    const last = page?.items.at(-1);
    const next = this.pages[1];
    if (!page || !last || !next) return;
    this.pages.shift();
    const last_day = dayOf(last.ts);
    const same = page.items.filter((entry) => dayOf(entry.ts) === last_day).length;
    const whole = same === page.items.length;
    this.above.push({ cursor: page.cursor, height, last_day, last_day_entries: same + (whole ? before : 0) });
    this.#height += height;
  }

  leaveBottom(): void {
    if (this.pages.length > 1) this.pages.pop();
  }

  /** Puts a page back on top, fetched by {@link newer}. */
  returnTop(page: HeldPage): void {
    const left = this.above.at(-1);
    if (page.items.length > 0) this.pages.unshift({ ...page, cursor: left?.cursor ?? page.cursor });
    else if (this.pages[0]) this.pages[0] = { ...this.pages[0], previous_cursor: null };
    this.#cutAbove(this.at_top ? 0 : this.above.length - 1);
  }

  /** Goes to the page left above that covers `offset` pixels from the top, forgetting the pages held. Answers its cursor. */
  jumpTo(offset: number): string | null {
    let index = 0;
    let end = 0;
    for (const [place, page] of this.above.entries()) {
      index = place;
      end += page.height;
      if (end > offset) break;
    }
    const cursor = this.above[index]?.cursor ?? null;
    this.pages = [];
    this.#cutAbove(cursor === null ? 0 : index);
    return cursor;
  }

  /** New entries, newest first, on top of the newest one. Only where the window reaches up to it. Answers those that were not there. */
  addNew(entries: readonly ActivityEntry[]): ActivityEntry[] {
    const top = this.pages[0];
    if (!this.at_top || !top) return [];
    const known = new Set(top.items.map((entry) => entry.id));
    const fresh = entries.filter((entry) => !known.has(entry.id));
    if (fresh.length > 0) this.pages[0] = { ...top, items: [...fresh, ...top.items] };
    return fresh;
  }

  #cutAbove(length: number): void {
    this.above.length = Math.max(0, Math.min(length, this.above.length));
    this.#height = this.above.reduce((sum, page) => sum + page.height, 0);
  }
}
