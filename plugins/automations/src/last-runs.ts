import { setTimeout as pause } from 'node:timers/promises';
import type { TraceSummary } from '@lightkeeper/plugin-sdk';

/** Real time, since a hub that stops waits for no clock. */
const PATIENCE_MS = 2_000;
const LOOK_MS = 20;

/** What the end of the hub has set going, such as a light that goes out with it, may come to its own end; but not for long. */
export async function awaitLastRuns(underWay: () => readonly TraceSummary[]): Promise<void> {
  const isLast = ({ trigger, outcome }: TraceSummary): boolean =>
    outcome === 'running' && trigger.kind === 'hub' && trigger.data.event === 'shutting_down';
  for (let waited = 0; waited < PATIENCE_MS && underWay().some(isLast); waited += LOOK_MS) await pause(LOOK_MS);
}
