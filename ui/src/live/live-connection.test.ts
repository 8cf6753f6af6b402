import { beforeEach, describe, expect, it } from 'vitest';
import { LiveConnection, backoff, type LiveEnvironment, type SocketLike } from './live-connection.js';

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.closed = true;
  }
  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
}

class FakeWorld implements LiveEnvironment {
  time = 1_000_000;
  sockets: FakeSocket[] = [];
  timers = new Map<number, { at: number; fn: () => void }>();
  private next = 1;
  open(): FakeSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }
  now(): number {
    return this.time;
  }
  setTimer(fn: () => void, ms: number): number {
    this.timers.set(this.next, { at: this.time + ms, fn });
    return this.next++;
  }
  clearTimer(id: number): void {
    this.timers.delete(id);
  }
  random(): number {
    return 0.5;
  }
  /** Lets time pass, and what is due happen in order. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.time = due[1].at;
      due[1].fn();
    }
    this.time = end;
  }
  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error('no socket was opened');
    return last;
  }
}

let world: FakeWorld;
let live: LiveConnection;

beforeEach(() => {
  world = new FakeWorld();
  live = new LiveConnection(world);
});

const open = (): void => {
  live.start();
  world.socket.onopen?.();
};

describe('LiveConnection', () => {
  it('hands events to those who listen for their type, until they stop', () => {
    const heard: unknown[] = [];
    const stop = live.on('tide_turned', (event) => heard.push(event['level']));
    open();
    world.socket.say({ type: 'tide_turned', level: 3 });
    world.socket.say({ type: 'other' });
    stop();
    world.socket.say({ type: 'tide_turned', level: 4 });
    expect(heard).toEqual([3]);
  });

  it('is not upset by what is no event', () => {
    open();
    for (const data of ['{', 'null', '[]', '{"type":1}', '"x"']) world.socket.say(data);
    expect(live.connection.value.state).toBe('open');
  });

  it('comes back with growing patience, and forgets it once it is back', () => {
    open();
    world.socket.onclose?.({ code: 1006 });
    expect(live.connection.value).toMatchObject({ state: 'away', next_try_at: world.time + backoff(0, 0.5) });
    world.pass(backoff(0, 0.5));
    expect(world.sockets).toHaveLength(2);
    world.socket.onclose?.({ code: 1006 });
    expect(live.connection.value.next_try_at).toBe(world.time + backoff(1, 0.5));
    world.pass(backoff(1, 0.5));
    world.socket.onopen?.();
    world.socket.onclose?.({ code: 1006 });
    expect(live.connection.value.next_try_at).toBe(world.time + backoff(0, 0.5));
  });

  it('asks again for its topics after a break, and for each only once', () => {
    const stopOne = live.subscribe('logs');
    const stopTwo = live.subscribe('logs');
    open();
    expect(world.socket.sent).toMatchObject([{ type: 'subscribe', topics: ['logs'] }]);
    world.socket.onclose?.({ code: 1006 });
    live.retryNow();
    world.socket.onopen?.();
    expect(world.socket.sent).toMatchObject([{ type: 'subscribe', topics: ['logs'] }]);
    stopOne();
    stopOne();
    expect(world.socket.sent).toHaveLength(1);
    stopTwo();
    expect(world.socket.sent.at(-1)).toMatchObject({ type: 'unsubscribe', topics: ['logs'] });
  });

  it('pings when the hub is silent for a beat, and gives up when it stays so', () => {
    open();
    world.socket.say({ type: 'hello', version: '1', heartbeat_ms: 2000 });
    world.socket.say({ type: 'pong' });
    const first = world.socket;
    world.pass(2000);
    expect(first.sent.at(-1)).toMatchObject({ type: 'ping' });
    world.pass(1000);
    first.say({ type: 'pong' });
    world.pass(3999);
    expect(live.connection.value.state).toBe('open');
    world.pass(1);
    expect(first.closed).toBe(true);
    expect(live.connection.value.state).toBe('away');
  });

  it('leaves nothing behind when it is stopped', () => {
    open();
    live.stop();
    expect(world.timers.size).toBe(0);
    expect(world.socket.closed).toBe(true);
    expect(live.connection.value.state).toBe('idle');
    expect(live.send({ type: 'x' })).toBe(false);
  });

  it('says with which code the hub closed it', () => {
    const codes: number[] = [];
    live.on_closed = (code) => codes.push(code);
    open();
    world.socket.onclose?.({ code: 4001 });
    expect(codes).toEqual([4001]);
  });
});

describe('backoff', () => {
  it('doubles up to a bound and spreads by a quarter', () => {
    expect(backoff(0, 0.5)).toBe(500);
    expect(backoff(3, 0.5)).toBe(4000);
    expect(backoff(30, 0.5)).toBe(15_000);
    expect(backoff(0, 0)).toBe(375);
    expect(backoff(0, 1)).toBe(625);
  });
});
