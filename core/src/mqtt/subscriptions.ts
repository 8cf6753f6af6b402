import type { Disposer, Logger, MqttMessage } from '@lightkeeper/plugin-sdk';
import { FilterTree } from './filter-tree.js';
import { checkFilter } from './topics.js';

type Handler = (message: MqttMessage) => void;

/** Who listens to which topics beside the hub's own commands. */
export interface Subscriptions {
  add(filter: string, handler: Handler, options?: { qos?: 0 | 1 }): Disposer;
  /** Each filter once. */
  filters(): string[];
  /** The highest QoS that anybody wants a filter at. */
  qosOf(filter: string): 0 | 1 | undefined;
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
  const counts = new Map<string, { listeners: number; qos: 0 | 1 }>();

  return {
    add(filter, handler, { qos = 1 } = {}) {
      checkFilter(filter);
      const listener = { handler };
      tree.add(filter, listener);
      const known = counts.get(filter);
      counts.set(filter, { listeners: (known?.listeners ?? 0) + 1, qos: known?.qos === 1 ? 1 : qos });
      onAdded(filter);
      return () => {
        if (!tree.remove(filter, listener)) return;
        const left = counts.get(filter);
        if (left !== undefined && left.listeners > 1) {
          counts.set(filter, { ...left, listeners: left.listeners - 1 });
        } else {
          counts.delete(filter);
          onRemoved(filter);
        }
      };
    },
    filters: () => [...counts.keys()],
    qosOf: (filter) => counts.get(filter)?.qos,
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
