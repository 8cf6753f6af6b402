import { HubError } from '@lightkeeper/plugin-sdk';
import type { HubClock } from '../time/clock.js';

interface InFlightOptions {
  clock: HubClock;
  /** The broker did not acknowledge a message in time. */
  onTimeout: () => void;
}

/** What was published and not yet acknowledged. Each one is answered: by the broker, by the time limit, or by the connection's end. */
export interface InFlight {
  /** Begins `work` and waits for it; rejects with `LK_TIMEOUT` after 10 s, and with what {@link InFlight.fail} says. */
  add(topic: string, work: () => Promise<void>): Promise<void>;
  /** The connection is over: rejects all that waits; gives the topic and age of the oldest message that was not acknowledged on it. */
  fail(error: HubError): { topic: string; age_ms: number } | null;
}

const LIMIT_MS = 10_000;
const MAX_MESSAGES = 1_000;

export function createInFlight({ clock, onTimeout }: InFlightOptions): InFlight {
  const waiting = new Set<{ topic: string; since: number; reject: (error: HubError) => void }>();
  // A connection that is reset gives up its messages first and is over then.
  let given_up: { topic: string; since: number } | null = null;

  return {
    add: (topic, work) =>
      new Promise<void>((resolve, reject) => {
        if (waiting.size >= MAX_MESSAGES) {
          throw new HubError('LK_RATE_LIMITED', `More than ${MAX_MESSAGES} messages wait for the broker.`);
        }
        const entry = {
          topic,
          since: clock.now(),
          reject(error: HubError) {
            void cancel();
            reject(error);
          },
        };
        const cancel = clock.setTimeout(() => {
          reject(new HubError('LK_TIMEOUT', `The broker did not acknowledge a message to ${topic} within ${LIMIT_MS / 1_000} s.`));
          settle();
          onTimeout();
        }, LIMIT_MS);
        const settle = (): void => {
          waiting.delete(entry);
          void cancel();
        };
        waiting.add(entry);
        work().then(
          () => {
            settle();
            resolve();
          },
          (error: unknown) => {
            if (waiting.has(entry)) given_up ??= entry;
            settle();
            reject(new HubError('LK_MQTT_OFFLINE', 'The message could not be sent to the broker.', { cause: error }));
          },
        );
      }),
    fail(error) {
      const oldest = given_up ?? [...waiting][0] ?? null;
      given_up = null;
      for (const entry of waiting) entry.reject(error);
      waiting.clear();
      return oldest === null ? null : { topic: oldest.topic, age_ms: clock.now() - oldest.since };
    },
  };
}
