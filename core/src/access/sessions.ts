import { safeText } from '@lightkeeper/plugin-sdk';
import type { Clock, PluginDatabase, Session, Tx } from '@lightkeeper/plugin-sdk';
import { digest, randomSecret } from './secrets.js';

const DAY_MS = 24 * 60 * 60_000;
/** A session ends this long after the last renewal. Opening the hub renews it: see `GET /auth/me`. */
export const SESSION_MS = 30 * DAY_MS;
/** It ends sooner when nothing at all was asked in it for so long. */
export const IDLE_MS = 14 * DAY_MS;
const MAX_PER_USER = 50;

export interface SessionRow {
  id: string;
  token_hash: string;
  user_id: string;
  ip: string;
  user_agent: string;
  created_at: number;
  last_used_at: number;
  expires_at: number;
}

/** The open sessions, held in memory beside the database. Only the hash of a session's secret is kept. */
export class Sessions {
  readonly #db: PluginDatabase;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #byHash = new Map<string, SessionRow>();
  readonly #byId = new Map<string, SessionRow>();
  readonly #used = new Set<SessionRow>();

  constructor(db: PluginDatabase, clock: Clock, newId: () => string) {
    this.#db = db;
    this.#clock = clock;
    this.#newId = newId;
  }

  load(): void {
    const sql = 'SELECT id, token_hash, user_id, ip, user_agent, created_at, last_used_at, expires_at FROM sessions';
    for (const row of this.#db.all<SessionRow>(sql, [])) this.#add(row);
  }

  /** The session of a cookie's secret, if it is still open. */
  find(secret: string): SessionRow | undefined {
    const row = this.#byHash.get(digest(secret));
    return row !== undefined && this.#isOpen(row) ? row : undefined;
  }

  get(id: string): SessionRow | undefined {
    const row = this.#byId.get(id);
    return row !== undefined && this.#isOpen(row) ? row : undefined;
  }

  /** Open sessions, the last used first; of one user or of all. */
  list(user_id?: string): SessionRow[] {
    return [...this.#byId.values()]
      .filter((row) => this.#isOpen(row) && (user_id === undefined || row.user_id === user_id))
      .sort((a, b) => b.last_used_at - a.last_used_at);
  }

  /** Opens a session within the transaction; it is usable after the commit. The user's least used ones make room when there are too many. */
  async open(
    tx: Tx,
    user_id: string,
    ip: string,
    user_agent: string | undefined,
  ): Promise<{ row: SessionRow; secret: string; ended: SessionRow[] }> {
    const secret = randomSecret();
    const now = this.#clock.now();
    const row: SessionRow = {
      id: this.#newId(),
      token_hash: digest(secret),
      user_id,
      ip,
      user_agent: safeText(user_agent ?? '', 256),
      created_at: now,
      last_used_at: now,
      expires_at: now + SESSION_MS,
    };
    await tx.run(
      `INSERT INTO sessions (id, token_hash, user_id, ip, user_agent, created_at, last_used_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [row.id, row.token_hash, row.user_id, row.ip, row.user_agent, row.created_at, row.last_used_at, row.expires_at],
    );
    tx.afterCommit(() => {
      this.#add(row);
    });
    const ended = this.list(user_id).slice(MAX_PER_USER - 1);
    await this.end(tx, ended);
    return { row, secret, ended };
  }

  /** Ends sessions within the transaction; they are worth nothing any more once it is committed. */
  async end(tx: Tx, rows: readonly SessionRow[]): Promise<void> {
    for (const row of rows) await tx.run('DELETE FROM sessions WHERE id = ?', [row.id]);
    tx.afterCommit(() => {
      for (const row of rows) this.#forget(row);
    });
  }

  /** Takes note of a use; written with {@link Sessions.flush}. */
  touch(row: SessionRow): void {
    row.last_used_at = this.#clock.now();
    this.#used.add(row);
  }

  /** Starts the 30 days anew. Says whether that was worth a new cookie: at most once a day. */
  renew(row: SessionRow): boolean {
    const next = this.#clock.now() + SESSION_MS;
    if (next - row.expires_at < DAY_MS) return false;
    row.expires_at = next;
    this.#used.add(row);
    return true;
  }

  /** Writes the times of use that have changed. */
  async flush(): Promise<void> {
    const rows = [...this.#used];
    this.#used.clear();
    if (rows.length === 0) return;
    await this.#db.transaction(async (tx) => {
      for (const row of rows) {
        await tx.run('UPDATE sessions SET last_used_at = ?, expires_at = ? WHERE id = ?', [row.last_used_at, row.expires_at, row.id]);
      }
    });
  }

  /** Drops the sessions whose time is over, and gives them. */
  async prune(): Promise<SessionRow[]> {
    const over = [...this.#byId.values()].filter((row) => !this.#isOpen(row));
    if (over.length > 0) await this.#db.transaction((tx) => this.end(tx, over));
    return over;
  }

  present(row: SessionRow, user_name: string, current: string | null): Session {
    return {
      id: row.id,
      user_id: row.user_id,
      user_name,
      ip: row.ip,
      user_agent: row.user_agent,
      created_at: new Date(row.created_at).toISOString(),
      last_used_at: new Date(row.last_used_at).toISOString(),
      expires_at: new Date(endOf(row)).toISOString(),
      current: row.id === current,
    };
  }

  #isOpen(row: SessionRow): boolean {
    return this.#clock.now() < endOf(row);
  }

  #add(row: SessionRow): void {
    this.#byHash.set(row.token_hash, row);
    this.#byId.set(row.id, row);
  }

  #forget(row: SessionRow): void {
    this.#byHash.delete(row.token_hash);
    this.#byId.delete(row.id);
    this.#used.delete(row);
  }
}

function endOf(row: SessionRow): number {
  return Math.min(row.expires_at, row.last_used_at + IDLE_MS);
}
