import { DdpPackets } from '@lightkeeper/plugin-sdk';
import type { OpenSender, StreamFormat, UdpTarget } from '@lightkeeper/plugin-sdk';
import { RealtimePackets } from './realtime-packets.js';

/** How pictures travel. DDP shows a long strip as a whole; the protocol of WLED's own shows it packet by packet. */
export const REALTIME = ['ddp', 'udp', 'off'] as const;
export type Realtime = (typeof REALTIME)[number];

export interface WledPictures {
  target: UdpTarget;
  realtime: Exclude<Realtime, 'off'>;
  format: StreamFormat;
}

/** Sends pictures to a WLED, from whichever thread. */
export const openSender: OpenSender<WledPictures> = ({ target, realtime, format }, socket) => {
  const packets = realtime === 'ddp' ? new DdpPackets(format) : new RealtimePackets(format);
  return {
    async send(picture) {
      await Promise.all(packets.fill(picture).map((packet) => socket.send(packet, target)));
    },
  };
};
