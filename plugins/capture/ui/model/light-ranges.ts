/*
 * Which lights a calibration names. The hub counts them from 0, people from 1; `*` is all of them.
 */

const RANGE = /^\s*(\d{1,5})\s*(?:[-–]\s*(\d{1,5})\s*)?$/;
/** No layout has more lights, and no calibration more ranges. */
const MOST = { lights: 10_000, ranges: 100 };

/** As people write it: `0-5,9` is `1–6, 10`; empty for all. */
export function rangesToText(lights: string): string {
  if (lights === '*') return '';
  return lights
    .split(',')
    .map((part) => {
      const [, first, last] = RANGE.exec(part) ?? [];
      if (first === undefined) return part;
      return last === undefined ? `${Number(first) + 1}` : `${Number(first) + 1}–${Number(last) + 1}`;
    })
    .join(', ');
}

/** As the hub has it; null when it cannot be read. */
export function rangesFromText(text: string): string | null {
  if (text.trim() === '') return '*';
  const parts = text.split(',');
  if (parts.length > MOST.ranges) return null;
  const ranges: string[] = [];
  for (const part of parts) {
    const [, first, last = first] = RANGE.exec(part) ?? [];
    const [from, to] = [Number(first) - 1, Number(last) - 1];
    if (first === undefined || from < 0 || from > to || to >= MOST.lights) return null;
    ranges.push(from === to ? `${from}` : `${from}-${to}`);
  }
  return ranges.join(',');
}
