import type { Disposer, Logger, MqttMessage } from '@lightkeeper/plugin-sdk';
import { FilterTree } from './filter-tree.js';
import { checkFilter } from './topics.js';

type Handler = (message: MqttMessage) => void;

/** Who listens to which topics beside the hub's own commands. */
export interface Subscriptions {
  add(filter: string, handler: Handler): Disposer;
  /** Each filter once. */
  filters(): string[];
  /** Hands a message to all whose filter it matches. `runAs` opens the context of its sender. Never throws. */
  dispatch(message: MqttMessage, runAs: (fn: () => void) => void): void;
}

interface SubscriptionsOptions {
  log: Logger;
  /** Somebody wants to hear a filter; also when somebody else does already, since what the broker has kept is told to newcomers. */
  onAdded: (filter: string) => void;
  /** Nobody listens to it any more. */
  onRemoved: (filter: string) => void;
}

/** Makes the table. */
export function createSubscriptions({ log, onAdded, onRemoved }: SubscriptionsOptions): Subscriptions {
  const tree = new FilterTree<{ handler: Handler }>();
  const counts = new Map<string, number>();

  return {
    add(filter, handler) {
      checkFilter(filter);
      const listener = { handler };
      tree.add(filter, listener);
      counts.set(filter, (counts.get(filter) ?? 0) + 1);
      onAdded(filter);
      return () => {
        if (!tree.remove(filter, listener)) return;
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
    dispatch(message, runAs) {
      // `$` topics are the broker's own, and no filter speaks of them by a wildcard; who names one outright hears it.
      for (const { handler } of tree.match(message.topic)) {
        try {
          runAs(() => {
            handler(message);
          });
        } catch (error) {
          log.error('A listener of MQTT messages failed', { topic: message.topic, error });
        }
      }
    },
  };
}
