import { AsyncResource } from 'node:async_hooks';
import { HubError } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand } from '@lightkeeper/plugin-sdk';
import { wishesOf } from './schema.js';

/** How many different commands may wait for one device. */
const MAX_WAITING = 16;

export interface LaneJob<R> {
  command: DeviceCommand;
  /** Who wishes it: one person's wish never takes the place of another's. */
  actor: string;
  /** Sends the newest command; `folded` counts the wishes that it stands for, itself included. */
  run: (command: DeviceCommand, folded: number) => Promise<R>;
  /** Gives the wish up while it still waits. */
  signal?: AbortSignal | undefined;
}

interface Waiter<R> {
  resolve(result: R): void;
  reject(error: unknown): void;
}

interface Waiting<R> {
  job: LaneJob<R>;
  folded: number;
  waiters: Set<Waiter<R>>;
}

/**
 * The commands of one device, one at a time and in order. While one is on its way, a wish that only says again what a waiting one says
 * (a dragged slider) takes its place, and both callers get its result: the device is never behind the hand.
 */
export class CommandLane<R> {
  readonly #waiting: Waiting<R>[] = [];
  #busy = false;
  #closed: HubError | null = null;

  get idle(): boolean {
    return !this.#busy && this.#waiting.length === 0;
  }

  submit(job: LaneJob<R>): Promise<R> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    // The work is done in the context of whoever asked for it, also when another's command started the lane.
    const bound: LaneJob<R> = { ...job, run: AsyncResource.bind(job.run) };
    const last = this.#waiting.at(-1);
    if (last !== undefined && takesPlaceOf(job, last.job)) {
      last.job = bound;
      last.folded += 1;
      return this.#wait(last, job.signal);
    }
    if (this.#waiting.length >= MAX_WAITING) {
      return Promise.reject(new HubError('LK_RATE_LIMITED', 'Too many commands wait for this device.', { retry_after_s: 1 }));
    }
    const entry: Waiting<R> = { job: bound, folded: 1, waiters: new Set() };
    this.#waiting.push(entry);
    const result = this.#wait(entry, job.signal);
    if (!this.#busy) void this.#work();
    return result;
  }

  /** Refuses what waits and what comes. */
  close(reason: HubError): void {
    this.#closed = reason;
    for (const { waiters } of this.#waiting.splice(0)) for (const waiter of waiters) waiter.reject(reason);
  }

  #wait(entry: Waiting<R>, signal: AbortSignal | undefined): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      const waiter = { resolve, reject };
      entry.waiters.add(waiter);
      signal?.addEventListener(
        'abort',
        () => {
          const index = this.#waiting.indexOf(entry);
          if (index === -1 || !entry.waiters.delete(waiter)) return;
          if (entry.waiters.size === 0) this.#waiting.splice(index, 1);
          reject(new HubError('LK_DEVICE_FAILED', 'The command was given up before it was sent.'));
        },
        { once: true },
      );
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let entry = this.#waiting.shift(); entry !== undefined; entry = this.#waiting.shift()) {
      const { job, folded, waiters } = entry;
      try {
        const result = await job.run(job.command, folded);
        for (const waiter of waiters) waiter.resolve(result);
      } catch (error) {
        for (const waiter of waiters) waiter.reject(error);
      }
    }
    this.#busy = false;
  }
}

/** Whether the newer of two wishes says all that the older one says, so that the older one need not be sent. */
function takesPlaceOf(newer: Pick<LaneJob<unknown>, 'actor' | 'command'>, older: Pick<LaneJob<unknown>, 'actor' | 'command'>): boolean {
  const [next, last] = [wishesOf(newer.command), wishesOf(older.command)];
  return (
    newer.actor === older.actor &&
    newer.command.on === older.command.on &&
    next.length === last.length &&
    sameKeys(newer.command.set, older.command.set) &&
    next.every((wish, index) => wish === last[index] && wish !== 'effect') &&
    next.some((wish) => wish !== 'on')
  );
}

/** Whether two wishes set the same features. Pressing twice is not pressing once, so buttons never take each other's place. */
function sameKeys(a: DeviceCommand['set'] = {}, b: DeviceCommand['set'] = {}): boolean {
  const [next, last] = [Object.entries(a), Object.entries(b)];
  return next.length === last.length && next.every(([key, value]) => typeof value === 'number' && typeof b[key] === 'number');
}
