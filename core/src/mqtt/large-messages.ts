import type { Clock, Logger } from '@lightkeeper/plugin-sdk';

const WARN_EVERY_MS = 3_600_000;
const MAX_BRANCHES = 1_000;

/** Tells of messages that were cut: once an hour for each branch of topics, however many come. */
export interface LargeMessages {
  note(branch: string, topic: string, bytes: number): void;
}

export function createLargeMessages(clock: Clock, log: Logger): LargeMessages {
  const warned = new Map<string, number>();

  return {
    note(branch, topic, bytes) {
      if (clock.now() - (warned.get(branch) ?? -Infinity) < WARN_EVERY_MS) return;
      if (warned.size >= MAX_BRANCHES) warned.clear();
      warned.set(branch, clock.now());
      log.warn('A message was too long and is taken in part; others like it are not mentioned for an hour', { topic, bytes });
    },
  };
}
