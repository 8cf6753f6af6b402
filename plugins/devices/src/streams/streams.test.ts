import { HubError } from '@lightkeeper/plugin-sdk';
import type { DeviceStream, DirectOutput, Logger, StreamFormat, Timers } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNKNOWN_VIEW } from '../supervision/supervisor.js';
import type { DeviceView } from '../supervision/supervisor.js';
import { Streams } from './streams.js';

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const timers: Timers = {
  after() {
    throw new Error('not used');
  },
  every(ms, _label, fn) {
    const timer = setInterval(() => void fn(), ms);
    return () => {
      clearInterval(timer);
    };
  },
};

const FORMAT: StreamFormat = { leds: 1, channels: 3, max_fps: 60 };
const PICTURE = Uint8Array.of(1, 2, 3);

/** The stream of one connection. */
class Picture implements DeviceStream {
  readonly counters = { sent: 0, dropped: 0, failed: 0 };
  closes = 0;
  readonly ended: () => void;
  readonly format: StreamFormat;
  readonly direct: DirectOutput | null;
  constructor(ended: () => void, format: StreamFormat, direct?: DirectOutput) {
    this.ended = ended;
    this.format = format;
    this.direct = direct ?? null;
  }
  write(): void {
    this.counters.sent += 1;
  }
  close(): Promise<void> {
    this.closes += 1;
    return Promise.resolve();
  }
}

/** One device whose streams open when the test says so. */
let view: DeviceView;
let asked: { signal: AbortSignal; ended(): void; opens(format?: StreamFormat, direct?: DirectOutput): Picture; fails(): void }[];
let streams: Streams;

beforeEach(() => {
  vi.useFakeTimers();
  view = { ...UNKNOWN_VIEW, status: 'online', stream: FORMAT };
  asked = [];
  streams = new Streams({
    log: silent,
    timers,
    lights: {
      open() {
        throw new Error('not used');
      },
      bringBack: () => Promise.resolve(),
    },
    fleet: {
      get: (id) =>
        id === 'strip'
          ? { id, name: 'Strip', config: {}, driver: 'test', enabled: true, area_id: null, labels: [], fixture: 'strip' }
          : undefined,
      view: () => view,
      stream: (_id, signal, ended) =>
        new Promise((resolve, reject) => {
          asked.push({
            signal,
            ended,
            opens(format = FORMAT, direct) {
              const picture = new Picture(ended, format, direct);
              resolve(picture);
              return picture;
            },
            fails() {
              reject(new HubError('LK_DEVICE_FAILED', 'It is busy.'));
            },
          });
        }),
    },
  });
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const turn = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof HubError ? error.code : error),
  );

async function opened(): Promise<{ stream: DeviceStream; picture: Picture }> {
  const opening = streams.open('strip');
  const picture = asked.at(-1)?.opens();
  if (picture === undefined) throw new Error('Nothing was asked for.');
  return { stream: await opening, picture };
}

describe('the streams of a device', () => {
  it('are refused where nothing can be shown', async () => {
    expect(await codeOf(streams.open('other'))).toBe('LK_NOT_FOUND');
    view = { ...view, stream: null };
    expect(await codeOf(streams.open('strip'))).toBe('LK_DEVICE_UNSUPPORTED');
    view = { ...view, status: 'offline' };
    expect(await codeOf(streams.open('strip'))).toBe('LK_DEVICE_OFFLINE');
    expect(asked).toEqual([]);
  });

  it('are one at a time, also while the first is being opened and while it is handed back', async () => {
    const first = streams.open('strip');
    expect(await codeOf(streams.open('strip'))).toBe('LK_CONFLICT');
    asked[0]?.opens();
    const closing = (await first).close();
    expect(await codeOf(streams.open('strip'))).toBe('LK_CONFLICT');
    await closing;
    const { stream } = await opened();
    await stream.close();
  });

  it('leave the way free when they cannot be opened', async () => {
    const first = codeOf(streams.open('strip'));
    asked[0]?.fails();
    expect(await first).toBe('LK_DEVICE_FAILED');
    const { stream } = await opened();
    await stream.close();
  });

  it('go on with the next connection, whose format they take', async () => {
    const { stream, picture } = await opened();
    stream.write(PICTURE);
    picture.ended();
    stream.write(PICTURE);
    expect(stream.counters).toEqual({ sent: 1, dropped: 0, failed: 1 });
    streams.deviceChanged('strip');
    streams.deviceChanged('strip');
    expect(asked).toHaveLength(2);
    asked[1]?.opens({ ...FORMAT, leds: 7 });
    await turn();
    stream.write(PICTURE);
    expect([stream.format.leds, stream.counters]).toEqual([7, { sent: 2, dropped: 0, failed: 1 }]);
    await stream.close();
  });

  it('tell who opened them that the way is another, and nobody when they are closed', async () => {
    const ways: (string | null)[] = [];
    const direct = { module: 'file:///strip.js', options: null, format: FORMAT, keep_alive_ms: null, state: new SharedArrayBuffer(16) };
    const opening = streams.open('strip', { changed: () => ways.push(stream.direct?.module ?? null) });
    asked[0]?.opens();
    const stream = await opening;
    expect(stream.direct).toBeNull();
    asked[0]?.ended();
    streams.deviceChanged('strip');
    asked[1]?.opens(FORMAT, direct);
    await turn();
    expect([ways, stream.direct]).toEqual([[null, 'file:///strip.js'], direct]);
    await stream.close();
    expect([ways.length, stream.direct]).toEqual([2, null]);
  });

  it('are tried again on a device that is there, and not on one that is not', async () => {
    const { stream, picture } = await opened();
    picture.ended();
    streams.deviceChanged('strip');
    asked[1]?.fails();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked).toHaveLength(3);
    asked[2]?.fails();
    view = { ...view, status: 'offline' };
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(3);
    await stream.close();
  });

  it('do not take a connection that ended while they were being opened', async () => {
    const { stream, picture } = await opened();
    picture.ended();
    streams.deviceChanged('strip');
    const late = asked[1]?.opens();
    late?.ended();
    await turn();
    stream.write(PICTURE);
    expect([late?.closes, late?.counters.sent, stream.counters.failed]).toEqual([1, 0, 1]);
    await stream.close();
  });

  it('that are closed while they are being opened anew leave nothing open', async () => {
    const { stream, picture } = await opened();
    picture.ended();
    streams.deviceChanged('strip');
    const closing = stream.close();
    expect(asked[1]?.signal.aborted).toBe(true);
    const late = asked[1]?.opens();
    await closing;
    expect(late?.closes).toBe(1);
    streams.deviceChanged('strip');
    expect(asked).toHaveLength(2);
  });

  it('are all handed back when the hub stops, also the one that is being opened', async () => {
    const opening = codeOf(streams.open('strip'));
    const stopping = streams.stop();
    const late = asked[0]?.opens();
    await stopping;
    expect([late?.closes, await opening]).toEqual([1, 'LK_DEVICE_OFFLINE']);
    const { stream, picture } = await opened();
    await streams.stop();
    expect(picture.closes).toBe(1);
    await stream.close();
    expect(picture.closes).toBe(1);
  });
});
