import { setImmediate } from 'node:timers/promises';
import { HubError, type Disposer, type Timers } from '@lightkeeper/plugin-sdk';
import type { MirrorBroker } from '../mirror/mirror.js';

/** Timers that ring when the test says so. */
export class TestTimers implements Timers {
  readonly waiting = new Map<symbol, { ms: number; fn: () => void | Promise<void> }>();

  after(ms: number, _label: string, fn: () => void | Promise<void>): Disposer {
    const key = Symbol();
    this.waiting.set(key, { ms, fn });
    return () => {
      this.waiting.delete(key);
    };
  }

  every(ms: number, label: string, fn: () => void | Promise<void>): Disposer {
    return this.after(ms, label, fn);
  }

  /** Rings all that wait now. Gives the waits, in milliseconds. */
  async ring(): Promise<number[]> {
    const due = [...this.waiting.values()];
    this.waiting.clear();
    for (const { fn } of due) await fn();
    return due.map(({ ms }) => ms);
  }
}

/**
 * A connection as MQTT over TCP behaves: what was written arrives in order up to the point where the line broke, and of what has arrived
 * not everything was acknowledged. Breaks by itself after as many messages as `breaks` says.
 */
export class TestBroker implements MirrorBroker {
  readonly base_topic = 'lightkeeper';
  readonly arrived: { topic: string; payload: string; options: unknown }[] = [];
  connected = false;
  /** For each connection: how many messages arrive before it breaks, and how many of the last ones stay without PUBACK. */
  breaks: { after: number; unacked: number }[] = [];
  denies = false;
  #left = Number.POSITIVE_INFINITY;
  #unacked = 0;
  #listeners: (() => void | Promise<void>)[] = [];

  async connect(): Promise<void> {
    const next = this.breaks.shift();
    this.#left = next?.after ?? Number.POSITIVE_INFINITY;
    this.#unacked = next?.unacked ?? 0;
    this.connected = true;
    for (const listener of this.#listeners) await listener();
  }

  async publish(topic: string, payload: string, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void> {
    const offline = new HubError('LK_MQTT_OFFLINE', 'The broker is not connected.');
    if (this.denies) throw new HubError('LK_UPSTREAM', 'The broker denied the publish.');
    if (!this.connected || this.#left <= 0) throw offline;
    this.#left -= 1;
    const acknowledged = this.#left >= this.#unacked;
    this.arrived.push({ topic, payload, options });
    await setImmediate();
    if (this.#left <= 0) this.connected = false;
    if (!acknowledged) throw offline;
  }

  command(): void {
    throw new Error('the mirror takes no commands');
  }

  onConnected(fn: () => void | Promise<void>): void {
    this.#listeners.push(fn);
  }

  onDisconnected(): void {
    throw new Error('the mirror does not ask');
  }
}
