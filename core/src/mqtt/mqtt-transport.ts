import { MqttClient, type IPublishPacket } from 'mqtt';
import { reasonOf } from '../network/failure.js';
import { FilteredStream } from './filtered-stream.js';
import { openLine } from './open-line.js';
import { PacketCutter } from './packet-cutter.js';
import { MAX_PAYLOAD_BYTES, type MqttConnection, type MqttTransport } from './transport.js';

const CONNECT_LIMIT_MS = 10_000;
const KEEPALIVE_S = 30;
const MAX_CUTS = 1_000;

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
  let reason: string | null = null;
  let opened = false;
  let over = false;
  // How long the messages were that have been cut and not been told of yet, in their order.
  const cuts: number[] = [];

  const open = (): FilteredStream => {
    const line = openLine(options.url);
    line.once('error', (error) => {
      reason ??= reasonOf(error);
    });
    const stream = new FilteredStream(line, (push) => {
      const cutter = new PacketCutter({
        push,
        onCut: (bytes) => {
          if (cuts.length < MAX_CUTS) cuts.push(bytes);
        },
      });
      return (chunk) => {
        try {
          cutter.write(chunk);
        } catch (error) {
          reason ??= 'the broker sent something that is not MQTT';
          throw error;
        }
      };
    });
    return stream;
  };
  const client = new MqttClient(open, {
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

  const drop = (why: string): void => {
    reason ??= why;
    client.end(true);
  };
  client.on('connect', () => {
    opened = true;
    events.open();
  });
  client.on('message', (topic: string, payload: Buffer, packet: IPublishPacket) => {
    const truncated = payload.byteLength > MAX_PAYLOAD_BYTES;
    const bytes = truncated ? (cuts.shift() ?? payload.byteLength) : payload.byteLength;
    if (over) return;
    events.message({
      topic,
      payload: truncated ? payload.subarray(0, MAX_PAYLOAD_BYTES) : payload,
      bytes,
      truncated,
      retained: packet.retain,
      sender: null,
    });
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
    publish: (topic, payload, options) =>
      new Promise((resolve, reject) => {
        client.publish(topic, payload, options, (error) => {
          if (error == null) resolve();
          else reject(error);
        });
      }),
    async subscribe(filters, qos) {
      await client.subscribeAsync([...filters], { qos });
    },
    async unsubscribe(filters) {
      await client.unsubscribeAsync([...filters]);
    },
    async end(force) {
      client.end(force);
      // A second `end` does nothing in this package, even where the first waits for acknowledgements that never come.
      if (force) client.stream.destroy();
      await closed;
    },
  };
}

function wordsFor(error: Error): string {
  if ('code' in error && typeof error.code === 'number') return REFUSALS[error.code] ?? `the broker refuses the connection (${error.code})`;
  if (error.message === 'connack timeout') return 'it did not answer in time';
  return reasonOf(error);
}
