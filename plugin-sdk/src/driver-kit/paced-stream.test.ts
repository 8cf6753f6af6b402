import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Timers } from '../clock.js';
import type { StreamFormat } from '../wire/device.js';
import { PacedStream } from './paced-stream.js';
import type { PictureSink } from './paced-stream.js';

const timers: Timers = {
  after(ms, _label, fn) {
    const timer = setTimeout(() => void fn(), ms);
    return () => {
      clearTimeout(timer);
    };
  },
  every(ms, _label, fn) {
    const timer = setInterval(() => void fn(), ms);
    return () => {
      clearInterval(timer);
    };
  },
};

/** What was sent, and when. Takes `takes_ms` for each picture. */
class Wire implements PictureSink {
  readonly pictures: { at: number; first: number }[] = [];
  takes_ms = 0;
  broken = false;
  at_once = 0;
  most_at_once = 0;
  ended = 0;

  async send(picture: Uint8Array): Promise<void> {
    const first = picture[0] ?? -1;
    this.at_once += 1;
    this.most_at_once = Math.max(this.most_at_once, this.at_once);
    this.pictures.push({ at: Date.now(), first });
    if (this.takes_ms > 0) await new Promise((resolve) => setTimeout(resolve, this.takes_ms));
    this.at_once -= 1;
    expect(picture[0]).toBe(first);
    if (this.broken) throw new Error('The network cannot be reached.');
  }

  end(): Promise<void> {
    this.ended += 1;
    return Promise.resolve();
  }
}

const format: StreamFormat = { leds: 2, channels: 3, max_fps: 50 };
let wire: Wire;
let stream: PacedStream;

function open(change: Partial<StreamFormat> = {}): void {
  const clock = { now: () => Date.now(), iso: () => new Date().toISOString() };
  stream = new PacedStream({ ...format, ...change }, wire, { clock, timers, keep_alive_ms: 1_000 });
}

const picture = (first: number): Uint8Array => Uint8Array.of(first, 0, 0, 0, 0, 0);

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  wire = new Wire();
  open();
});

afterEach(async () => {
  wire.broken = false;
  void stream.close();
  await vi.runOnlyPendingTimersAsync();
  vi.useRealTimers();
});

describe('a paced stream', () => {
  it('sends at once, and takes the bytes before it returns', async () => {
    const bytes = picture(7);
    stream.write(bytes);
    bytes.fill(0);
    expect(wire.pictures).toEqual([{ at: 0, first: 7 }]);
    await vi.advanceTimersByTimeAsync(1);
    expect(stream.counters).toEqual({ sent: 1, dropped: 0, failed: 0 });
  });

  it('sends no more than the device shows, always the newest, and counts the others', async () => {
    for (let ms = 0; ms < 1_000; ms += 1) {
      stream.write(picture(ms & 0xff));
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(20);
    const { sent, dropped } = stream.counters;
    expect(sent).toBeGreaterThanOrEqual(49);
    expect(sent).toBeLessThanOrEqual(52);
    expect(sent + dropped).toBe(1_000);
    expect(wire.pictures.at(-1)?.first).toBe(999 & 0xff);
  });

  it('lets a source that is not exact pass without waiting', async () => {
    for (const gap of [20, 16, 24, 17, 23, 20, 20, 18, 22]) {
      stream.write(picture(1));
      await vi.advanceTimersByTimeAsync(gap);
    }
    expect(wire.pictures.map(({ at }) => at)).toEqual([0, 20, 36, 60, 77, 100, 120, 140, 158]);
    expect(stream.counters).toEqual({ sent: 9, dropped: 0, failed: 0 });
  });

  it('never overlaps a send that is under way', async () => {
    wire.takes_ms = 70;
    for (let ms = 0; ms < 500; ms += 10) {
      stream.write(picture(ms / 10));
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(wire.most_at_once).toBe(1);
    expect(wire.pictures.map(({ at }) => at)).toEqual([0, 70, 140, 210, 280, 350, 420, 490, 560]);
    expect(wire.pictures.at(-1)?.first).toBe(49);
  });

  it('passes over pictures of another length', () => {
    stream.write(new Uint8Array(5));
    stream.write(new Uint8Array(7));
    stream.write(new Uint8Array(0));
    expect([wire.pictures.length, stream.counters.dropped]).toEqual([0, 3]);
  });

  it('repeats the last picture before the device forgets it, and nothing before the first', async () => {
    await vi.advanceTimersByTimeAsync(3_000);
    expect(wire.pictures).toEqual([]);
    stream.write(picture(5));
    await vi.advanceTimersByTimeAsync(4_000);
    const times = wire.pictures.map(({ at }) => at);
    expect(Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? 0)))).toBeLessThanOrEqual(1_000);
    expect(wire.pictures.every(({ first }) => first === 5)).toBe(true);
    expect(wire.pictures.length).toBeGreaterThan(3);
    expect(stream.counters.sent).toBe(1);
  });

  it('counts what could not be sent, and goes on', async () => {
    wire.broken = true;
    stream.write(picture(1));
    await vi.advanceTimersByTimeAsync(30);
    wire.broken = false;
    stream.write(picture(2));
    await vi.advanceTimersByTimeAsync(30);
    expect(stream.counters).toEqual({ sent: 1, dropped: 0, failed: 1 });
  });

  it('goes on when the clock is set back', async () => {
    stream.write(picture(1));
    await vi.advanceTimersByTimeAsync(5);
    vi.setSystemTime(-3_600_000);
    stream.write(picture(2));
    await vi.advanceTimersByTimeAsync(25);
    expect(wire.pictures.at(-1)?.first).toBe(2);
    stream.write(picture(3));
    await vi.advanceTimersByTimeAsync(25);
    expect(wire.pictures.at(-1)?.first).toBe(3);
  });

  it('closes once: waits for what is being sent, passes over what waits, then hands over', async () => {
    wire.takes_ms = 50;
    stream.write(picture(1));
    stream.write(picture(2));
    const closed = Promise.all([stream.close(), stream.close()]);
    await vi.advanceTimersByTimeAsync(49);
    expect(wire.ended).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    await closed;
    stream.write(picture(3));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(wire.pictures).toHaveLength(1);
    expect(wire.ended).toBe(1);
    expect(stream.counters).toEqual({ sent: 1, dropped: 2, failed: 0 });
  });

  it('never throws, not even when there are no timers any more', () => {
    stream = new PacedStream(format, wire, {
      clock: { now: () => 0 },
      timers: {
        every: () => () => {},
        after: () => {
          throw new Error('The hub stops.');
        },
      },
      keep_alive_ms: 1_000,
    });
    stream.write(picture(1));
    expect(() => {
      stream.write(picture(2));
      stream.write(picture(3));
    }).not.toThrow();
  });
});
