import type { CaptureTarget } from '@lightkeeper/plugin-sdk/wire';

/** The lights of a device, from `start` up to the one before `stop`. */
export type LightRange = NonNullable<CaptureTarget['segment']>;

/** The lights of its device, of which there are `leds`, that a target has. */
export function partOf({ segment }: CaptureTarget, leds: number): LightRange {
  return segment == null ? { start: 0, stop: leds } : { start: segment.start, stop: Math.max(segment.start, Math.min(segment.stop, leds)) };
}

/** How many lights of the layout a target shows. */
export function shownBy(target: CaptureTarget, leds: number): number {
  const { start, stop } = partOf(target, leds);
  return target.count ?? stop - start;
}

/** The light of the layout behind the last one that is shown. `leds` gives how many lights a device has. */
function behind(targets: readonly CaptureTarget[], leds: (device_id: string) => number): number {
  return targets.reduce((most, target) => Math.max(most, target.first + shownBy(target, leds(target.device_id))), 0);
}

/**
 * The targets with one more of a device, which shows what comes behind the others. A device that is there already gives lights that no target
 * has; where all are taken, the longest part is cut in two. The same targets when there is nothing to give.
 */
export function withDevice(
  targets: readonly CaptureTarget[],
  device_id: string,
  leds: (device_id: string) => number,
): readonly CaptureTarget[] {
  const own = targets.filter((target) => target.device_id === device_id);
  const fresh: CaptureTarget = { device_id, first: behind(targets, leds), reverse: false };
  if (own.length === 0) return [...targets, fresh];
  const free = longest(gapsOf(own, leds(device_id)));
  if (free !== null) return [...targets, { ...fresh, segment: free }];
  const whole = longest(own.map((target) => partOf(target, leds(device_id))));
  if (whole === null || whole.stop - whole.start < 2) return targets;
  const middle = Math.ceil((whole.start + whole.stop) / 2);
  const at = targets.findIndex((target) => target.device_id === device_id && partOf(target, leds(device_id)).start === whole.start);
  const cut = targets.map((target, index) =>
    index === at ? { ...target, count: null, segment: { start: whole.start, stop: middle } } : target,
  );
  return [...cut, { ...fresh, first: behind(cut, leds), segment: { start: middle, stop: whole.stop } }];
}

/** The lights of a device that none of its targets has. */
function gapsOf(own: readonly CaptureTarget[], leds: number): LightRange[] {
  const taken = own.map((target) => partOf(target, leds)).sort((a, b) => a.start - b.start);
  const gaps: LightRange[] = [];
  let from = 0;
  for (const { start, stop } of [...taken, { start: leds, stop: leds }]) {
    if (start > from) gaps.push({ start: from, stop: start });
    from = Math.max(from, stop);
  }
  return gaps;
}

function longest(ranges: readonly LightRange[]): LightRange | null {
  return ranges.reduce<LightRange | null>(
    (best, range) => (best === null || range.stop - range.start > best.stop - best.start ? range : best),
    null,
  );
}
