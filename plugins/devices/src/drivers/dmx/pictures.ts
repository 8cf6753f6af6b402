import type { OpenSender, UdpTarget } from '@lightkeeper/plugin-sdk';
import { SharedUniverse } from './shared-universe.js';

/** What a universe's packets hold beside its slots, as plain data, and where they go. */
export interface UniverseWire {
  readonly target: UdpTarget;
  readonly universe: number;
}

/** The packet of one universe, made once and filled anew for each frame. */
interface UniversePacket {
  readonly bytes: Uint8Array;
  fill(slots: Uint8Array, numbers: { sequence: number; priority: number }): void;
}

/** The universes that a strip reaches, and the channels that it has in each: from `start`, 1 to 512, so many. */
export interface StripPictures<W extends UniverseWire = UniverseWire> {
  parts: readonly { wire: W; memory: SharedArrayBuffer; start: number; length: number }[];
}

/** What sends pictures to a strip in universes that it shares with other fixtures, from whichever thread, by a protocol with such packets. */
export function stripSender<W extends UniverseWire>(packetOf: (wire: W) => UniversePacket): OpenSender<StripPictures<W>> {
  return ({ parts }, socket) => {
    const outputs = parts.map(({ wire, memory, start, length }) => {
      return { universe: new SharedUniverse(memory), packet: packetOf(wire), target: wire.target, start, length };
    });
    return {
      async send(picture) {
        let offset = 0;
        await Promise.all(
          outputs.map(({ universe, packet, target, start, length }) => {
            universe.slots.set(picture.subarray(offset, offset + length), start - 1);
            offset += length;
            packet.fill(universe.slots, universe.next());
            return socket.send(packet.bytes, target);
          }),
        );
      },
    };
  };
}
