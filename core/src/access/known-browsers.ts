import type { Clock, PluginDatabase, Tx } from '@lightkeeper/plugin-sdk';
import { BROWSER_COOKIE, readCookie } from './cookies.js';
import { digest, randomSecret } from './secrets.js';

const MAX_PER_USER = 50;

interface Row {
  browser_hash: string;
  user_id: string;
  created_at: number;
}

/** The browser's secret and what is to be stored of it. */
export interface BrowserMark {
  secret: string;
  row: Row | null;
}

/**
 * Remembers in which browsers a user has signed in before, by a cookie of their own. Failures in such a browser are counted apart from
 * everybody else's, so that a stranger who keeps failing on purpose locks the door for strangers, not for the household
 * (docs/decisions/0010). The cookie opens nothing.
 */
export class KnownBrowsers {
  readonly #db: PluginDatabase;
  readonly #clock: Clock;
  readonly #users = new Map<string, Set<string>>();

  constructor(db: PluginDatabase, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  load(): void {
    for (const row of this.#db.all<Row>('SELECT browser_hash, user_id, created_at FROM known_browsers', [])) this.#add(row);
  }

  /** The hash of the browser that sent the cookies, if the user has signed in there before. */
  find(cookies: string | undefined, user_id: string): string | null {
    const secret = readCookie(cookies, BROWSER_COOKIE);
    if (secret === null) return null;
    const hash = digest(secret);
    return this.#users.get(hash)?.has(user_id) === true ? hash : null;
  }

  /** The mark for a browser in which the user signs in now. Only a secret that the hub itself gave out is kept. */
  mark(cookies: string | undefined, user_id: string): BrowserMark {
    const sent = readCookie(cookies, BROWSER_COOKIE);
    const users = sent === null ? undefined : this.#users.get(digest(sent));
    if (sent !== null && users?.has(user_id) === true) return { secret: sent, row: null };
    const secret = sent !== null && users !== undefined ? sent : randomSecret();
    return { secret, row: { browser_hash: digest(secret), user_id, created_at: this.#clock.now() } };
  }

  async store(tx: Tx, { row }: BrowserMark): Promise<void> {
    if (row === null) return;
    await tx.run('INSERT INTO known_browsers (browser_hash, user_id, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
      row.browser_hash,
      row.user_id,
      row.created_at,
    ]);
    await tx.run(
      `DELETE FROM known_browsers WHERE user_id = ? AND browser_hash NOT IN
         (SELECT browser_hash FROM known_browsers WHERE user_id = ? ORDER BY created_at DESC LIMIT ${MAX_PER_USER})`,
      [row.user_id, row.user_id],
    );
    tx.afterCommit(() => {
      this.#add(row);
    });
  }

  async forgetUser(tx: Tx, user_id: string): Promise<void> {
    await tx.run('DELETE FROM known_browsers WHERE user_id = ?', [user_id]);
    tx.afterCommit(() => {
      for (const [hash, users] of this.#users) {
        users.delete(user_id);
        if (users.size === 0) this.#users.delete(hash);
      }
    });
  }

  #add({ browser_hash, user_id }: Row): void {
    const users = this.#users.get(browser_hash) ?? new Set();
    this.#users.set(browser_hash, users.add(user_id));
  }
}
