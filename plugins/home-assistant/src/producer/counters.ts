import { KeptTopics } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry, ActivityQuery, Clock, Disposer, Logger, MqttService, Timers } from '@lightkeeper/plugin-sdk';
import { HUB_TOPICS } from './hub-config.js';

const HOUR_MS = 3_600_000;
/** Entries that come within it are counted together. */
const SOON_MS = 2_000;
/** The hour moves on, and at midnight the day begins anew. */
const WATCH_MS = 60_000;
const PAGE = 500;
/** A siege has more; it is told as that many. */
const MOST_PAGES = 4;

interface Deps {
  mqtt: MqttService;
  clock: Clock;
  timers: Timers;
  log: Logger;
  query: () => ActivityQuery | undefined;
  enabled: () => boolean;
}

/** How the hub fares, in numbers. They are counted from the log itself, so that they are right after a restart too. */
export class Counters {
  readonly #deps: Deps;
  readonly #kept: KeptTopics;
  #text: string | undefined;
  #soon: Disposer | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#kept = new KeptTopics({ mqtt: deps.mqtt, log: deps.log, text: () => this.#text });
    deps.timers.every(WATCH_MS, 'count for Home Assistant', () => this.#count());
  }

  /** A broker that may know nothing. */
  begin(): void {
    this.#kept.forget();
    this.#countSoon();
  }

  recorded({ severity, category }: ActivityEntry): void {
    if (severity !== 'info' || category === 'auth') this.#countSoon();
  }

  #countSoon(): void {
    if (this.#soon !== null) return;
    this.#soon = this.#deps.timers.after(SOON_MS, 'count soon for Home Assistant', async () => {
      this.#soon = null;
      await this.#count();
    });
  }

  async #count(): Promise<void> {
    const { mqtt, clock, query, enabled } = this.#deps;
    const log = query();
    if (log === undefined || !enabled() || !mqtt.connected) return;
    const midnight = new Date(clock.now());
    midnight.setHours(0, 0, 0, 0);
    const since = midnight.toISOString();
    const [errors, warnings, { failed_logins, locked_out }] = await Promise.all([
      log.count({ severities: ['error'], since }),
      log.count({ severities: ['warning'], since }),
      signIns(log, new Date(clock.now() - HOUR_MS).toISOString()),
    ]);
    this.#text = JSON.stringify({ failed_logins, errors, warnings, locked_out });
    this.#kept.touch(HUB_TOPICS.counters);
  }
}

async function signIns(log: ActivityQuery, since: string): Promise<{ failed_logins: number; locked_out: boolean }> {
  let failed_logins = 0;
  let locked_out = false;
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next_cursor } = await log.query(
      { categories: ['auth'], severities: ['warning'], since },
      { limit: PAGE, ...(cursor !== undefined && { cursor }) },
    );
    for (const { action } of items) {
      if (action === 'login_failed') failed_logins += 1;
      if (action === 'locked_out') locked_out = true;
    }
    if (next_cursor === null) break;
    cursor = next_cursor;
  }
  return { failed_logins, locked_out };
}
