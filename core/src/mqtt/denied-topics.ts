import type { Clock } from '@lightkeeper/plugin-sdk';

/**
 * Some brokers close the connection when a client may not publish to a topic. Whoever tries again after each reconnect would keep the
 * whole hub off the broker, so topics that were followed by a close several times in a row rest for a while. Access lists are written by
 * branch, so a branch rests as a whole: one by one, the log's topics alone would cost dozens of connections.
 */
export interface DeniedTopics {
  /** The connection closed soon after messages to these topics, from the most to the least suspicious. */
  suspect(messages: readonly { topic: string; age_ms: number }[]): void;
  /** The broker took a message to this topic, and went on. */
  cleared(topic: string): void;
  /** Whether the topic rests. */
  rests(topic: string): boolean;
  forget(): void;
}

const CLOSES = 3;
// A denial comes at once; a connection that breaks later has other reasons.
const SOON_MS = 2_000;
const REST_MS = 300_000;
const MAX_BRANCHES = 1_000;

/** `branchOf` names the branch that a topic belongs to. */
export function createDeniedTopics(clock: Pick<Clock, 'now'>, branchOf: (topic: string) => string): DeniedTopics {
  const suspects = new Map<string, { closes: number; until: number }>();

  function blame(branch: string): void {
    const closes = (suspects.get(branch)?.closes ?? 0) + 1;
    // What rests explains the closes: the others begin anew. So they do when there are too many to remember.
    if (closes >= CLOSES || suspects.size >= MAX_BRANCHES) {
      for (const [name, { until }] of suspects) if (until <= clock.now()) suspects.delete(name);
    }
    suspects.set(branch, { closes, until: closes >= CLOSES ? clock.now() + REST_MS : 0 });
  }

  return {
    suspect(messages) {
      for (const branch of new Set(messages.filter(({ age_ms }) => age_ms <= SOON_MS).map(({ topic }) => branchOf(topic)))) blame(branch);
    },
    cleared: (topic) => {
      suspects.delete(branchOf(topic));
    },
    rests: (topic) => (suspects.get(branchOf(topic))?.until ?? 0) > clock.now(),
    forget() {
      suspects.clear();
    },
  };
}
