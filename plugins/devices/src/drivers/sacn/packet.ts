/*
 * The E1.31 data packet, ANSI E1.31-2018, table 4-1: root layer from octet 0, framing layer from 38, DMP layer from 115, slots from 126.
 * Numbers are big-endian. It always carries all 512 slots.
 */
/** How the hub names itself as a source (6.2.2). */
export const SACN_SOURCE = 'Lightkeeper';

const SLOTS = 512;
const FRAMING = 38;
const DMP = 115;
const DATA = 126;
export const SACN_LENGTH = DATA + SLOTS;

const PRIORITY = 108;
const SEQUENCE = 111;
const OPTIONS = 112;
/** Options, bit 6: this universe is sent no longer (6.2.6). */
const STREAM_TERMINATED = 0x40;

/** The packet of one universe, made once and filled anew for each frame. */
export class SacnPacket {
  readonly bytes = Buffer.alloc(SACN_LENGTH);

  /** `cid` are the 16 bytes of the sender's UUID, `source` its name of at most 63 bytes. */
  constructor({ cid, source, universe }: { cid: Uint8Array; source: string; universe: number }) {
    const { bytes } = this;
    bytes.writeUInt16BE(0x0010, 0); // Preamble size (5.1)
    bytes.write('ASC-E1.17', 4, 'latin1'); // ACN packet identifier (5.3)
    bytes.writeUInt16BE(0x7000 | (SACN_LENGTH - 16), 16); // Flags and length (5.4)
    bytes.writeUInt32BE(0x00000004, 18); // VECTOR_ROOT_E131_DATA (5.5)
    bytes.set(cid.subarray(0, 16), 22);
    bytes.writeUInt16BE(0x7000 | (SACN_LENGTH - FRAMING), FRAMING); // Flags and length (6.1)
    bytes.writeUInt32BE(0x00000002, 40); // VECTOR_E131_DATA_PACKET (6.2.1)
    bytes.write(source, 44, 63, 'utf8');
    bytes.writeUInt16BE(universe, 113);
    bytes.writeUInt16BE(0x7000 | (SACN_LENGTH - DMP), DMP); // Flags and length (7.1)
    bytes[117] = 0x02; // VECTOR_DMP_SET_PROPERTY (7.2)
    bytes[118] = 0xa1; // Address type and data type (7.3)
    bytes.writeUInt16BE(1, 121); // Address increment (7.5)
    bytes.writeUInt16BE(1 + SLOTS, 123); // Property value count (7.6): the null start code at 125, and the slots
  }

  fill(slots: Uint8Array, { sequence, priority }: { sequence: number; priority: number }): void {
    this.bytes[PRIORITY] = priority;
    this.bytes[SEQUENCE] = sequence & 0xff;
    this.bytes[OPTIONS] = 0;
    this.bytes.set(slots.subarray(0, SLOTS), DATA);
  }

  /** A copy that says that the stream ends. */
  farewell(sequence: number): Buffer {
    const copy = Buffer.from(this.bytes);
    copy[SEQUENCE] = sequence & 0xff;
    copy[OPTIONS] = STREAM_TERMINATED;
    return copy;
  }
}

/** The multicast group of a universe (9.3.1, IPv4): 239.255 and the universe's two bytes. */
export function sacnGroup(universe: number): string {
  return `239.255.${universe >> 8}.${universe & 0xff}`;
}
