import { Tpm2Packets } from './packets.js';

/** Sends pictures in whichever thread: the hub's, over a socket of `hub.udp`, or that of the captures, which has a socket of its own. */
export const openSender = ({ target, leds }, socket) => {
  const packets = new Tpm2Packets(leds);
  return {
    async send(picture) {
      for (const packet of packets.fill(picture)) await socket.send(packet, target);
    },
  };
};
