import type { Occurrence } from '@lightkeeper/plugin-sdk';
import type { TriggerHub } from './hub.js';

/** Runs `fn` with the entry that tells of an occurrence as its cause, so that the log leads from the effect to it. */
export function because(hub: TriggerHub, { entry_id, actor }: Pick<Occurrence, 'entry_id' | 'actor'>, fn: () => void): void {
  const current = hub.context.current();
  hub.context.run({ ...current, ...(actor !== undefined && { actor }), cause_id: entry_id ?? current.cause_id }, fn);
}
