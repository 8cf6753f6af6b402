import type { Trace, TraceStep } from '@lightkeeper/plugin-sdk/wire';

/** Where a step's bar stands in the lane, in percent of its width. */
export interface Bar {
  start: number;
  width: number;
}

/**
 * The bars of a run's steps on one time axis. Equal times are drawn equally wide no more: each stretch in which nothing begins or ends gets a width
 * that grows with the logarithm of its length, so that milliseconds can be seen beside an hour's wait, in their order.
 */
export function lanesOf(trace: Pick<Trace, 'started_at' | 'steps'>, now: number): Bar[] {
  const spans = trace.steps.map((step) => spanOf(step, now));
  const moments = [...new Set([Date.parse(trace.started_at), ...spans.flat()])].sort((a, b) => a - b);
  const places = new Map<number, number>();
  let total = 0;
  for (const [index, moment] of moments.entries()) {
    if (index > 0) total += Math.log2(2 + moment - (moments[index - 1] ?? moment));
    places.set(moment, total);
  }
  const percent = (moment: number): number => (total === 0 ? 0 : ((places.get(moment) ?? 0) / total) * 100);
  return spans.map(([from, to]) => ({ start: percent(from), width: percent(to) - percent(from) }));
}

function spanOf({ started_at, duration_ms }: TraceStep, now: number): [number, number] {
  const from = Date.parse(started_at);
  return [from, duration_ms === null ? Math.max(from, now) : from + duration_ms];
}

/** For each step, which time it is that the step at this path is done: 1 for the first; and whether there is a second at all. */
export function roundsOf(steps: readonly TraceStep[]): { round: number; repeated: boolean }[] {
  const counts = new Map<string, number>();
  const rounds = steps.map(({ path }) => {
    const round = (counts.get(path) ?? 0) + 1;
    counts.set(path, round);
    return round;
  });
  return steps.map(({ path }, index) => ({ round: rounds[index] ?? 1, repeated: (counts.get(path) ?? 1) > 1 }));
}
