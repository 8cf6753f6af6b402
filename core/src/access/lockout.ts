import { HubError } from '@lightkeeper/plugin-sdk';
import type { Clock, PluginDatabase, Tx } from '@lightkeeper/plugin-sdk';
import { digest } from './secrets.js';

/** Failures are forgotten when this long has passed since the last of them, or since the end of the lock that it brought. */
const MEMORY_MS = 15 * 60_000;
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 15 * 60_000;

/** What failures are counted by: how many of one kind may follow each other before a lock. */
export interface LockKey {
  /** Shown in the log as what was locked: `name`, `address`, `browser`, `setup`, `password`. */
  scope: string;
  limit: number;
  parts: readonly string[];
}

/** A lock that a failure brought. */
export interface Lock {
  scope: string;
  failures: number;
  seconds: number;
}

interface Count {
  count: number;
  locked_until: number;
  updated_at: number;
  /** Tries whose outcome is not known yet. */
  pending: number;
}

interface Row {
  key: string;
  count: number;
  locked_until: number;
  updated_at: number;
}

/** One try at a secret. Say how it went, then end it, whatever happens. */
export interface Attempt {
  /** Counts a failure, at once and in memory. Gives the locks that begin now; {@link Attempt.store} makes them last. */
  failed(): Lock[];
  /** Writes the counts of a failed try. */
  store(tx: Tx): Promise<void>;
  /** Clears the first key's count after a success; the others stay, since a success with one name says nothing of the rest. */
  clear(tx: Tx): Promise<void>;
  end(): void;
}

/**
 * Locks that grow: after `limit` failures 30 s, doubled with each further failure, 15 minutes at most. Counts live in memory, so that
 * tries made side by side cannot slip past, and in the database, so that a restart forgives nothing. A try during a lock is refused
 * unseen and does not prolong it. Keys are stored as hashes: what was typed may have been a password.
 */
export class Lockout {
  readonly #db: PluginDatabase;
  readonly #clock: Clock;
  readonly #counts = new Map<string, Count>();

  constructor(db: PluginDatabase, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  load(): void {
    for (const { key, ...row } of this.#db.all<Row>('SELECT key, count, locked_until, updated_at FROM sign_in_failures', [])) {
      this.#counts.set(key, { ...row, pending: 0 });
    }
  }

  /** Begins a try, or throws `LK_LOCKED_OUT`. `keys` are counted all; the first is the one that a success clears. */
  begin(keys: readonly [LockKey, ...LockKey[]]): Attempt {
    const counted = keys.map((key) => ({ key, id: idOf(key), count: this.#count(idOf(key)) }));
    const now = this.#clock.now();
    for (const { key, count } of counted) {
      if (count.locked_until > now) throw lockedOut(count.locked_until - now);
      if (count.pending >= Math.max(1, key.limit - count.count)) {
        throw new HubError('LK_RATE_LIMITED', 'Too many tries at once. Wait for the answer to the others.', { retry_after_s: 1 });
      }
    }
    for (const { id, count } of counted) {
      count.pending += 1;
      this.#counts.set(id, count);
    }
    let ended = false;
    return {
      failed: () => counted.flatMap(({ key, count }) => this.#fail(key, count)),
      store: async (tx) => {
        for (const { id, count } of counted) {
          await tx.run(
            `INSERT INTO sign_in_failures (key, count, locked_until, updated_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (key) DO UPDATE SET count = excluded.count, locked_until = excluded.locked_until, updated_at = excluded.updated_at`,
            [id, count.count, count.locked_until, count.updated_at],
          );
        }
      },
      clear: async (tx) => {
        const id = idOf(keys[0]);
        await tx.run('DELETE FROM sign_in_failures WHERE key = ?', [id]);
        tx.afterCommit(() => {
          const count = this.#counts.get(id);
          if (count !== undefined) Object.assign(count, { count: 0, locked_until: 0 });
        });
      },
      end: () => {
        if (ended) return;
        ended = true;
        for (const { count } of counted) count.pending -= 1;
      },
    };
  }

  /** Drops what is forgiven, from memory and from the database. */
  async prune(): Promise<void> {
    const before = this.#clock.now() - MEMORY_MS;
    const stale = [...this.#counts].filter(([, count]) => count.pending === 0 && Math.max(count.updated_at, count.locked_until) < before);
    for (const [id] of stale) this.#counts.delete(id);
    if (!stale.some(([, count]) => count.count > 0)) return;
    await this.#db.transaction(async (tx) => {
      await tx.run('DELETE FROM sign_in_failures WHERE updated_at < ? AND locked_until < ?', [before, before]);
    });
  }

  #count(id: string): Count {
    const known = this.#counts.get(id);
    if (known === undefined) return { count: 0, locked_until: 0, updated_at: this.#clock.now(), pending: 0 };
    if (Math.max(known.updated_at, known.locked_until) < this.#clock.now() - MEMORY_MS) known.count = 0;
    return known;
  }

  #fail(key: LockKey, count: Count): Lock[] {
    const now = this.#clock.now();
    count.count += 1;
    count.updated_at = now;
    if (count.count < key.limit || count.locked_until > now) return [];
    const ms = Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** (count.count - key.limit));
    count.locked_until = now + ms;
    return [{ scope: key.scope, failures: count.count, seconds: ms / 1_000 }];
  }
}

function idOf({ scope, parts }: LockKey): string {
  return `${scope}:${digest(parts.join('\n'))}`;
}

function lockedOut(ms: number): HubError {
  const seconds = Math.ceil(ms / 1_000);
  return new HubError('LK_LOCKED_OUT', `Too many failed tries. Try again in ${seconds} s.`, { retry_after_s: seconds });
}
