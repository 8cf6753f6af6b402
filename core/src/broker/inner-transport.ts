import type { Aedes, AedesPublishPacket } from 'aedes';
import { FilterTree } from '../mqtt/filter-tree.js';
import { MAX_PAYLOAD_BYTES, type MqttConnectionEvents, type MqttTransport } from '../mqtt/transport.js';
import type { RetainedMessages } from './retained.js';

/** The hub's own way into the broker that it runs: within the process, without a port or a password. */
export interface InnerTransport {
  transport: MqttTransport;
  /** The broker stops: tells the hub's connections. */
  close(): void;
}

interface InnerDeps {
  aedes: Aedes;
  retained: RetainedMessages;
  /** The account's name, by the id that the broker knows a client under. */
  accountOf: (client_id: string | undefined) => string | null;
}

/** Makes the way in. The rules of access do not hold for it: it is the hub. */
export function createInnerTransport({ aedes, retained, accountOf }: InnerDeps): InnerTransport {
  const open = new Set<(reason: string) => void>();

  const transport: MqttTransport = ({ will }, events) => {
    const filters = new FilterTree<true>();
    let over = false;
    const deliver = (packet: AedesPublishPacket & { clientId?: string }, done: () => void): void => {
      done();
      if (over || packet.topic.startsWith('$') || filters.match(packet.topic).length === 0) return;
      tell(events, packet.topic, asBuffer(packet.payload), false, accountOf(packet.clientId));
    };
    const publish = (topic: string, payload: Buffer, qos: 0 | 1, retain: boolean): Promise<void> => {
      if (retain) retained.put(null, topic, payload);
      return new Promise((resolve, reject) => {
        aedes.publish({ cmd: 'publish', topic, payload, qos, retain, dup: false }, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    };
    const leave = (): void => {
      over = true;
      open.delete(closed);
      aedes.unsubscribe('#', deliver, () => undefined);
    };
    const closed = (reason: string): void => {
      leave();
      events.closed(reason);
    };
    open.add(closed);
    aedes.subscribe('#', deliver, () => {
      if (!over) events.open();
    });
    return {
      publish: (topic, payload, { qos, retain }) => publish(topic, Buffer.from(payload), qos, retain),
      subscribe(wanted) {
        for (const filter of wanted) filters.add(filter, true);
        setImmediate(() => {
          for (const { topic, payload } of over ? [] : retained.matching(wanted)) {
            tell(events, topic, payload, true, retained.ownerOf(topic) ?? null);
          }
        });
        return Promise.resolve();
      },
      unsubscribe(unwanted) {
        for (const filter of unwanted) filters.remove(filter, true);
        return Promise.resolve();
      },
      async end(force) {
        if (over) return;
        leave();
        if (force) await publish(will.topic, Buffer.from(will.payload), 1, true);
      },
    };
  };

  return {
    transport,
    close() {
      for (const closed of [...open]) closed('the broker in the hub has stopped');
    },
  };
}

function tell(events: MqttConnectionEvents, topic: string, payload: Buffer, retained: boolean, sender: string | null): void {
  const truncated = payload.byteLength > MAX_PAYLOAD_BYTES;
  events.message({
    topic,
    payload: truncated ? payload.subarray(0, MAX_PAYLOAD_BYTES) : payload,
    bytes: payload.byteLength,
    truncated,
    retained,
    sender,
  });
}

function asBuffer(payload: Buffer | string): Buffer {
  return typeof payload === 'string' ? Buffer.from(payload) : payload;
}
