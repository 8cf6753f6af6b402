import type { ActivityStatus, ActivityWriter, Clock, Disposer, Logger, MqttService, PluginDatabase, Timers } from '@lightkeeper/plugin-sdk';
import type { ActivityRepository } from '../repository.js';
import type { LogSettings } from '../settings.js';
import type { LogState } from '../state.js';
import type { vocabulary } from '../vocabulary.js';
import { Backlog } from './backlog.js';
import { mirrorMessage } from './message.js';

/** Entries that are under way to the broker at a time. */
export const WINDOW = 32;
/** Of an older log the broker gets so many entries when the mirror meets a broker for the first time. */
export const FIRST_ENTRIES = 1000;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;

/** What the mirror needs of the connection to the broker. */
export type MirrorBroker = Omit<MqttService, 'publishTo' | 'subscribe'>;

export interface MirrorParts {
  db: PluginDatabase;
  mqtt: MirrorBroker;
  clock: Clock;
  timers: Timers;
  log: Logger;
  activity: ActivityWriter<typeof vocabulary>;
  settings: () => Readonly<LogSettings>;
  state: LogState;
  repository: ActivityRepository;
}

/**
 * Sends every entry to the broker, in order, at least once. The database is the queue: the cursor in it moves only after the broker's
 * PUBACK, so a broker that is away and a hub that is killed cost nothing but time.
 *
 * A window of entries is under way at once. They share one TCP stream, so what the broker takes it takes in order: when one fails for
 * want of a connection, those behind it were not taken either, and the cursor stops before the first that failed.
 */
export class Mirror {
  #pumping: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  #error: string | null = null;
  #failures = 0;
  #retry: Disposer | null = null;
  readonly #backlog: Backlog;

  constructor(private readonly parts: MirrorParts) {
    this.#backlog = new Backlog(parts.clock);
  }

  /** Call it when there is something new to send, or when sending may work again. Cheap; never waits and never fails. */
  nudge(): void {
    this.#again = true;
    if (this.#pumping || this.#retry || !this.#mayGo()) return;
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = null;
      if (this.#again) this.nudge();
    });
  }

  /** A new connection: the wait after earlier failures ends. */
  connected(): void {
    this.#failures = 0;
    void this.#retry?.();
    this.#retry = null;
    this.nudge();
  }

  /** Looks whether entries have waited too long and says so once. Called on a timer. */
  async watch(): Promise<void> {
    this.nudge();
    const { activity, db, settings, state } = this.parts;
    const behind_s = this.#backlog.behindSeconds(settings().mirror_enabled && this.pending() > 0);
    if (behind_s === null || state.degraded) return;
    await db.transaction(async (tx) => {
      await state.put(tx, 'degraded', true);
      await activity.record('system', 'mirror_degraded', { metadata: { behind_s, pending: this.pending() } }, { tx, bypass_enabled: true });
    });
  }

  /** Starts anew from here: what happened while the mirror was off is not sent. */
  async restart(): Promise<void> {
    await this.#pumping;
    await this.parts.db.transaction((tx) => this.parts.state.put(tx, 'mirror', this.#newest()));
    this.nudge();
  }

  pending(): number {
    const cursor = this.parts.state.mirror;
    const ends = this.parts.repository.ends();
    return cursor === undefined || ends === null ? 0 : Math.max(0, ends.newest.seq - Math.max(cursor, ends.oldest.seq - 1));
  }

  status(): ActivityStatus['mirror'] {
    const pending = this.pending();
    const seq = this.parts.state.mirror ?? 0;
    if (!this.parts.settings().mirror_enabled) return { state: 'off', seq, pending: 0, error: null };
    const waiting = !this.parts.mqtt.connected || this.#retry !== null;
    return { state: waiting ? 'waiting' : pending > 0 ? 'sending' : 'idle', seq, pending, error: this.#error };
  }

  stop(): void {
    this.#stopped = true;
    void this.#retry?.();
  }

  #newest(): number {
    return this.parts.repository.ends()?.newest.seq ?? 0;
  }

  async #pump(): Promise<void> {
    try {
      while (this.#again && this.#mayGo()) {
        this.#again = false;
        await this.#drain();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #mayGo(): boolean {
    return !this.#stopped && this.parts.mqtt.connected && this.parts.settings().mirror_enabled;
  }

  async #drain(): Promise<void> {
    const { db, repository, state } = this.parts;
    if (state.mirror === undefined) {
      const seq = Math.max(0, this.#newest() - FIRST_ENTRIES);
      await db.transaction((tx) => state.put(tx, 'mirror', seq));
    }
    while (this.#mayGo()) {
      const cursor = state.mirror;
      if (cursor === undefined) return;
      const entries = repository.after(cursor, WINDOW);
      if (entries.length === 0) {
        await this.#caughtUp();
        return;
      }
      const { mirror_addresses } = this.parts.settings();
      const sent = await Promise.allSettled(
        entries.map(async (placed) => {
          const { topic, payload } = mirrorMessage(placed, mirror_addresses);
          await this.parts.mqtt.publish(topic, payload, { qos: 1, retain: false });
        }),
      );
      const failed = sent.findIndex((result) => result.status === 'rejected');
      const last = entries[failed === -1 ? entries.length - 1 : failed - 1];
      // The database may be closed by now; what was not noted is sent again after the next start.
      if (this.#stopped) return;
      if (last) {
        await db.transaction((tx) => state.put(tx, 'mirror', last.seq));
        this.#backlog.moved();
      }
      const failure = sent[failed];
      if (failure?.status === 'rejected') throw failure.reason;
      this.#failures = 0;
      this.#error = null;
    }
  }

  async #caughtUp(): Promise<void> {
    const { activity, db, state } = this.parts;
    this.#backlog.moved();
    if (!state.degraded) return;
    await db.transaction(async (tx) => {
      await state.put(tx, 'degraded', false);
      await activity.record('system', 'mirror_recovered', {}, { tx, bypass_enabled: true });
    });
  }

  #fail(error: unknown): void {
    const { log, timers } = this.parts;
    this.#error = error instanceof Error ? error.message : String(error);
    this.#again = true;
    if (this.#stopped) return;
    const wait_ms = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    log.warn('The broker did not take an entry; the mirror tries again.', { error: this.#error, wait_ms });
    this.#retry = timers.after(wait_ms, 'retry the mirror', () => {
      this.#retry = null;
      this.nudge();
    });
  }
}
