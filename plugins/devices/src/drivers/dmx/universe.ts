import type { Clock, Disposer, Logger, Timers } from '@lightkeeper/plugin-sdk';
import { UNIVERSE_SLOTS } from './fixture.js';
import type { UniverseWire } from './pictures.js';
import { SharedUniverse } from './shared-universe.js';

/** Forty frames a second, just below the 44 that a full DMX512 universe allows (ANSI E1.11; ANSI E1.31-2018, 6.6.1). */
export const FRAME_MS = 25;
/** sACN wants the unchanged repeated every 800 to 1,000 ms (ANSI E1.31-2018, 6.6.2), Art-Net at least every 4 s. */
export const KEEP_ALIVE_MS = 900;
/** A change is sent three times before the keep-alive takes over (ANSI E1.31-2018, 6.6.2): datagrams get lost. */
const SENDS_PER_CHANGE = 3;

/** Carries a universe's slots by one protocol to one place. */
export interface UniverseOutput {
  readonly wire: UniverseWire;
  /** Sends all slots as they are now. */
  send(universe: SharedUniverse): Promise<void>;
  /** Takes leave, and closes its socket. Called once. */
  end(universe: SharedUniverse): Promise<void>;
}

/** A fixture in a universe. */
export interface UniverseMember {
  /** The universe is sent with the highest priority among its members. */
  readonly priority: number;
  lost(reason: string): void;
}

/** A member's place in a universe. */
export interface Seat {
  /** What another thread needs to set slots and send them by itself. */
  readonly direct: { wire: UniverseWire; memory: SharedArrayBuffer };
  /** Sets slots from `start`, 1 to 512, on. What is the same as before causes nothing. */
  write(start: number, levels: Uint8Array): void;
  /** Sets slots and sends them at once, whatever the pace: for pictures that come at their own. Resolves when they have been sent. */
  show(start: number, levels: Uint8Array): Promise<void>;
  /** Resolves when what is being sent has been sent; rejects when it could not be. */
  sent(): Promise<void>;
  leave(): void;
}

export interface UniverseDeps {
  clock: Clock;
  timers: Timers;
  log: Logger;
}

/**
 * 512 slots that several fixtures share, sent when they change, at most forty times a second, and else about once a second. Fixtures
 * whose channels overlap are not kept apart: the last one to change wins. What a fixture leaves behind in a universe that goes on turns
 * dark, since nobody could turn it off any more.
 */
export class Universe {
  readonly #shared = new SharedUniverse();
  readonly #members = new Set<UniverseMember>();
  readonly #output: UniverseOutput;
  readonly #deps: UniverseDeps;
  readonly #onEnd: () => void;
  #owed = 0;
  #sent_at = Number.NEGATIVE_INFINITY;
  #sending: Promise<void> | null = null;
  #planned: { at: number; cancel: Disposer } | null = null;
  #ended = false;

  constructor(output: UniverseOutput, deps: UniverseDeps, onEnd: () => void) {
    this.#output = output;
    this.#deps = deps;
    this.#onEnd = onEnd;
  }

  get ended(): boolean {
    return this.#ended;
  }

  join(member: UniverseMember): Seat {
    this.#members.add(member);
    this.#heed();
    const written = new Uint8Array(UNIVERSE_SLOTS);
    return {
      direct: { wire: this.#output.wire, memory: this.#shared.buffer },
      write: (start, levels) => {
        if (!this.#members.has(member)) return;
        written.fill(1, start - 1, start - 1 + levels.length);
        this.#write(start - 1, levels);
      },
      show: async (start, levels) => {
        if (!this.#members.has(member)) return;
        written.fill(1, start - 1, start - 1 + levels.length);
        await this.#show(start - 1, levels);
      },
      sent: async () => {
        await this.#sending;
      },
      leave: () => {
        if (!this.#members.delete(member)) return;
        this.#heed();
        if (this.#members.size === 0) this.#end();
        else for (const [slot, was] of written.entries()) if (was === 1) this.#write(slot, DARK);
      },
    };
  }

  #heed(): void {
    this.#shared.prefer(Math.max(0, ...[...this.#members].map(({ priority }) => priority)));
  }

  #write(offset: number, levels: Uint8Array): void {
    const fresh = this.#owed === 0 && this.#sent_at === Number.NEGATIVE_INFINITY;
    if (!fresh && levels.every((level, index) => this.#shared.slots[offset + index] === level)) return;
    this.#shared.slots.set(levels, offset);
    this.#owed = SENDS_PER_CHANGE;
    this.#plan();
  }

  async #show(offset: number, levels: Uint8Array): Promise<void> {
    this.#shared.slots.set(levels, offset);
    // Others of the same universe may be on their way.
    while (this.#sending !== null) await this.#sending.catch(() => {});
    if (!this.#ended) await this.#sendNow();
  }

  #plan(): void {
    if (this.#ended || this.#sending !== null) return;
    const pace = this.#owed > 0 ? FRAME_MS : KEEP_ALIVE_MS;
    const now = this.#deps.clock.now();
    const at = this.#sent_at + pace;
    if (at <= now) {
      void this.#sendNow();
    } else if (this.#planned === null || this.#planned.at > at) {
      this.#unplan();
      // A clock that was set back must not silence the universe for as long.
      const cancel = this.#deps.timers.after(Math.min(pace, at - now), 'send a DMX universe', () => {
        this.#planned = null;
        this.#sent_at = Math.min(this.#sent_at, this.#deps.clock.now() - pace);
        this.#plan();
      });
      this.#planned = { at, cancel };
    }
  }

  #sendNow(): Promise<void> {
    this.#unplan();
    const sending = this.#send();
    this.#sending = sending;
    // Whoever waits for it hears of a failure by itself.
    sending.catch(() => {});
    return sending;
  }

  #unplan(): void {
    void this.#planned?.cancel();
    this.#planned = null;
  }

  async #send(): Promise<void> {
    this.#sent_at = this.#deps.clock.now();
    this.#owed = Math.max(0, this.#owed - 1);
    try {
      await this.#output.send(this.#shared);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'It cannot be sent to.';
      for (const member of [...this.#members]) member.lost(reason);
      throw error;
    } finally {
      this.#sending = null;
    }
    this.#plan();
  }

  #end(): void {
    this.#ended = true;
    this.#unplan();
    this.#onEnd();
    this.#output.end(this.#shared).catch((error: unknown) => {
      this.#deps.log.debug('A DMX universe could not take leave', { error });
    });
  }
}

const DARK = Uint8Array.of(0);
