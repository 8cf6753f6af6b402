import type { Logger, Timers, UdpService, UdpSocket, UdpTarget } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ArtNetNodes } from './nodes.js';

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

function reply(name: string): Buffer {
  const bytes = Buffer.alloc(239);
  bytes.write('Art-Net\0', 'latin1');
  bytes.writeUInt16LE(0x2100, 8);
  bytes.write(name, 26, 'latin1');
  return bytes;
}

/** A network of which the test sees what is sent, and says what comes. */
class Air implements UdpService {
  readonly sent: string[] = [];
  readonly ports: (number | undefined)[] = [];
  closed = 0;
  taken = false;
  say: (bytes: Uint8Array, from: { address: string; port: number }) => void = () => {};

  target(host: string, port: number): Promise<UdpTarget> {
    return Promise.resolve(this.group(host, port));
  }

  group(address: string, port: number): UdpTarget {
    return { address, port };
  }

  open({ port, message }: NonNullable<Parameters<UdpService['open']>[0]> = {}): Promise<UdpSocket> {
    if (this.taken) return Promise.reject(new Error('taken'));
    this.ports.push(port);
    this.say = message ?? this.say;
    return Promise.resolve({
      port: port ?? 0,
      send: (_bytes, target) => {
        this.sent.push(`${target.address}:${target.port}`);
        return Promise.resolve();
      },
      close: () => {
        this.closed += 1;
      },
    });
  }
}

let air: Air;
let nodes: ArtNetNodes;
let told: string[];

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  air = new Air();
  told = [];
  nodes = new ArtNetNodes({ udp: air, clock: { now: () => Date.now(), iso: () => new Date().toISOString() }, timers, log: silent });
});

afterEach(() => {
  vi.useRealTimers();
});

function watch(address: string, port = 6454): ReturnType<ArtNetNodes['watch']> {
  return nodes.watch(air.group(address, port), {
    heard: ({ name }) => told.push(`${address} is ${name}`),
    lost: (reason) => told.push(`${address}: ${reason}`),
  });
}

describe('nodes on the port of the protocol', () => {
  it('are heard on that port, from whichever port they answer, and told apart by their addresses', async () => {
    watch('10.0.0.1');
    watch('10.0.0.2');
    await vi.advanceTimersByTimeAsync(0);
    expect(air.ports).toEqual([6454]);
    expect(air.sent).toEqual(['10.0.0.1:6454', '10.0.0.2:6454']);
    air.say(reply('Hall'), { address: '10.0.0.1', port: 6454 });
    air.say(reply('Attic'), { address: '10.0.0.2', port: 40_000 });
    air.say(reply('Stranger'), { address: '10.0.0.3', port: 6454 });
    air.say(Buffer.from('noise'), { address: '10.0.0.1', port: 6454 });
    expect(told).toEqual(['10.0.0.1 is Hall', '10.0.0.2 is Attic']);
    expect(watch('10.0.0.1').known?.name).toBe('Hall');
  });

  it('are lost after three polls without an answer, within 10 s', async () => {
    watch('10.0.0.1');
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(10);
    air.say(reply('Hall'), { address: '10.0.0.1', port: 6454 });
    await vi.advanceTimersByTimeAsync(9_980);
    expect([told, air.sent.length]).toEqual([['10.0.0.1 is Hall'], 4]);
    await vi.advanceTimersByTimeAsync(20);
    expect(told.at(-1)).toBe('10.0.0.1: The Art-Net node no longer answers.');
  });

  it('are asked no more when nobody watches, and the port is given back', async () => {
    const first = watch('10.0.0.1');
    const second = watch('10.0.0.1');
    await vi.advanceTimersByTimeAsync(0);
    first.leave();
    first.leave();
    await vi.advanceTimersByTimeAsync(2_500);
    expect([air.sent.length, air.closed]).toEqual([2, 0]);
    second.leave();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([air.sent.length, air.closed]).toEqual([2, 1]);
  });

  it('are said to be lost when they cannot be asked, and asked again later', async () => {
    air.taken = true;
    const { leave } = watch('10.0.0.1');
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['10.0.0.1: The Art-Net node cannot be asked whether it is there.']);
    leave();
    air.taken = false;
    watch('10.0.0.1');
    await vi.advanceTimersByTimeAsync(0);
    expect(air.sent).toEqual(['10.0.0.1:6454']);
  });
});

describe('nodes on a port of their own', () => {
  it('are told apart by it, and heard on a free port', async () => {
    watch('127.0.0.1', 7001);
    watch('127.0.0.1', 7002);
    await vi.advanceTimersByTimeAsync(0);
    expect(air.ports).toEqual([undefined]);
    air.say(reply('Two'), { address: '127.0.0.1', port: 7002 });
    expect(told).toEqual(['127.0.0.1 is Two']);
  });
});
