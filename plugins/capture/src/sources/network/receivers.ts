import type { Clock } from '@lightkeeper/plugin-sdk';
import type { Canvas } from './canvas.js';
import { readDdp } from './packets.js';
import type { UniversePacket } from './packets.js';
import { DDP_NUMBERS, Senders, Sequences } from './senders.js';

/** Pixels of one universe: a pixel never lies in two, as with WLED and xLights. */
export const PIXELS_PER_UNIVERSE = 170;
/** A sign that has not come for so long does not come any more (Art-Net 4, "ArtSync": 4 s). */
const SYNC_MS = 4_000;

/** Takes datagrams and shows the pictures that are in them; what is none is passed over. */
export interface Receiver {
  take(bytes: Uint8Array, address: string): void;
}

/** DDP: pieces at their places, shown with the last. */
export function ddpReceiver(canvas: Canvas, clock: Clock): Receiver {
  const senders = new Senders(clock);
  const sequences = new Sequences(DDP_NUMBERS);
  let pushes = false;
  return {
    take(bytes, address) {
      const packet = readDdp(bytes);
      if (packet === null) return;
      const heard = senders.hear(address);
      if (heard === 'other') return;
      if (heard === 'new') {
        sequences.reset();
        canvas.clear();
        pushes = false;
      }
      if (sequences.isLate(0, packet.sequence)) return;
      canvas.paint(Math.floor(packet.offset / packet.channels), packet.pixels, packet.channels);
      pushes ||= packet.push;
      // A sender that never says when is shown with each packet.
      if (packet.push || !pushes) canvas.show();
    },
  };
}

interface UniverseOptions {
  read: (bytes: Uint8Array) => UniversePacket | null;
  sequences: Sequences;
  /** The universe of the first pixel. */
  first: number;
}

/** Universes side by side, shown when all of a picture are there, or when the sender says so. */
export function universeReceiver(canvas: Canvas, clock: Clock, { read, sequences, first }: UniverseOptions): Receiver {
  const senders = new Senders(clock);
  const count = universesOf(canvas.width * canvas.height);
  const seen = new Set<number>();
  let synced_at: number | null = null;
  const show = (): void => {
    seen.clear();
    canvas.show();
  };

  return {
    take(bytes, address) {
      const packet = read(bytes);
      if (packet === null) return;
      const now = clock.now();
      if (packet.kind === 'sync') {
        synced_at = now;
        if (seen.size > 0) show();
        return;
      }
      const index = packet.universe - first;
      if (index < 0 || index >= count) return;
      const sender = packet.sender ?? address;
      const heard = senders.hear(sender, packet.priority);
      if (heard === 'other') return;
      if (heard === 'new') {
        sequences.reset();
        seen.clear();
        canvas.clear();
      }
      if (packet.ended) {
        senders.leave(sender);
        return;
      }
      if (sequences.isLate(index, packet.sequence)) return;
      const waits = packet.synchronized && synced_at !== null && now - synced_at < SYNC_MS;
      // The next picture has begun though a part of this one was lost, or is not sent at all.
      if (!waits && seen.has(index)) show();
      canvas.paint(index * PIXELS_PER_UNIVERSE, packet.slots.subarray(0, PIXELS_PER_UNIVERSE * 3), 3);
      seen.add(index);
      if (!waits && seen.size === count) show();
    },
  };
}

export function universesOf(pixels: number): number {
  return Math.ceil(pixels / PIXELS_PER_UNIVERSE);
}
