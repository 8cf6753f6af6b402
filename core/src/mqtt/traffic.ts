import { safeText, type Disposer, type MqttTraffic } from '@lightkeeper/plugin-sdk';
import type { HubClock } from '../time/clock.js';

/** A message that went through the connection, as it is handed over. */
export interface Passing {
  direction: MqttTraffic['direction'];
  topic: string;
  payload: Buffer | string;
  bytes: number;
  retained: boolean;
}

interface TrafficOptions {
  clock: HubClock;
  /** Whether anybody looks on. */
  hasListeners: () => boolean;
  onBatch: (items: MqttTraffic[]) => void;
}

/** The last messages in and out, for looking on. */
export interface Traffic {
  add(message: Passing): void;
  /** Newest first. */
  list(): MqttTraffic[];
  stop(): void;
}

interface Noted extends Omit<Passing, 'payload'> {
  at: number;
  payload: Buffer | string;
}

const KEPT = 200;
const MAX_CHARACTERS = 1_024;
// A character has at most four bytes in UTF-8 (RFC 3629 §3).
const MAX_BYTES = MAX_CHARACTERS * 4;
const BATCH_EVERY_MS = 100;

/** Makes the ring. Noting a message costs little, since its text is made only when somebody reads it. */
export function createTraffic({ clock, hasListeners, onBatch }: TrafficOptions): Traffic {
  const ring: Noted[] = [];
  let next = 0;
  // Since the last batch; more than the ring holds need not be told.
  let fresh = 0;
  let cancel: Disposer | null = null;

  function newest(count: number): MqttTraffic[] {
    const items: MqttTraffic[] = [];
    for (let back = 1; back <= Math.min(count, ring.length); back += 1) {
      const noted = ring[(next - back + KEPT) % KEPT];
      if (noted !== undefined) items.push(present(noted));
    }
    return items;
  }

  function send(): void {
    cancel = null;
    const count = fresh;
    fresh = 0;
    if (hasListeners()) onBatch(newest(count));
  }

  return {
    add({ direction, topic, payload, bytes, retained }) {
      ring[next] = { direction, topic, bytes, retained, at: clock.now(), payload: beginning(payload) };
      next = (next + 1) % KEPT;
      fresh += 1;
      if (cancel === null && hasListeners()) {
        fresh = 1;
        cancel = clock.setTimeout(send, BATCH_EVERY_MS);
      }
    },
    list: () => newest(KEPT),
    stop() {
      void cancel?.();
      cancel = null;
    },
  };
}

/** A copy, since a part of a buffer keeps the whole of it in memory. */
function beginning(payload: Buffer | string): Buffer | string {
  if (typeof payload !== 'string') return Buffer.from(payload.subarray(0, MAX_BYTES));
  return payload.length > MAX_CHARACTERS ? Buffer.from(payload.slice(0, MAX_CHARACTERS + 1)) : payload;
}

function present({ at, direction, topic, payload, bytes, retained }: Noted): MqttTraffic {
  return {
    at: new Date(at).toISOString(),
    direction,
    topic: safeText(topic, MAX_CHARACTERS),
    payload: safeText(payload.toString(), MAX_CHARACTERS),
    bytes,
    retained,
  };
}
