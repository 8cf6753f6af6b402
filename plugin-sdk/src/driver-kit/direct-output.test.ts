import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Timers } from '../clock.js';
import type { DirectOutput } from '../device-driver.js';
import { openDirectOutput } from './direct-output.js';
import { PacedStream } from './paced-stream.js';

/** A driver's module, whose packets hold a picture as it is. */
const moduleOf = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
const PLAIN = moduleOf(`
  export const openSender = ({ target }, socket) => ({ send: (picture) => socket.send(picture, target) });
`);

const clock = { now: () => performance.now() };
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

let light: Socket;
let heard: number[];
let ended: number;

beforeEach(async () => {
  heard = [];
  ended = 0;
  light = createSocket('udp4');
  light.on('message', (bytes) => heard.push(bytes[0] ?? -1));
  light.bind(0, '127.0.0.1');
  await once(light, 'listening');
});

afterEach(() => {
  light.close();
});

/** The stream as its driver opens it. */
function stream(module = PLAIN): PacedStream {
  const sink = {
    send: () => Promise.resolve(),
    end: () => {
      ended += 1;
      return Promise.resolve();
    },
  };
  const options = { target: { address: '127.0.0.1', port: light.address().port } };
  const format = { leds: 1, channels: 3, max_fps: 1_000 } as const;
  return new PacedStream(format, sink, { clock, timers, keep_alive_ms: null, direct: { module, options } });
}

/** As it comes out at the other end of `postMessage`. */
function passed({ direct }: PacedStream): DirectOutput {
  if (direct === null) throw new Error('It has no direct output.');
  return { ...structuredClone({ ...direct, state: null }), state: direct.state };
}

const waitFor = (value: () => unknown, wanted: unknown): Promise<void> => expect.poll(value, { timeout: 15_000 }).toEqual(wanted);

describe('another thread’s way to a device', () => {
  it('sends by the driver’s own module, and counts with the stream', async () => {
    const own = stream();
    const direct = await openDirectOutput(passed(own), { clock, timers });
    direct.write(Uint8Array.of(7, 0, 0));
    await waitFor(() => heard, [7]);
    await waitFor(() => own.counters.sent, 1);
    direct.write(new Uint8Array(2));
    expect([own.counters.sent, own.counters.dropped, own.counters.failed]).toEqual([1, 1, 0]);
    await direct.close();
    expect(ended).toBe(0);
    await own.close();
    expect(ended).toBe(1);
  });

  it('leads nowhere once the stream is closed, whatever the thread does', async () => {
    const own = stream();
    const direct = await openDirectOutput(passed(own), { clock, timers });
    direct.write(Uint8Array.of(1, 0, 0));
    await waitFor(() => heard, [1]);
    await own.close();
    direct.write(Uint8Array.of(2, 0, 0));
    await waitFor(() => own.counters.failed, 1);
    const again = await openDirectOutput(passed(own), { clock, timers });
    again.write(Uint8Array.of(3, 0, 0));
    await waitFor(() => own.counters.failed, 2);
    // What had been sent before this would have come before it.
    light.send(Uint8Array.of(9), light.address().port, '127.0.0.1');
    await waitFor(() => heard, [1, 9]);
    await Promise.all([direct.close(), again.close()]);
  });

  it('is refused where the module is not one', async () => {
    const open = (module: string): Promise<unknown> => openDirectOutput(passed(stream(module)), { clock, timers });
    await expect(open(moduleOf('export const other = 1;'))).rejects.toThrow('exports no function "openSender"');
    await expect(open('file:///not/there.js')).rejects.toThrow();
  });

  it('counts as failed what the driver’s module refuses', async () => {
    const own = stream(moduleOf("export const openSender = () => ({ send: () => Promise.reject(new Error('No.')) });"));
    const direct = await openDirectOutput(passed(own), { clock, timers });
    direct.write(Uint8Array.of(1, 0, 0));
    await waitFor(() => own.counters.failed, 1);
    await direct.close();
    await own.close();
  });
});
