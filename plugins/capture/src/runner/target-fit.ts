import type { Target } from '../entities/target.js';

/** Where the lights of a target begin on a device that has so many, and how many they are. */
export function placeOf({ segment }: Target, leds: number): { start: number; room: number } {
  const start = Math.min(leds, segment?.start ?? 0);
  return { start, room: Math.min(leds, segment?.stop ?? leds) - start };
}

/** Says when a layout of so many `lights` and a device with so many `leds` do not have the same; `targets` are all of the layout. */
export function misfitOf(
  target: Target,
  { leds, lights, targets }: { leds: number; lights: number; targets: readonly Target[] },
): string | null {
  const { first, count, segment } = target;
  const { room } = placeOf(target, leds);
  if (segment !== null && segment.stop > leds) {
    return `Its segment ends at ${segment.stop}, but it has ${leds} lights: ${room === 0 ? 'nothing is shown' : 'the rest of the segment is not shown'}.`;
  }
  const offered = Math.max(0, lights - first);
  if (offered === 0) return `It begins at light ${first} of the layout, which has ${lights}: nothing is shown.`;
  if (count !== null) return count > offered ? `The layout has ${offered} of the ${count} lights that it shows.` : null;
  // Where the lights of another target begin, those of this one are meant to end.
  const meant = Math.min(lights, ...targets.map((other) => other.first).filter((start) => start > first)) - first;
  if (meant > room) return `The layout has ${meant} lights for it, but it has ${room}: the others are not shown.`;
  return offered < room ? `It has ${room} lights, but the layout only ${offered}: the others stay dark.` : null;
}
