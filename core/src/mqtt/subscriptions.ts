import type { Disposer, Logger, MqttMessage } from '@lightkeeper/plugin-sdk';
import { checkFilter } from './topics.js';

type Handler = (message: MqttMessage) => void;

/** Who listens to which topics beside the hub's own commands. */
export interface Subscriptions {
  add(filter: string, handler: Handler): Disposer;
  /** Each filter once. */
  filters(): string[];
  /** Hands a message to all whose filter it matches. Never throws. */
  dispatch(message: MqttMessage): void;
}

interface SubscriptionsOptions {
  log: Logger;
  runAs: (fn: () => void) => void;
  /** Somebody wants to hear a filter; also when somebody else does already, since what the broker has kept is told to newcomers. */
  onAdded: (filter: string) => void;
  /** Nobody listens to it any more. */
  onRemoved: (filter: string) => void;
}

/** A level of the tree of filters: `a/+/c` is three steps below the root. */
interface Level {
  next: Map<string, Level>;
  listeners: Set<{ handler: Handler }>;
}

/** Makes the table. Matching costs as many steps as a topic has levels, however many filters there are. */
export function createSubscriptions({ log, runAs, onAdded, onRemoved }: SubscriptionsOptions): Subscriptions {
  const root = emptyLevel();
  const counts = new Map<string, number>();

  function tell({ handler }: { handler: Handler }, message: MqttMessage): void {
    try {
      runAs(() => {
        handler(message);
      });
    } catch (error) {
      log.error('A listener of MQTT messages failed', { topic: message.topic, error });
    }
  }

  return {
    add(filter, handler) {
      const levels = checkFilter(filter);
      const path = [root];
      for (const level of levels) path.push(step(path.at(-1) ?? root, level));
      const listener = { handler };
      path.at(-1)?.listeners.add(listener);
      counts.set(filter, (counts.get(filter) ?? 0) + 1);
      onAdded(filter);
      return () => {
        if (path.at(-1)?.listeners.delete(listener) !== true) return;
        prune(path, levels);
        const left = (counts.get(filter) ?? 1) - 1;
        if (left > 0) {
          counts.set(filter, left);
        } else {
          counts.delete(filter);
          onRemoved(filter);
        }
      };
    },
    filters: () => [...counts.keys()],
    dispatch(message) {
      // MQTT 3.1.1 §4.7.2: topics that begin with `$` are the broker's own, and no wildcard at the beginning speaks of them.
      if (message.topic.startsWith('$')) return;
      for (const listener of listenersOf(root, message.topic.split('/'))) tell(listener, message);
    },
  };
}

function emptyLevel(): Level {
  return { next: new Map(), listeners: new Set() };
}

function step(level: Level, word: string): Level {
  let next = level.next.get(word);
  if (next === undefined) level.next.set(word, (next = emptyLevel()));
  return next;
}

/** Takes away the levels that lead nowhere any more. */
function prune(path: readonly Level[], words: readonly string[]): void {
  for (let index = words.length; index > 0; index -= 1) {
    const [level, parent, word] = [path[index], path[index - 1], words[index - 1]];
    if (level === undefined || word === undefined || level.listeners.size > 0 || level.next.size > 0) return;
    parent?.next.delete(word);
  }
}

/** The listeners along all ways that lead to the topic: by its words, by `+`, and by `#` for whatever is left (MQTT 3.1.1 §4.7.1). */
function listenersOf(root: Level, words: readonly string[]): { handler: Handler }[] {
  const found: { handler: Handler }[] = [];
  let reached = [root];
  for (let index = 0; index <= words.length; index += 1) {
    const word = words[index];
    const onward: Level[] = [];
    for (const level of reached) {
      const rest = level.next.get('#');
      if (rest !== undefined) found.push(...rest.listeners);
      if (word === undefined) {
        found.push(...level.listeners);
        continue;
      }
      for (const next of [level.next.get(word), level.next.get('+')]) if (next !== undefined) onward.push(next);
    }
    reached = onward;
  }
  return found;
}
