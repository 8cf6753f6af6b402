/** Tallest room that stands for entries left above. Browsers end a page at some 17 to 33 million pixels; a million rows are 40 million. */
const TALLEST = 8_000_000;

export interface Anchor {
  key: string;
  /** Its place in the page, not on the screen: the reader may scroll before it is looked at again. */
  top: number;
}

export function placeOf(row: HTMLElement): number {
  return row.getBoundingClientRect().top + window.scrollY;
}

/** The room to keep above the window, in pixels on screen, for `height` pixels of entries. */
export function roomAbove(height: number): number {
  return Math.max(0, Math.min(height, TALLEST));
}

/** Turns a place within that room back into a place within the entries that it stands for. */
export function offsetAbove(place: number, height: number): number {
  const room = roomAbove(height);
  return room === 0 ? 0 : (Math.max(0, place) / room) * height;
}

/** The first row in sight, by which the page is held while rows above it come and go. */
export function findAnchor(rows: readonly HTMLElement[]): Anchor | null {
  const row = rows.find((candidate) => candidate.getBoundingClientRect().bottom > 0);
  const key = row?.dataset.key;
  return row && key !== undefined ? { key, top: placeOf(row) } : null;
}
