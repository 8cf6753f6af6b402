/* Packets as the documents describe them, byte by byte; nothing of the hub's own code. */

/** 3waylabs, "Distributed Display Protocol": a header of ten bytes, then pixels. */
export function ddp(
  pixels: readonly number[],
  more: { offset?: number; push?: boolean; sequence?: number; type?: number; id?: number } = {},
): Buffer {
  const { offset = 0, push = true, sequence = 0, type = 0x0b, id = 1 } = more;
  const head = Buffer.from([0x40 | (push ? 1 : 0), sequence, type, id, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(offset, 4);
  head.writeUInt16BE(pixels.length, 8);
  return Buffer.concat([head, Buffer.from(pixels)]);
}

interface E131Options {
  universe: number;
  sequence: number;
  priority?: number;
  sync?: number;
  options?: number;
  cid?: number;
  start_code?: number;
}

/** ANSI E1.31-2018, tables 4-1, 5-1, 6-1 and 7-1. */
export function e131(
  slots: readonly number[],
  { universe, sequence, priority = 100, sync = 0, options = 0, cid = 7, start_code = 0 }: E131Options,
): Buffer {
  const packet = Buffer.alloc(126 + slots.length);
  packet.writeUInt16BE(0x0010, 0);
  packet.write('ASC-E1.17', 4);
  packet.writeUInt16BE(0x7000 | (packet.length - 16), 16);
  packet.writeUInt32BE(4, 18);
  packet.fill(cid, 22, 38);
  packet.writeUInt16BE(0x7000 | (packet.length - 38), 38);
  packet.writeUInt32BE(2, 40);
  packet.write('a desk', 44);
  packet.writeUInt8(priority, 108);
  packet.writeUInt16BE(sync, 109);
  packet.writeUInt8(sequence, 111);
  packet.writeUInt8(options, 112);
  packet.writeUInt16BE(universe, 113);
  packet.writeUInt16BE(0x7000 | (packet.length - 115), 115);
  packet.writeUInt8(2, 117);
  packet.writeUInt8(0xa1, 118);
  packet.writeUInt16BE(1, 121);
  packet.writeUInt16BE(slots.length + 1, 123);
  packet.writeUInt8(start_code, 125);
  packet.set(slots, 126);
  return packet;
}

/** ANSI E1.31-2018, table 6-3: E1.31 Synchronization Packet. */
export function e131Sync(address: number): Buffer {
  const packet = Buffer.alloc(49);
  packet.writeUInt16BE(0x0010, 0);
  packet.write('ASC-E1.17', 4);
  packet.writeUInt16BE(0x7000 | 33, 16);
  packet.writeUInt32BE(8, 18);
  packet.writeUInt16BE(0x7000 | 11, 38);
  packet.writeUInt32BE(1, 40);
  packet.writeUInt16BE(address, 45);
  return packet;
}

/** Art-Net 4, "ArtDmx packet definition". */
export function artDmx(slots: readonly number[], { universe, sequence = 0 }: { universe: number; sequence?: number }): Buffer {
  const head = Buffer.alloc(18);
  head.write('Art-Net\0', 'latin1');
  head.writeUInt16LE(0x5000, 8);
  head.writeUInt16BE(14, 10);
  head.writeUInt8(sequence, 12);
  head.writeUInt16LE(universe, 14);
  head.writeUInt16BE(slots.length, 16);
  return Buffer.concat([head, Buffer.from(slots)]);
}

/** Art-Net 4, "ArtSync packet definition". */
export function artSync(): Buffer {
  const packet = Buffer.alloc(14);
  packet.write('Art-Net\0', 'latin1');
  packet.writeUInt16LE(0x5200, 8);
  packet.writeUInt16BE(14, 10);
  return packet;
}
