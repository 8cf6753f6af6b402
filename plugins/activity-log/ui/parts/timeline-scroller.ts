import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LogReader } from '../data/log-reader.js';

/** How far from the screen's edges entries are fetched and dropped, in pixels: fetching begins before the reader is there. */
const FETCH_WITHIN = 1500;
const DROP_BEYOND = 2500;
/** A place so far above what is held that going there page by page would take long. */
const JUMP_BEYOND = 4000;
/** Scrolling rests this long before such a jump. */
const JUMP_AFTER_MS = 120;
/** Scrolled down this far, new entries wait behind the pill. */
const AT_TOP = 48;
/** Tallest room that stands for entries left above. Browsers end a page at some 17 to 33 million pixels; a million rows are 40 million. */
const TALLEST = 8_000_000;

/** What the scroller needs of the timeline. Rows carry their key as `data-key`. */
export interface Scrolled extends ReactiveControllerHost, HTMLElement {
  readonly reader: LogReader;
  /** The rows in the page, uppermost first. */
  readonly elements: HTMLElement[];
  /** The room that stands for what was left above, and the rows' own box. */
  readonly room: HTMLElement | null;
  readonly content: HTMLElement | null;
  rowElement(key: string): HTMLElement | undefined;
  /** The row that shows this entry. */
  elementOf(id: string): HTMLElement | undefined;
}

interface Anchor {
  key: string;
  /** Its place in the page, not on the screen: the reader may scroll before it is looked at again. */
  top: number;
}

function placeOf(row: HTMLElement): number {
  return row.getBoundingClientRect().top + window.scrollY;
}

/**
 * Fetches and drops pages as the reader scrolls, and keeps the rows in sight where they are while others come and go above them. Browsers
 * do that in different ways or not at all, so it is done here, before each picture is drawn.
 */
export class TimelineScroller implements ReactiveController {
  #anchor: Anchor | null = null;
  #frame = 0;
  #jump: number | undefined;

  constructor(private readonly host: Scrolled) {
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('scroll', this.#onScroll, { passive: true });
    window.addEventListener('resize', this.#onScroll, { passive: true });
  }

  hostDisconnected(): void {
    window.removeEventListener('scroll', this.#onScroll);
    window.removeEventListener('resize', this.#onScroll);
    cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#jump);
  }

  hostUpdated(): void {
    this.#schedule();
  }

  /** Whether the list's head is in sight. */
  get at_top(): boolean {
    return this.host.offsetParent === null || this.host.getBoundingClientRect().top > -AT_TOP;
  }

  /** The key of the first row in sight. */
  get visible(): string | undefined {
    const row = this.host.elements.find((candidate) => candidate.getBoundingClientRect().bottom > 0);
    return row?.dataset.key;
  }

  /** Remembers where a row stands, by default the first in sight, before an update moves things. */
  keep(key: string | undefined = this.#anchor?.key ?? this.visible): void {
    if (key === undefined || this.#anchor?.key === key) return;
    const row = this.host.rowElement(key);
    this.#anchor = row ? { key, top: placeOf(row) } : null;
  }

  /** Lets the update move what it moves. */
  release(): void {
    this.#anchor = null;
  }

  readonly #onScroll = (): void => {
    this.#schedule();
  };

  #schedule(): void {
    cancelAnimationFrame(this.#frame);
    // By then the new rows have their heights, and nothing of it has been painted yet.
    this.#frame = requestAnimationFrame(() => {
      this.#hold();
      this.#look();
    });
  }

  #hold(): void {
    const anchor = this.#anchor;
    const { room, reader } = this.host;
    this.#anchor = null;
    if (room) room.style.blockSize = `${Math.min(reader.window.height_above, TALLEST)}px`;
    const row = anchor ? this.host.rowElement(anchor.key) : undefined;
    if (!anchor || !row) return;
    const moved = placeOf(row) - anchor.top;
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' });
  }

  /** Fetches and drops what the place of the screen asks for. */
  #look(): void {
    const { reader, content } = this.host;
    window.clearTimeout(this.#jump);
    if (!content || reader.state.status !== 'ready' || this.host.offsetParent === null) return;
    if (reader.crowded && this.#trim()) return;
    const place = content.getBoundingClientRect();
    if (place.bottom < innerHeight + FETCH_WITHIN && reader.state.older === 'none' && !reader.overfull) void reader.loadOlder();
    if (reader.window.at_top) return;
    if (place.top > innerHeight + JUMP_BEYOND) this.#jump = window.setTimeout(this.#jumpAbove, JUMP_AFTER_MS);
    else if (place.top > -FETCH_WITHIN && reader.state.newer === 'none') void reader.loadNewer();
  }

  /** Lets the uppermost page go once it is far above the screen. */
  #trim(): boolean {
    const { reader } = this.host;
    const [upper, lower] = reader.window.pages.map((page) => this.host.elementOf(page.items[0]?.id ?? ''));
    if (!upper || !lower || upper === lower) return false;
    const end = lower.getBoundingClientRect().top;
    if (end > -DROP_BEYOND) return false;
    this.keep();
    reader.leaveTop(end - upper.getBoundingClientRect().top);
    this.host.requestUpdate();
    return true;
  }

  readonly #jumpAbove = (): void => {
    const { room, reader } = this.host;
    const height = reader.window.height_above;
    if (!room || height === 0) return;
    const place = Math.max(0, -room.getBoundingClientRect().top) / Math.min(height, TALLEST);
    void reader.jumpTo(place * height);
  };
}
