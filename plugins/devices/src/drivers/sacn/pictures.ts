import { stripSender } from '../dmx/pictures.js';
import type { UniverseWire } from '../dmx/pictures.js';
import { SACN_SOURCE, SacnPacket } from './packet.js';

/** `cid` are the 16 bytes of the sender's UUID. */
export interface SacnWire extends UniverseWire {
  readonly cid: Uint8Array;
}

export const openSender = stripSender(({ universe, cid }: SacnWire) => new SacnPacket({ cid, source: SACN_SOURCE, universe }));
