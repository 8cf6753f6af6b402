import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { DriverTools } from '../device-driver.js';
import type { OutboundSocketHandlers } from '../network.js';
import { LiveLink } from './live-link.js';
import type { LinkEnd } from './live-link.js';

/** A device at the other end of the link, and the hub's second hand. */
class World {
  now = 0;
  polls = 0;
  answers = true;
  /** The WebSockets so far; the last one is the current one. */
  readonly sockets: OutboundSocketHandlers[] = [];
  readonly sent: string[] = [];
  readonly heard: string[] = [];
  readonly lost: string[] = [];
  readonly link: LiveLink;
  #tick: () => void = () => {};

  constructor(url: string | null = 'ws://lamp/ws') {
    const end: LinkEnd = {
      url: () => url,
      opened: (send) => {
        send('hello');
      },
      hear: (text) => {
        this.heard.push(text);
        return text === 'nonsense' ? 'It talks nonsense.' : null;
      },
      ping: () => 'ping',
      poll: () => {
        this.polls += 1;
        return this.answers ? Promise.resolve() : Promise.reject(new Error('Nothing listens there.'));
      },
    };
    const tools = {
      clock: { now: () => this.now },
      timers: {
        every: (_ms: number, _label: string, fn: () => void) => {
          this.#tick = fn;
          return () => {};
        },
      },
      trust: 'typed',
      http: {
        socket: (_url: string, _options: object, handlers: OutboundSocketHandlers) => {
          this.sockets.push(handlers);
          return { send: (text: string) => this.sent.push(text), close: () => undefined };
        },
      },
    } as unknown as DriverTools;
    const reporter = { state() {}, event() {}, describe() {}, lost: (reason: string) => this.lost.push(reason) };
    this.link = new LiveLink(end, { address: 'lamp', max_bytes: 1_024, reporter, tools });
  }

  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      this.now += 1_000;
      this.#tick();
      await turn();
    }
  }
}

describe('a live link', () => {
  it('greets the device, hears it, and pings it', async () => {
    const world = new World();
    world.sockets[0]?.open();
    world.sockets[0]?.message('on');
    await world.pass(3);
    expect([world.sent, world.heard]).toEqual([['hello', 'ping'], ['on']]);
    world.link.send('more');
    expect(world.sent.at(-1)).toBe('more');
    expect(world.polls).toBe(0);
  });

  it('takes a device for gone after 6 s of silence, and says so once', async () => {
    const world = new World();
    world.sockets[0]?.open();
    await world.pass(5);
    expect(world.lost).toEqual([]);
    await world.pass(10);
    expect(world.lost).toEqual(['It no longer answers at lamp.']);
  });

  it('polls where there is no WebSocket, and forgives one failure', async () => {
    const world = new World(null);
    await world.pass(12);
    expect([world.polls, world.lost]).toEqual([4, []]);
    world.answers = false;
    await world.pass(3);
    expect(world.lost).toEqual([]);
    await world.pass(3);
    expect(world.lost).toHaveLength(1);
  });

  it('asks at once when the WebSocket breaks, and opens it again later', async () => {
    const world = new World();
    world.sockets[0]?.open();
    world.sockets[0]?.closed('broken');
    await turn();
    expect([world.polls, world.lost]).toEqual([1, []]);
    await world.pass(16);
    expect(world.sockets).toHaveLength(2);
    world.sockets[0]?.message('from the grave');
    expect(world.heard).toEqual([]);
    world.answers = false;
    world.sockets[1]?.closed('refused');
    await turn();
    expect(world.lost).toEqual(['Nothing listens there.']);
  });

  it('leaves what talks nonsense, or talks without end', () => {
    const odd = new World();
    odd.sockets[0]?.open();
    odd.sockets[0]?.message('nonsense');
    odd.sockets[0]?.message('nonsense');
    expect(odd.lost).toEqual(['It talks nonsense.']);
    const loud = new World();
    loud.sockets[0]?.open();
    for (let count = 0; count < 200; count += 1) loud.sockets[0]?.message('on');
    expect([loud.heard.length, loud.lost]).toEqual([60, ['It sends far more than a light has to say.']]);
  });

  it('is silent once it is closed', async () => {
    const world = new World();
    world.sockets[0]?.open();
    world.link.close();
    world.sockets[0]?.message('on');
    world.sockets[0]?.closed('closed');
    await world.pass(20);
    expect([world.heard, world.lost, world.polls, world.link.closed]).toEqual([[], [], 0, true]);
  });
});
