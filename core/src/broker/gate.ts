import type { Socket } from 'node:net';
import { addressKey } from '../access/addresses.js';
import { PacketHeaderReader } from '../mqtt/packet-header.js';
import type { BrokerLimits } from './limits.js';

/** Counts the connections and keeps them within their limits, before and beside the broker's own library. */
export interface Gate {
  /** False when there are too many already. The connection counts as waiting until {@link Gate.signedIn}. */
  admit(socket: Socket): boolean;
  signedIn(socket: Socket): void;
  /** Ends the connection when a packet of its is longer than it may be; to be called once its reader listens. */
  watch(socket: Socket): void;
}

/** Makes the gate. */
export function createGate(limits: BrokerLimits): Gate {
  const sockets = new Map<Socket, string>();
  const waiting = new Map<Socket, string>();

  const from = (of: ReadonlyMap<Socket, string>, address: string): number => [...of.values()].filter((other) => other === address).length;

  return {
    admit(socket) {
      const address = addressKey(socket.remoteAddress ?? '');
      if (sockets.size >= limits.connections || from(sockets, address) >= limits.connections_per_address) return false;
      if (waiting.size >= limits.waiting || from(waiting, address) >= limits.waiting_per_address) return false;
      sockets.set(socket, address);
      waiting.set(socket, address);
      socket.once('close', () => {
        sockets.delete(socket);
        waiting.delete(socket);
      });
      return true;
    },
    signedIn(socket) {
      waiting.delete(socket);
    },
    watch(socket) {
      const header = new PacketHeaderReader();
      let left = 0;
      socket.on('data', (chunk: Buffer) => {
        let at = 0;
        while (at < chunk.byteLength) {
          if (left > 0) {
            const skipped = Math.min(left, chunk.byteLength - at);
            left -= skipped;
            at += skipped;
            continue;
          }
          const whole = read(header, chunk[at] ?? 0);
          at += 1;
          left = whole ?? 0;
          // The parser would hold the packet until it is whole, whatever length it claims.
          if (left > (waiting.has(socket) ? limits.packet_bytes_before_sign_in : limits.packet_bytes)) {
            socket.destroy();
            return;
          }
        }
      });
    },
  };
}

/** The packet's length once it is known; infinite when it is none. */
function read(header: PacketHeaderReader, byte: number): number | null {
  try {
    return header.push(byte)?.length ?? null;
  } catch {
    return Infinity;
  }
}
