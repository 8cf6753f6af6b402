import type { Hub, Vocabulary } from '@lightkeeper/plugin-sdk';

/** How long to wait for the activity log where no start of the hub follows, as when this plugin alone is restarted. */
const WAIT_MS = 3_000;

/**
 * Calls `begin` once, when what it does can be recorded: at once where the activity log is there, else after the hub has started.
 * A log that never comes does not keep the lights from working.
 */
export function whenRecorded(
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'services' | 'hooks' | 'timers'>,
  begin: () => Promise<void>,
): Promise<void> {
  if (hub.services.get('activity_recorder') !== undefined) return begin();
  let begun = false;
  const once = (): Promise<void> => {
    if (begun) return Promise.resolve();
    begun = true;
    return begin();
  };
  hub.hooks.tap('system.started', () => {
    // The start is told within its transaction, which whatever is begun must not wait for.
    hub.timers.after(0, 'begin after the start', once);
  });
  hub.timers.after(WAIT_MS, 'begin without a start', once);
  return Promise.resolve();
}
