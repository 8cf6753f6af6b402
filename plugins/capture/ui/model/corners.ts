import type { BorderLayout, LayoutCorner } from '@lightkeeper/plugin-sdk/wire';

/** Which light, by its place on the strip, is the first behind each corner. */
export type CornerTaps = Partial<Record<LayoutCorner, number>>;

type Counts = Pick<BorderLayout, 'top' | 'right' | 'bottom' | 'left' | 'start' | 'direction' | 'offset'>;

/** Clockwise, seen from the front, each with the edge that follows it. */
const CORNERS = ['top_left', 'top_right', 'bottom_right', 'bottom_left'] as const;
const EDGES = ['top', 'right', 'bottom', 'left'] as const;

/** The corners that have to be found: a strip that leaves the bottom free begins and ends there. */
export function cornersToFind(bottom: boolean): readonly LayoutCorner[] {
  return bottom ? CORNERS : ['top_left', 'top_right'];
}

/** What the taps tell; `missing` while one is not there yet, `crossed` when no strip runs like that. */
export type Solution = { counts: Counts } | { problem: 'missing' | 'crossed' };

/**
 * The layout of a strip of so many lights, from the first light behind each of its corners. It may begin in the middle of an edge.
 * Without lights at the `bottom`, it begins at one of the lower corners and ends at the other.
 */
export function solveCorners(leds: number, taps: CornerTaps, bottom: boolean): Solution {
  const wanted = cornersToFind(bottom);
  const found = wanted.flatMap((corner) => (taps[corner] === undefined ? [] : [{ corner, at: taps[corner] }]));
  if (found.length < wanted.length) return { problem: 'missing' };
  const all = bottom ? found : withEnds(leds, found);
  all.sort((a, b) => a.at - b.at);
  if (all.some(({ at }, index) => index > 0 && at === all[index - 1]?.at)) return { problem: 'crossed' };
  const first = all[0];
  if (first === undefined) return { problem: 'missing' };
  const places = all.map(({ corner }) => CORNERS.indexOf(corner));
  const step = bottom || places.length > 1 ? ((places[1] ?? 0) - (places[0] ?? 0) + 4) % 4 : 0;
  const even = places.every((place, index) => place === ((places[0] ?? 0) + index * step) % 4);
  if ((step !== 1 && step !== 3) || !even) return { problem: 'crossed' };
  const counts: Counts = {
    top: 0,
    right: 0,
    bottom: 0,
    left: 0,
    start: first.corner,
    direction: step === 1 ? 'clockwise' : 'counterclockwise',
    // The strip's first light lies before the first corner.
    offset: first.at === 0 ? 0 : -first.at,
  };
  all.forEach(({ at }, index) => {
    const next = all[index + 1]?.at ?? leds + first.at;
    const place = places[index] ?? 0;
    // Against the clock, the edge that follows a corner is the one before it.
    const edge = EDGES[step === 1 ? place : (place + 3) % 4] ?? 'top';
    counts[edge] = next - at;
  });
  return { counts };
}

/** The strip that leaves the bottom free: its ends are corners too. */
function withEnds(leds: number, found: { corner: LayoutCorner; at: number }[]): { corner: LayoutCorner; at: number }[] {
  const [first] = [...found].sort((a, b) => a.at - b.at);
  const clockwise = first?.corner === 'top_left';
  return [
    { corner: clockwise ? 'bottom_left' : 'bottom_right', at: 0 },
    ...found,
    { corner: clockwise ? 'bottom_right' : 'bottom_left', at: leds },
  ];
}
