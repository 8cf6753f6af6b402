import type { Disposer } from '@lightkeeper/plugin-sdk';
import type { ArmingHub } from './ports.js';

/** How exactly it is known afterwards until when schedules were heard. */
const BEAT_MS = 60_000;
/** Clocks are set by less than this all the time. */
const JUMP_MS = 5_000;

/** What is called when the clock was set, or the computer slept. */
interface ClockJumps {
  setBack(): void;
  setForward(): void;
}

/** Remembers until when schedules were heard, for what comes while the hub is off; and notices when the clock jumps. */
export class LastHeard {
  /** Until when they were heard before the hub started; null when they never were. */
  readonly before: number | null;
  readonly #hub: ArmingHub;
  readonly #jumps: ClockJumps;
  #beat_at: number;
  #beat: Disposer | null = null;
  #writing: Promise<void> | null = null;

  constructor(hub: ArmingHub, jumps: ClockJumps) {
    this.#hub = hub;
    this.#jumps = jumps;
    this.#beat_at = hub.clock.now();
    const [row] = hub.db.all<{ at: number | string }>('SELECT at FROM automations_seen WHERE id = 1', []);
    this.before = row === undefined ? null : Number(row.at);
  }

  begin(): void {
    this.note();
    this.#beat = this.#hub.timers.every(BEAT_MS, 'note until when schedules were heard', () => {
      const now = this.#hub.clock.now();
      const expected = this.#beat_at + BEAT_MS;
      if (now < expected - JUMP_MS) this.#jumps.setBack();
      if (now > expected + JUMP_MS) this.#jumps.setForward();
      this.#beat_at = now;
      this.note();
    });
  }

  /** Notes that schedules were heard until now. */
  note(): void {
    this.#writing ??= this.#write();
  }

  async stop(): Promise<void> {
    const beat = this.#beat;
    this.#beat = null;
    await beat?.();
    if (beat !== null) this.note();
    await this.#writing;
  }

  async #write(): Promise<void> {
    // Schedules that come at the same moment are noted together.
    await Promise.resolve();
    try {
      const at = this.#hub.clock.now();
      await this.#hub.db.transaction(async (tx) => {
        const { changes } = await tx.run('UPDATE automations_seen SET at = ? WHERE id = 1', [at]);
        if (changes === 0) await tx.run('INSERT INTO automations_seen (id, at) VALUES (1, ?)', [at]);
      });
    } catch (error) {
      this.#hub.log.warn('Until when schedules were heard could not be stored', { error });
    } finally {
      this.#writing = null;
    }
  }
}
