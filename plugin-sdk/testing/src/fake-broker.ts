import { setImmediate } from 'node:timers/promises';
import type { IncomingMessage, MqttConnection, MqttConnectionEvents, MqttTransport } from '@lightkeeper/core';

export interface PublishedMessage {
  topic: string;
  payload: string;
  qos: 0 | 1;
  retain: boolean;
}

/** A broker in the test's hands: it takes or refuses connections, and remembers what was published. */
export class FakeBroker {
  /** Everything that was acknowledged, in order. */
  readonly published: PublishedMessage[] = [];
  /** What it keeps for those who subscribe, by topic. */
  readonly retained = new Map<string, string>();
  #up = true;
  #lines = new Set<{ events: MqttConnectionEvents; filters: Set<string> }>();

  /** The transport to give to the hub. */
  readonly transport: MqttTransport = (_options, events) => {
    const line = { events, filters: new Set<string>() };
    void setImmediate().then(() => {
      if (!this.#up) {
        events.closed('the broker refused the connection');
        return;
      }
      this.#lines.add(line);
      events.open();
    });
    const connection: MqttConnection = {
      publish: async (topic, payload, { qos, retain }) => {
        await setImmediate();
        if (!this.#lines.has(line)) return new Promise<never>(() => undefined);
        this.published.push({ topic, payload, qos, retain });
        if (retain) this.#keep(topic, payload);
        this.deliver(topic, payload);
      },
      subscribe: async (filters) => {
        for (const filter of filters) line.filters.add(filter);
        await setImmediate();
        for (const [topic, payload] of this.retained) {
          const asked = this.#lines.has(line) && filters.some((filter) => matches(filter, topic));
          if (asked) events.message(messageOf(topic, payload, { retained: true }));
        }
      },
      unsubscribe: (filters) => {
        for (const filter of filters) line.filters.delete(filter);
        return Promise.resolve();
      },
      end: () => {
        this.#lines.delete(line);
        return Promise.resolve();
      },
    };
    return connection;
  };

  /** The broker goes away: connections break, further ones are refused. */
  disconnect(): void {
    this.#up = false;
    const lines = [...this.#lines];
    this.#lines.clear();
    for (const { events } of lines) events.closed('the broker went away');
  }

  /** The broker is back; the hub finds it at its next try. */
  connect(): void {
    this.#up = true;
  }

  /** Another client publishes a message for the broker to keep; an empty one takes away what was kept. */
  publishRetained(topic: string, payload: string): void {
    this.#keep(topic, payload);
    this.deliver(topic, payload);
  }

  #keep(topic: string, payload: string): void {
    // MQTT 3.1.1 §3.3.1.3
    if (payload === '') this.retained.delete(topic);
    else this.retained.set(topic, payload);
  }

  /** A message from another client; `truncated` when it is the beginning of a longer one. */
  deliver(topic: string, payload: string, flags: { retained?: boolean; truncated?: boolean } = {}): void {
    for (const { events, filters } of this.#lines) {
      if ([...filters].some((filter) => matches(filter, topic))) events.message(messageOf(topic, payload, flags));
    }
  }
}

function messageOf(topic: string, text: string, { retained = false, truncated = false }): IncomingMessage {
  const payload = Buffer.from(text);
  return { topic, payload, bytes: payload.byteLength, truncated, retained, sender: null };
}

function matches(filter: string, topic: string): boolean {
  const [wanted, given] = [filter.split('/'), topic.split('/')];
  if (wanted.at(-1) === '#') return wanted.slice(0, -1).every((level, index) => level === '+' || level === given[index]);
  return wanted.length === given.length && wanted.every((level, index) => level === '+' || level === given[index]);
}
