import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { reasonOf } from '../network/failure.js';
import type { MqttConnection, MqttTransport } from './transport.js';

const CONNECT_LIMIT_MS = 10_000;
const KEEPALIVE_S = 30;
// MQTT allows packets of 256 MiB, and the parser holds one until it is whole.
const MAX_PACKET_BYTES = 1_048_576;

// MQTT 3.1.1 §3.2.2.3, in words for people.
const REFUSALS: Readonly<Record<number, string>> = {
  1: 'the broker does not speak MQTT 3.1.1',
  2: 'the broker refuses the client id',
  3: 'the broker is not available',
  4: 'the broker refuses the user name or password',
  5: 'the broker does not allow this client',
};

/** Connections by the `mqtt` package, which neither reconnects nor queues here: both are the service's own task. */
export const mqttTransport: MqttTransport = (options, events) => {
  const client = connect(options.url, {
    clientId: options.client_id,
    ...(options.username === null ? {} : { username: options.username }),
    ...(options.password === null ? {} : { password: options.password }),
    will: { topic: options.will.topic, payload: Buffer.from(options.will.payload), qos: 1, retain: true },
    protocolVersion: 4,
    clean: true,
    keepalive: KEEPALIVE_S,
    connectTimeout: CONNECT_LIMIT_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
  });
  let reason: string | null = null;
  let opened = false;
  let over = false;

  const drop = (why: string): void => {
    reason ??= why;
    client.end(true);
  };
  limitPackets(client, () => {
    drop(`the broker sent a packet larger than ${MAX_PACKET_BYTES} bytes`);
  });
  client.on('connect', () => {
    opened = true;
    events.open();
  });
  client.on('message', (topic: string, payload: Buffer, packet: IPublishPacket) => {
    if (!over) events.message(topic, payload, packet.retain);
  });
  client.on('error', (error) => {
    drop(wordsFor(error));
  });
  let ended: () => void;
  const end = new Promise<void>((resolve) => (ended = resolve));
  const closed = (): void => {
    if (over) return;
    over = true;
    ended();
    events.closed(reason ?? (opened ? 'the broker closed the connection' : 'the broker did not answer as a broker does'));
  };
  client.on('close', closed);
  client.on('end', closed);
  return connectionOf(client, end);
};

function connectionOf(client: MqttClient, closed: Promise<void>): MqttConnection {
  return {
    async publish(topic, payload, options) {
      await client.publishAsync(topic, payload, options);
    },
    async subscribe(topic) {
      await client.subscribeAsync(topic, { qos: 1 });
    },
    async unsubscribe(topic) {
      await client.unsubscribeAsync(topic);
    },
    async end(force) {
      client.end(force);
      // A second `end` does nothing in this package, even where the first waits for acknowledgements that never come.
      if (force) client.stream.destroy();
      await closed;
    },
  };
}

function limitPackets(client: MqttClient, tooLarge: () => void): void {
  let waiting = 0;
  client.stream.on('data', (chunk: Buffer) => {
    waiting += chunk.byteLength;
    if (waiting > MAX_PACKET_BYTES) tooLarge();
  });
  client.on('packetreceive', () => {
    waiting = 0;
  });
}

function wordsFor(error: Error): string {
  if ('code' in error && typeof error.code === 'number') return REFUSALS[error.code] ?? `the broker refuses the connection (${error.code})`;
  if (error.message === 'connack timeout') return 'it did not answer in time';
  return reasonOf(error);
}
