import type { DeviceConnection, DeviceStream, DriverTools, HttpClient, Logger, Timers } from '@lightkeeper/plugin-sdk';
import { z } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DriverRegistry } from '../drivers/registry.js';
import { Session } from './session.js';

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const refuse = (): never => {
  throw new Error('no network in this test');
};
const noHttp: HttpClient = { request: refuse, socket: refuse };
const timers: Timers = {
  after(ms, _label, fn) {
    const timer = setTimeout(() => void fn(), ms);
    return () => {
      clearTimeout(timer);
    };
  },
  every: refuse,
};

/** A device that takes pictures, and what was done with it, in order. */
let done: string[];
let handBack: () => Promise<void>;
let tools: DriverTools | undefined;
let session: Session;

const connection: DeviceConnection = {
  description: { capabilities: [], stream: { leds: 1, channels: 3, max_fps: 60 } },
  command: () => Promise.resolve(),
  stream() {
    const stream: DeviceStream = {
      format: { leds: 1, channels: 3, max_fps: 60 },
      counters: { sent: 0, dropped: 0, failed: 0 },
      write() {},
      async close() {
        done.push(tools?.signal.aborted === true ? 'handed back too late' : 'handing back');
        await handBack();
        done.push('handed back');
      },
    };
    return Promise.resolve(stream);
  },
  close() {
    done.push(tools?.signal.aborted === true ? 'closed' : 'closed before its tools');
  },
};

beforeEach(async () => {
  vi.useFakeTimers();
  done = [];
  handBack = () => Promise.resolve();
  const drivers = new DriverRegistry(() => {});
  drivers.register(
    {
      id: 'strip',
      name: 'Strip',
      description: '',
      config: z.strictObject({}),
      connect: (_config, _reporter, given) => {
        tools = given;
        return Promise.resolve(connection);
      },
    },
    'test',
  );
  const driver = drivers.get('strip');
  if (driver === undefined) throw new Error('There is no driver.');
  const clock = { now: () => Date.now(), iso: () => '' };
  session = new Session(driver, {}, { state() {}, event() {}, describe() {}, lost() {} }, { log: silent, http: noHttp, clock, timers });
  await session.open();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const never = new AbortController().signal;

describe('a session with a stream', () => {
  it('hands the device back, and closes the connection then', async () => {
    await session.stream(never, () => done.push('ended'));
    await session.end();
    expect(done).toEqual(['handing back', 'ended', 'handed back', 'closed']);
    await session.end();
    expect(done).toHaveLength(4);
  });

  it('waits no longer than 2 s for a device that does not let itself be handed back', async () => {
    handBack = () => new Promise(() => {});
    await session.stream(never, () => {});
    const ending = session.end();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(done).toEqual(['handing back']);
    await vi.advanceTimersByTimeAsync(1);
    await ending;
    expect(done).toEqual(['handing back', 'closed']);
  });

  it('closes also where the hand-over fails', async () => {
    handBack = () => Promise.reject(new Error('It is gone.'));
    await session.stream(never, () => {});
    await session.end();
    expect(done).toEqual(['handing back', 'closed']);
  });

  it('does not give out a stream that was opened while it ended', async () => {
    const opening = session.stream(never, () => {});
    await session.end();
    await expect(opening).rejects.toMatchObject({ code: 'LK_DEVICE_FAILED' });
    expect(done).toContain('handed back');
  });

  it('closes at once where there is none', () => {
    void session.end();
    expect(done).toEqual(['closed']);
  });
});
