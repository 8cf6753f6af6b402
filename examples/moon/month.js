/** From one new moon to the next, on average; the true ones are up to seven hours off. */
export const MONTH_MS = 29.530588861 * 86_400_000;

/** A new moon to count from. */
const NEW_MOON = Date.UTC(2000, 0, 6, 18, 14);

/** How far the month has come, 0 (new) to 1. */
export function progress(at) {
  return ((at - NEW_MOON) / MONTH_MS) % 1;
}

/** Which part of the moon is lit, 0 to 1. */
export function litPart(at) {
  return (1 - Math.cos(2 * Math.PI * progress(at))) / 2;
}

/** The first moment after `after` at which the month has come so far. */
export function nextAt(part, after) {
  const first = NEW_MOON + part * MONTH_MS;
  return first + (Math.floor((after - first) / MONTH_MS) + 1) * MONTH_MS;
}
