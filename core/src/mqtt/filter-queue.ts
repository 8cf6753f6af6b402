import type { HubClock } from '../time/clock.js';
import type { MqttConnection } from './transport.js';

interface FilterQueueOptions {
  clock: HubClock;
  qosOf: (filter: string) => 0 | 1;
  /** The broker denied a filter. */
  onDenied: (filter: string, error: unknown) => void;
  /** The broker did not answer in time. */
  onTimeout: (connection: MqttConnection) => void;
}

/**
 * What is to be subscribed to and unsubscribed from, in packets of many filters: thousands of them one by one would take thousands of
 * round trips.
 */
export interface FilterQueue {
  subscribe(filter: string): void;
  unsubscribe(filter: string): void;
  /** Sends all that waits, and what joins it meanwhile. Rejects when {@link FilterQueue.clear} is called first. */
  drain(connection: MqttConnection): Promise<void>;
  /** The connection is over; the next begins with nothing subscribed. */
  clear(): void;
}

interface Draining {
  connection: MqttConnection;
  done: Promise<void>;
  abandon: () => void;
}

const FILTERS_PER_PACKET = 100;
const LIMIT_MS = 10_000;

/** Makes the queue. */
export function createFilterQueue({ clock, qosOf, onDenied, onTimeout }: FilterQueueOptions): FilterQueue {
  const on = new Set<string>();
  const off = new Set<string>();
  let draining: Draining | null = null;

  /** One packet and its answer. */
  function packet(mine: Draining, work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      if (draining !== mine) {
        reject(new Error('the connection is over'));
        return;
      }
      const cancel = clock.setTimeout(() => {
        onTimeout(mine.connection);
      }, LIMIT_MS);
      mine.abandon = () => {
        void cancel();
        reject(new Error('the connection is over'));
      };
      work()
        .then(resolve, reject)
        .finally(() => {
          void cancel();
        });
    });
  }

  /** A broker that denies one filter refuses the packet; so each is asked for alone then. */
  async function subscribe(mine: Draining, filters: readonly string[], qos: 0 | 1): Promise<void> {
    try {
      await packet(mine, () => mine.connection.subscribe(filters, qos));
    } catch (error) {
      if (draining !== mine) throw error;
      const [only] = filters;
      if (filters.length > 1) for (const filter of filters) await subscribe(mine, [filter], qos);
      else if (only !== undefined) onDenied(only, error);
    }
  }

  async function unsubscribe(mine: Draining, filters: readonly string[]): Promise<void> {
    try {
      await packet(mine, () => mine.connection.unsubscribe(filters));
    } catch (error) {
      if (draining !== mine) throw error;
    }
  }

  async function run(mine: Draining): Promise<void> {
    // What is added in the same breath goes into the same packet.
    await Promise.resolve();
    while (on.size + off.size > 0) {
      const leaving = take(off);
      if (leaving.length > 0) await unsubscribe(mine, leaving);
      const [first] = on;
      const qos = first === undefined ? 1 : qosOf(first);
      const wanted = take(on, (filter) => qosOf(filter) === qos);
      if (wanted.length > 0) await subscribe(mine, wanted, qos);
    }
    if (draining === mine) draining = null;
  }

  return {
    subscribe(filter) {
      off.delete(filter);
      on.add(filter);
    },
    unsubscribe(filter) {
      // The packet that asks for it may be on its way, so it is taken back in any case.
      on.delete(filter);
      off.add(filter);
    },
    drain(connection) {
      if (draining?.connection === connection) return draining.done;
      const mine: Draining = { connection, done: Promise.resolve(), abandon: () => undefined };
      draining = mine;
      mine.done = run(mine);
      mine.done.catch(() => undefined);
      return mine.done;
    },
    clear() {
      on.clear();
      off.clear();
      const mine = draining;
      draining = null;
      mine?.abandon();
    },
  };
}

function take(filters: Set<string>, which: (filter: string) => boolean = () => true): string[] {
  const taken: string[] = [];
  for (const filter of filters) {
    if (taken.length === FILTERS_PER_PACKET) break;
    if (!which(filter)) continue;
    taken.push(filter);
    filters.delete(filter);
  }
  return taken;
}
