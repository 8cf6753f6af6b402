import type { UdpService } from '@lightkeeper/plugin-sdk';
import type { UniverseWire } from '../dmx/pictures.js';
import type { UniverseOutput } from '../dmx/universe.js';
import { ArtDmxPacket } from './packet.js';

/** Opens a socket and gives what sends one port-address over it. */
export async function openArtNetOutput(udp: UdpService, wire: UniverseWire): Promise<UniverseOutput> {
  const socket = await udp.open();
  const packet = new ArtDmxPacket(wire.universe);
  return {
    wire,
    send(universe) {
      packet.fill(universe.slots, universe.next());
      return socket.send(packet.bytes, wire.target);
    },
    end() {
      socket.close();
      return Promise.resolve();
    },
  };
}
