import { safeText } from '@lightkeeper/plugin-sdk';

/*
 * Art-Net 4 Protocol Release: "ArtDmx", "ArtPoll" and "ArtPollReply", packet definitions. The opcode is little-endian, other numbers are
 * big-endian.
 */
export const ARTNET_PORT = 0x1936;

const ID = Buffer.from('Art-Net\0', 'latin1');
const OP_POLL = 0x2000;
const OP_POLL_REPLY = 0x2100;
const OP_DMX = 0x5000;
const PROTOCOL_VERSION = 14;

const SLOTS = 512;
const SEQUENCE = 12;
const DATA = 18;
export const ARTDMX_LENGTH = DATA + SLOTS;

/** Shorter answers are not valid ("ArtPollReply", minimum packet length); later versions of the protocol made it longer. */
const SHORTEST_REPLY = 207;

function begin(length: number, opcode: number): Buffer {
  const bytes = Buffer.alloc(length);
  ID.copy(bytes);
  bytes.writeUInt16LE(opcode, 8);
  bytes.writeUInt16BE(PROTOCOL_VERSION, 10);
  return bytes;
}

/** The ArtDmx packet of one port-address, made once and filled anew for each frame. */
export class ArtDmxPacket {
  readonly bytes = begin(ARTDMX_LENGTH, OP_DMX);

  /** `port_address` has 15 bits: Net (7), Sub-Net (4) and Universe (4). */
  constructor(port_address: number) {
    this.bytes[14] = port_address & 0xff; // SubUni
    this.bytes[15] = port_address >> 8; // Net
    this.bytes.writeUInt16BE(SLOTS, 16);
  }

  /** `sequence` counts the packets from 0; theirs runs from 1 to 255, since 0 would say that there is none. */
  fill(slots: Uint8Array, { sequence }: { sequence: number }): void {
    this.bytes[SEQUENCE] = 1 + (sequence % 255);
    this.bytes.set(slots.subarray(0, SLOTS), DATA);
  }
}

/** Asks a node to answer; its flags ask for nothing else. */
export function artPoll(): Buffer {
  return begin(14, OP_POLL);
}

/** What a node says of itself. */
export interface ArtNetNode {
  name: string;
  description: string;
  /** The maker's own number of the firmware. */
  firmware: number;
}

/** Reads an ArtPollReply; null for anything else. */
export function readPollReply(packet: Uint8Array): ArtNetNode | null {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  if (bytes.length < SHORTEST_REPLY || !bytes.subarray(0, 8).equals(ID) || bytes.readUInt16LE(8) !== OP_POLL_REPLY) return null;
  return { name: text(bytes.subarray(26, 44)), description: text(bytes.subarray(44, 108)), firmware: bytes.readUInt16BE(16) };
}

/** Text up to its NUL. */
function text(field: Buffer): string {
  const end = field.indexOf(0);
  return safeText(field.subarray(0, end === -1 ? field.length : end).toString('latin1'), 64).trim();
}
