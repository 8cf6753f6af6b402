import type { UdpService } from '@lightkeeper/plugin-sdk';
import type { UniverseOutput } from '../dmx/universe.js';
import { SACN_SOURCE, SacnPacket } from './packet.js';
import type { SacnWire } from './pictures.js';

/** Sent at the end of a stream (ANSI E1.31-2018, 6.2.6). */
const FAREWELLS = 3;

/** Opens a socket and gives what sends one universe over it. */
export async function openSacnOutput(udp: UdpService, wire: SacnWire): Promise<UniverseOutput> {
  const socket = await udp.open();
  const packet = new SacnPacket({ cid: wire.cid, source: SACN_SOURCE, universe: wire.universe });
  return {
    wire,
    send(universe) {
      packet.fill(universe.slots, universe.next());
      return socket.send(packet.bytes, wire.target);
    },
    async end(universe) {
      const farewells = Array.from({ length: FAREWELLS }, () => packet.farewell(universe.next().sequence));
      try {
        await Promise.all(farewells.map((bytes) => socket.send(bytes, wire.target)));
      } finally {
        socket.close();
      }
    },
  };
}
