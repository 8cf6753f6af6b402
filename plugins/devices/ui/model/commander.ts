import type { CommandOutcome, DeviceCommand, DeviceState } from '@lightkeeper/plugin-sdk/wire';
import { Store } from '@lightkeeper/ui';
import { joinWishes } from './wish.js';

/** A command on its way, or one that did not arrive. */
export interface Attempt {
  /** All that was wished since the last answer. */
  wish: DeviceCommand;
  phase: 'sending' | 'failed';
  /** Why it failed, as a sentence; null while it is sent. */
  reason: string | null;
}

/** After this long without an answer a command counts as failed, in milliseconds. */
export const ANSWER_WITHIN_MS = 2000;

export interface CommanderParts {
  send(device_id: string, command: DeviceCommand): Promise<DeviceState>;
  /** The device has taken the command: what it says of itself now. */
  settled(device_id: string, state: DeviceState): void;
  /** Runs `fn` later; answers how to prevent it. */
  after(ms: number, fn: () => void): () => void;
  describe(error: unknown): string;
  /** The sentence for a command that nobody answered. */
  no_answer(): string;
}

interface Flight {
  queued: DeviceCommand | undefined;
  stop_timer: () => void;
}

/**
 * Sends commands, one at a time for each device, and keeps what is wished beside what is known: controls show the wish at once and
 * go back to the fact when it fails. Of several wishes that come while one is on its way, their sum is sent.
 */
export class Commander {
  readonly attempts = new Store<ReadonlyMap<string, Attempt>>(new Map());
  readonly #flights = new Map<string, Flight>();

  constructor(private readonly parts: CommanderParts) {}

  /** Resolves when nothing more is on its way to the device, however it ended. */
  async wish(device_id: string, command: DeviceCommand): Promise<void> {
    const before = this.attempts.value.get(device_id);
    const sum = joinWishes(before?.phase === 'sending' ? before.wish : undefined, command);
    this.#show(device_id, { wish: sum, phase: 'sending', reason: null });
    const flight = this.#flights.get(device_id);
    if (flight) flight.queued = joinWishes(flight.queued, command);
    else await this.#fly(device_id, command);
  }

  /** Sends once more what failed. */
  async again(device_id: string): Promise<void> {
    const attempt = this.attempts.value.get(device_id);
    if (attempt?.phase === 'failed') await this.wish(device_id, attempt.wish);
  }

  /**
   * The same command to several devices in one request: each shows the wish until the answer comes, and then what came of it there.
   * Gives the outcomes; throws when the request itself failed, after the wishes were taken back.
   */
  async together(device_ids: readonly string[], command: DeviceCommand, send: () => Promise<CommandOutcome[]>): Promise<CommandOutcome[]> {
    const shown = new Map<string, Attempt>();
    for (const id of device_ids) {
      const before = this.attempts.value.get(id);
      const attempt: Attempt = {
        wish: joinWishes(before?.phase === 'sending' ? before.wish : undefined, command),
        phase: 'sending',
        reason: null,
      };
      shown.set(id, attempt);
      this.#show(id, attempt);
    }
    // A wish that came meanwhile has taken the place of this one, and tells of itself.
    const settle = (id: string, reason: string | null): void => {
      if (this.attempts.value.get(id) !== shown.get(id)) return;
      if (reason === null) this.#show(id, null);
      else this.#fail(id, reason);
    };
    try {
      const outcomes = await send();
      const failures = new Map(outcomes.filter(({ ok }) => !ok).map(({ device_id, error }) => [device_id, error?.detail ?? '']));
      for (const id of device_ids) settle(id, failures.get(id) ?? null);
      return outcomes;
    } catch (error) {
      for (const id of device_ids) settle(id, this.parts.describe(error));
      throw error;
    }
  }

  async #fly(device_id: string, command: DeviceCommand): Promise<void> {
    const flight: Flight = {
      queued: undefined,
      stop_timer: this.parts.after(ANSWER_WITHIN_MS, () => {
        // Given up, not cancelled: a late answer still tells the fact. New wishes need not wait for it.
        if (this.#flights.get(device_id) === flight) this.#flights.delete(device_id);
        this.#fail(device_id, this.parts.no_answer());
      }),
    };
    this.#flights.set(device_id, flight);
    let failure: string | null = null;
    try {
      this.parts.settled(device_id, await this.parts.send(device_id, command));
    } catch (error) {
      failure = this.parts.describe(error);
    }
    flight.stop_timer();
    if (this.#flights.get(device_id) === flight) {
      this.#flights.delete(device_id);
      if (flight.queued) await this.#fly(device_id, flight.queued);
      else if (failure === null) this.#show(device_id, null);
      else this.#fail(device_id, failure);
    } else if (failure === null && !this.#flights.has(device_id)) {
      this.#show(device_id, null);
    }
  }

  #fail(device_id: string, reason: string): void {
    const attempt = this.attempts.value.get(device_id);
    if (attempt) this.#show(device_id, { ...attempt, phase: 'failed', reason });
  }

  #show(device_id: string, attempt: Attempt | null): void {
    const next = new Map(this.attempts.value);
    if (attempt) next.set(device_id, attempt);
    else next.delete(device_id);
    this.attempts.set(next);
  }
}
