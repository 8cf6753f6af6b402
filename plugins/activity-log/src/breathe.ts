import { setImmediate } from 'node:timers/promises';

/** Lets everything else that waits have its turn. The database works on the hub's own thread, so long work is cut into short steps. */
export async function breathe(): Promise<void> {
  await setImmediate();
}
