import type { Logger, Timers } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SharedUniverse } from './shared-universe.js';
import type { Seat, UniverseOutput } from './universe.js';
import { Universes } from './universes.js';

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const timers: Timers = {
  after(ms, _label, fn) {
    const timer = setTimeout(() => void fn(), ms);
    return () => {
      clearTimeout(timer);
    };
  },
  every() {
    throw new Error('not used');
  },
};

/** What was sent, and when. */
class Wire implements UniverseOutput {
  readonly wire = { target: { address: '192.0.2.1', port: 6454 }, universe: 1 };
  readonly frames: { at: number; head: number[]; priority: number }[] = [];
  ends = 0;
  broken = false;

  async send(universe: SharedUniverse): Promise<void> {
    this.frames.push({ at: Date.now(), head: [...universe.slots.subarray(0, 6)], priority: universe.next().priority });
    await Promise.resolve();
    if (this.broken) throw new Error('The network cannot be reached.');
  }

  end(): Promise<void> {
    this.ends += 1;
    return Promise.resolve();
  }
}

let wire: Wire;
let universes: Universes;
let opened: number;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  wire = new Wire();
  opened = 0;
  universes = new Universes({ clock: { now: () => Date.now(), iso: () => new Date().toISOString() }, timers, log: silent });
});

afterEach(() => {
  vi.useRealTimers();
});

const noLoss = (reason: string): void => {
  throw new Error(reason);
};

function join(priority = 100, lost: (reason: string) => void = noLoss): Promise<Seat> {
  return universes.join(
    'node/1',
    () => {
      opened += 1;
      return Promise.resolve(wire);
    },
    { priority, lost },
  );
}

describe('a universe', () => {
  it('sends a change at once, twice more, and then a keep-alive well within the limits', async () => {
    const seat = await join();
    seat.write(1, Uint8Array.of(9));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(wire.frames.map(({ at }) => at)).toEqual([0, 25, 50, 950, 1_850, 2_750]);
    expect(wire.frames.every(({ head }) => head[0] === 9)).toBe(true);
  });

  it('sends a dark frame too when it begins', async () => {
    const seat = await join();
    seat.write(1, Uint8Array.of(0, 0, 0));
    expect(wire.frames).toHaveLength(1);
  });

  it('is sent at most forty times a second, with the newest levels', async () => {
    const seat = await join();
    for (let ms = 0; ms < 1_000; ms += 1) {
      seat.write(1, Uint8Array.of(ms & 0xff, ms >> 8));
      await vi.advanceTimersByTimeAsync(1);
    }
    const within = wire.frames.filter(({ at }) => at < 1_000).length;
    expect(within).toBeLessThanOrEqual(40);
    expect(within).toBeGreaterThan(35);
    await vi.advanceTimersByTimeAsync(25);
    expect(wire.frames.at(-1)?.head.slice(0, 2)).toEqual([999 & 0xff, 999 >> 8]);
  });

  it('is shared: one buffer, one output, the highest priority', async () => {
    const [first, second] = await Promise.all([join(50), join(120)]);
    first.write(1, Uint8Array.of(1, 2, 3));
    second.write(4, Uint8Array.of(4, 5, 6));
    await vi.advanceTimersByTimeAsync(25);
    expect(opened).toBe(1);
    expect(wire.frames.at(-1)).toMatchObject({ head: [1, 2, 3, 4, 5, 6], priority: 120 });
    second.leave();
    await vi.advanceTimersByTimeAsync(25);
    expect(wire.frames.at(-1)).toMatchObject({ head: [1, 2, 3, 0, 0, 0], priority: 50 });
    expect(wire.ends).toBe(0);
  });

  it('ends with its last fixture, once, and begins anew with the next', async () => {
    const seat = await join();
    seat.write(1, Uint8Array.of(1));
    seat.leave();
    seat.leave();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([wire.ends, wire.frames.length, universes.size]).toEqual([1, 1, 0]);
    const again = await join();
    again.write(1, Uint8Array.of(2));
    expect([opened, wire.frames.length]).toEqual([2, 2]);
  });

  it('tells all its fixtures when it cannot be sent', async () => {
    const reasons: string[] = [];
    const seats: Seat[] = [];
    const lost = (reason: string): void => {
      reasons.push(reason);
      for (const seat of seats) seat.leave();
    };
    seats.push(await join(100, lost), await join(100, lost));
    wire.broken = true;
    seats[0]?.write(1, Uint8Array.of(1));
    await expect(seats[0]?.sent()).rejects.toThrow('The network cannot be reached.');
    expect(reasons).toEqual(['The network cannot be reached.', 'The network cannot be reached.']);
    expect([wire.ends, universes.size]).toEqual([1, 0]);
  });

  it('goes on when the clock is set back', async () => {
    const seat = await join();
    seat.write(1, Uint8Array.of(1));
    await vi.advanceTimersByTimeAsync(100);
    vi.setSystemTime(-3_600_000);
    seat.write(1, Uint8Array.of(2));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(wire.frames.at(-1)?.head[0]).toBe(2);
  });

  it('does not keep an output that could not be opened', async () => {
    const failing = universes.join('x', () => Promise.reject(new Error('no socket')), { priority: 1, lost: () => {} });
    await expect(failing).rejects.toThrow('no socket');
    expect(universes.size).toBe(0);
  });
});

describe('pictures in a universe', () => {
  it('are sent as they come, one after another, and kept alive', async () => {
    const seat = await join();
    for (const level of [1, 2, 3]) {
      await seat.show(1, Uint8Array.of(level));
      await vi.advanceTimersByTimeAsync(17);
    }
    expect(wire.frames.map(({ at, head }) => [at, head[0]])).toEqual([
      [0, 1],
      [17, 2],
      [34, 3],
    ]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(wire.frames.slice(3).map(({ at, head }) => [at, head[0]])).toEqual([
      [934, 3],
      [1_834, 3],
    ]);
  });

  it('of two strips never overlap, and carry what else has changed', async () => {
    const [first, second, lamp] = await Promise.all([join(), join(), join()]);
    lamp.write(5, Uint8Array.of(50));
    await vi.advanceTimersByTimeAsync(5);
    lamp.write(5, Uint8Array.of(51));
    await Promise.all([first.show(1, Uint8Array.of(1, 2)), second.show(3, Uint8Array.of(3, 4))]);
    expect(wire.frames.at(-1)?.head).toEqual([1, 2, 3, 4, 51, 0]);
    first.leave();
    await first.show(1, Uint8Array.of(9));
    await vi.advanceTimersByTimeAsync(100);
    expect(wire.frames.at(-1)?.head).toEqual([0, 0, 3, 4, 51, 0]);
  });

  it('fail where they cannot be sent', async () => {
    const seat = await join(100, () => {});
    wire.broken = true;
    await expect(seat.show(1, Uint8Array.of(1))).rejects.toThrow('The network cannot be reached.');
  });
});
