import type { Disposer, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';

/** How long to wait for the activity log where no start of the hub follows, as when this plugin alone is restarted. */
const WAIT_MS = 3_000;

/**
 * Calls `begin` once, when what it does can be recorded: at once where the activity log is there, else after the hub has started.
 * A log that never comes does not keep the lights from working.
 */
export async function whenRecorded(
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'services' | 'hooks' | 'timers' | 'log'>,
  begin: () => Promise<void>,
): Promise<void> {
  if (hub.services.get('activity_recorder') !== undefined) {
    await begin();
    return;
  }
  const waits: Disposer[] = [];
  let begun = false;
  const once = (): void => {
    if (begun) return;
    begun = true;
    for (const dispose of waits) void dispose();
    begin().catch((error: unknown) => {
      hub.log.error('The devices could not begin', { error });
    });
  };
  waits.push(
    hub.hooks.tap('system.started', ({ tx }) => {
      // The start is told within its transaction, which whatever is begun would wait for.
      if (tx === undefined) once();
      else tx.afterCommit(once);
    }),
    hub.timers.after(WAIT_MS, 'begin without a start', once),
  );
}
