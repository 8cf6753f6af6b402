import type { UdpService, UdpTarget } from '@lightkeeper/plugin-sdk';
import type { UniverseOutput } from '../dmx/universe.js';
import { SacnPacket } from './packet.js';

const SOURCE = 'Lightkeeper';
/** Sent at the end of a stream (ANSI E1.31-2018, 6.2.6). */
const FAREWELLS = 3;

/** Opens a socket and gives what sends one universe over it. */
export async function openSacnOutput(
  udp: UdpService,
  { target, universe, cid }: { target: UdpTarget; universe: number; cid: Uint8Array },
): Promise<UniverseOutput> {
  const socket = await udp.open();
  const packet = new SacnPacket({ cid, source: SOURCE, universe });
  let sequence = 0;
  return {
    send(slots, priority) {
      packet.fill(slots, { sequence: sequence++, priority });
      return socket.send(packet.bytes, target);
    },
    async end() {
      const farewells = Array.from({ length: FAREWELLS }, () => packet.farewell(sequence++));
      try {
        await Promise.all(farewells.map((bytes) => socket.send(bytes, target)));
      } finally {
        socket.close();
      }
    },
  };
}
