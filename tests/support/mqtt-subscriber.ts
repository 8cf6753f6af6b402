import mqtt from 'mqtt';
import type { MqttClient } from 'mqtt';
import { eventually } from './eventually.js';

export interface Received {
  topic: string;
  payload: string;
  qos: number;
  retain: boolean;
  /** Set by the broker when it sends the message a second time. */
  dup: boolean;
}

export interface SubscriberOptions {
  /** By default a random one; the broker keeps the session under it. */
  client_id?: string;
  /** By default 1. */
  qos?: 0 | 1 | 2;
}

/**
 * A subscriber with a persistent session: what is published while it is away, the broker keeps for it. It collects all that
 * arrives, in order, and comes back by itself when the broker does.
 */
export class MqttSubscriber {
  readonly messages: Received[] = [];

  private constructor(private readonly client: MqttClient) {
    client.on('message', (topic, payload, packet) => {
      this.messages.push({ topic, payload: payload.toString('utf8'), qos: packet.qos, retain: packet.retain, dup: packet.dup });
    });
    // A broker that is stopped is part of the tests; the client tries again by itself.
    client.on('error', () => undefined);
  }

  /** Connects and subscribes; resolves when the broker has granted the filters. */
  static async start(url: string, filters: string | string[] = '#', options: SubscriberOptions = {}): Promise<MqttSubscriber> {
    const { address, ...account } = takeCredentials(url);
    const clientId = options.client_id ?? `test-${crypto.randomUUID()}`;
    const client = mqtt.connect(address, { clientId, clean: false, reconnectPeriod: 100, ...account });
    const subscriber = new MqttSubscriber(client);
    const granted = await client.subscribeAsync(filters, { qos: options.qos ?? 1 });
    const refused = granted.filter(({ qos }) => qos > 2).map(({ topic }) => topic);
    if (refused.length > 0) throw new Error(`The broker refused ${refused.join(', ')}`);
    return subscriber;
  }

  get connected(): boolean {
    return this.client.connected;
  }

  /** Messages whose topic matches an MQTT filter, with `+` and `#`. */
  on(filter: string): Received[] {
    return this.messages.filter(({ topic }) => matches(filter, topic));
  }

  /** Bodies of the messages on a filter. `T` is the caller's expectation and is not checked. */
  json<T>(filter: string): T[] {
    return this.on(filter).map(({ payload }) => JSON.parse(payload) as T);
  }

  /** Waits until the filter has at least `count` messages and gives them. */
  waitFor(filter: string, count = 1, within_ms?: number): Promise<Received[]> {
    return eventually(
      `${count} messages on ${filter}`,
      () => {
        const found = this.on(filter);
        return found.length >= count && found;
      },
      {
        ...(within_ms === undefined ? {} : { within_ms }),
        describe: () =>
          `${this.messages.length} arrived:\n${this.messages
            .slice(-10)
            .map(({ topic, payload }) => `${topic} ${payload.slice(0, 200)}`)
            .join('\n')}`,
      },
    );
  }

  async publish(topic: string, payload: string, options: { qos?: 0 | 1 | 2; retain?: boolean } = {}): Promise<void> {
    await this.client.publishAsync(topic, payload, { qos: 1, ...options });
  }

  /** Leaves; the broker keeps the session, and a subscriber with the same `client_id` takes it up. */
  async close(): Promise<void> {
    await this.client.endAsync(true);
  }
}

/**
 * Takes name and password out of the address: mqtt.js splits them at the last colon, also when that is one of the password's, and what
 * it finds there goes over what it is told.
 */
function takeCredentials(url: string): { address: string; username?: string; password?: string } {
  const address = new URL(url);
  const { username, password } = address;
  address.username = address.password = '';
  if (username === '') return { address: address.href };
  return { address: address.href, username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** MQTT 3.1.1, section 4.7: `+` stands for one level, `#` for the level above and all below. */
export function matches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  // Section 4.7.2: filters that begin with a wildcard do not match the broker's own topics.
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  for (const [index, part] of wanted.entries()) {
    if (part === '#') return true;
    if (index >= levels.length || (part !== '+' && part !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
