import type { SceneOutcome } from '@lightkeeper/plugin-sdk';

/** More names than that make no sentence. */
const MAX_NAMES = 3;
/** More than that would be too long for an entry; each device has one of its own. */
const MAX_TOLD = 20;

/** What the entry about a scene that did not reach all of its devices says of them. */
export function missedBy(items: readonly SceneOutcome[]): Record<string, unknown> {
  const missed = items.filter(({ ok }) => !ok);
  const failed = missed.map(({ device_name, error }) => ({ device: device_name, reason: error?.detail ?? '' }));
  const waiting = missed.flatMap(({ device_name, waiting: waits }) => (waits ? [device_name] : []));
  return {
    missed: wordsFor(missed, items.length),
    devices: items.length,
    failed: failed.slice(0, MAX_TOLD),
    ...(waiting.length > 0 && { waiting: waiting.slice(0, MAX_TOLD) }),
  };
}

function wordsFor(missed: readonly SceneOutcome[], total: number): string {
  if (missed.length > MAX_NAMES)
    return missed.length === total ? `any of its ${total} devices` : `${missed.length} of its ${total} devices`;
  const names = missed.map(({ device_name }) => device_name);
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
}
