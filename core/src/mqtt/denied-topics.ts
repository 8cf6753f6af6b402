import type { Clock } from '@lightkeeper/plugin-sdk';

/**
 * Some brokers close the connection when a client may not publish to a topic. Whoever tries again after each reconnect would keep the
 * whole hub off the broker, so a topic that was followed by a close several times in a row rests for a while.
 */
export interface DeniedTopics {
  /** The connection closed while a message to this topic was the oldest unacknowledged one. */
  suspect(topic: string, age_ms: number): void;
  /** The broker took a message to this topic. */
  cleared(topic: string): void;
  /** Whether the topic rests. */
  rests(topic: string): boolean;
  forget(): void;
}

const CLOSES = 3;
// A denial comes at once; a connection that breaks later has other reasons.
const SOON_MS = 2_000;
const REST_MS = 300_000;
const MAX_TOPICS = 1_000;

export function createDeniedTopics(clock: Pick<Clock, 'now'>): DeniedTopics {
  const suspects = new Map<string, { closes: number; until: number }>();
  return {
    suspect(topic, age_ms) {
      if (age_ms > SOON_MS) return;
      const closes = (suspects.get(topic)?.closes ?? 0) + 1;
      if (suspects.size >= MAX_TOPICS) suspects.clear();
      suspects.set(topic, { closes, until: closes >= CLOSES ? clock.now() + REST_MS : 0 });
    },
    cleared: (topic) => suspects.delete(topic),
    rests: (topic) => (suspects.get(topic)?.until ?? 0) > clock.now(),
    forget() {
      suspects.clear();
    },
  };
}
