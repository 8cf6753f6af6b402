import type { UdpService, UdpTarget } from '@lightkeeper/plugin-sdk';
import type { UniverseOutput } from '../dmx/universe.js';
import { ArtDmxPacket } from './packet.js';

/** Opens a socket and gives what sends one port-address over it. */
export async function openArtNetOutput(
  udp: UdpService,
  { target, universe }: { target: UdpTarget; universe: number },
): Promise<UniverseOutput> {
  const socket = await udp.open();
  const packet = new ArtDmxPacket(universe);
  return {
    send(slots) {
      packet.fill(slots);
      return socket.send(packet.bytes, target);
    },
    end() {
      socket.close();
      return Promise.resolve();
    },
  };
}
