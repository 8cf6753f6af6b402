import { FilterTree } from '../mqtt/filter-tree.js';

/** How much one account may leave on the broker. */
export interface RetainedLimits {
  topics: number;
  bytes: number;
}

interface Kept {
  /** The account's name; null for the hub itself. */
  owner: string | null;
  payload: Buffer;
}

/** The broker's retained messages: whose they are, and how many. */
export interface RetainedMessages {
  /** Whose message stands at a topic; undefined when there is none, null for the hub's own. */
  ownerOf(topic: string): string | null | undefined;
  /** Notes a message that the broker is about to keep; an empty one takes the topic's away. False when the owner has no room left. */
  put(owner: string | null, topic: string, payload: Buffer): boolean;
  /** The messages of all topics that any of the filters matches. */
  matching(filters: readonly string[]): { topic: string; payload: Buffer }[];
}

/** Makes the book. The hub's own messages are not limited. */
export function createRetainedMessages(limits: RetainedLimits): RetainedMessages {
  const kept = new Map<string, Kept>();
  const used = new Map<string | null, { topics: number; bytes: number }>();

  function count(owner: string | null, topics: number, bytes: number): void {
    const before = used.get(owner) ?? { topics: 0, bytes: 0 };
    used.set(owner, { topics: before.topics + topics, bytes: before.bytes + bytes });
  }

  function drop(topic: string): void {
    const old = kept.get(topic);
    if (old === undefined) return;
    kept.delete(topic);
    count(old.owner, -1, -sizeOf(topic, old.payload));
  }

  return {
    ownerOf: (topic) => kept.get(topic)?.owner,
    put(owner, topic, payload) {
      const size = sizeOf(topic, payload);
      if (payload.byteLength > 0 && owner !== null) {
        const { topics, bytes } = used.get(owner) ?? { topics: 0, bytes: 0 };
        const old = kept.get(topic);
        const freed = old?.owner === owner ? { topics: 1, bytes: sizeOf(topic, old.payload) } : { topics: 0, bytes: 0 };
        if (topics - freed.topics >= limits.topics || bytes - freed.bytes + size > limits.bytes) return false;
      }
      drop(topic);
      if (payload.byteLength === 0) return true;
      kept.set(topic, { owner, payload });
      count(owner, 1, size);
      return true;
    },
    matching(filters) {
      const tree = new FilterTree<true>();
      for (const filter of filters) tree.add(filter, true);
      return [...kept].filter(([topic]) => tree.match(topic).length > 0).map(([topic, { payload }]) => ({ topic, payload }));
    },
  };
}

function sizeOf(topic: string, payload: Buffer): number {
  return Buffer.byteLength(topic) + payload.byteLength;
}
