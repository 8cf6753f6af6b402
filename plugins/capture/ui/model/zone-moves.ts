import type { CaptureZone } from '@lightkeeper/plugin-sdk/wire';

/** No zone is made smaller by hand, as a share of the picture. */
const LEAST = 0.01;

const tidy = (value: number): number => Math.round(value * 10_000) / 10_000;
const within = (value: number, least: number, most: number): number => tidy(Math.min(most, Math.max(least, value)));

/** The zone elsewhere, whole and of the same size, inside the picture. */
export function moved({ left, top, right, bottom }: CaptureZone, dx: number, dy: number): CaptureZone {
  const width = right - left;
  const height = bottom - top;
  const x = within(left + dx, 0, 1 - width);
  const y = within(top + dy, 0, 1 - height);
  return { left: x, top: y, right: within(x + width, 0, 1), bottom: within(y + height, 0, 1) };
}

/** The zone with its lower right corner elsewhere. */
export function resized({ left, top, right, bottom }: CaptureZone, dx: number, dy: number): CaptureZone {
  return {
    left,
    top,
    right: within(right + dx, Math.min(1, left + LEAST), 1),
    bottom: within(bottom + dy, Math.min(1, top + LEAST), 1),
  };
}

/** A place for one more zone, beside those that were added before it. */
export function spaceFor(index: number): CaptureZone {
  const left = tidy((index % 5) * 0.2);
  const top = tidy((Math.floor(index / 5) % 5) * 0.2);
  return { left, top, right: within(left + 0.2, 0, 1), bottom: within(top + 0.2, 0, 1) };
}
