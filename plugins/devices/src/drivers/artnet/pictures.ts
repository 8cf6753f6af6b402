import { stripSender } from '../dmx/pictures.js';
import type { UniverseWire } from '../dmx/pictures.js';
import { ArtDmxPacket } from './packet.js';

export const openSender = stripSender(({ universe }: UniverseWire) => new ArtDmxPacket(universe));
