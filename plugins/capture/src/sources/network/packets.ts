/** Pixels for a place in the picture (DDP). */
export interface DdpPacket {
  /** 1 to 15; null where the sender does not number its packets. */
  sequence: number | null;
  /** The picture is to be shown with it. */
  push: boolean;
  /** Bytes of a pixel. */
  channels: 3 | 4;
  offset: number;
  pixels: Uint8Array;
}

/** The slots of one universe (E1.31, Art-Net), or the sign that all of them are there. */
export type UniversePacket =
  | {
      kind: 'slots';
      universe: number;
      /** Null where the sender does not number its packets. */
      sequence: number | null;
      /** Who sends it, where the packet says so. */
      sender: string | null;
      priority: number;
      /** It waits for a sign before it is shown. */
      synchronized: boolean;
      /** The sender says that it ends. */
      ended: boolean;
      slots: Uint8Array;
    }
  | { kind: 'sync' };

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const DDP = { version: 0xc0, version_1: 0x40, time: 0x10, reply: 0x04, query: 0x02, push: 0x01 } as const;
/** Configuration, status and the like, not pixels. */
const DDP_OTHER_IDS: readonly number[] = [246, 250, 251, 254];

/** 3waylabs, "Distributed Display Protocol", sections "Header" and "Data Types". Null for what is no pixels. */
export function readDdp(bytes: Uint8Array): DdpPacket | null {
  if (bytes.byteLength < 10) return null;
  const view = viewOf(bytes);
  const flags = view.getUint8(0);
  if ((flags & DDP.version) !== DDP.version_1 || (flags & (DDP.reply | DDP.query)) !== 0) return null;
  if (DDP_OTHER_IDS.includes(view.getUint8(3))) return null;
  const start = (flags & DDP.time) === 0 ? 10 : 14;
  const length = view.getUint16(8);
  if (start + length > bytes.byteLength) return null;
  const sequence = view.getUint8(1) & 15;
  return {
    sequence: sequence === 0 ? null : sequence,
    push: (flags & DDP.push) !== 0,
    // The colour type in the bits TTT: 3 is RGBW; whatever else a sender writes there is RGB, as with WLED.
    channels: (view.getUint8(2) & 0x38) >> 3 === 3 ? 4 : 3,
    offset: view.getUint32(4),
    pixels: bytes.subarray(start, start + length),
  };
}

const ACN_ID = 'ASC-E1.17\0\0\0';
const E131 = { root_data: 4, root_extended: 8, frame_data: 2, frame_sync: 1, dmp_set: 2, preview: 0x80, ended: 0x40 } as const;

/** ANSI E1.31-2018, tables 4-1, 5-1 (root layer), 6-1 (framing layer), 6-3 (synchronization) and 7-1 (DMP layer). Null for what is no picture. */
export function readE131(bytes: Uint8Array): UniversePacket | null {
  if (bytes.byteLength < 49 || textAt(bytes, 4, 12) !== ACN_ID) return null;
  const view = viewOf(bytes);
  if (view.getUint32(18) === E131.root_extended) return view.getUint32(40) === E131.frame_sync ? { kind: 'sync' } : null;
  if (view.getUint32(18) !== E131.root_data || bytes.byteLength < 126 || view.getUint32(40) !== E131.frame_data) return null;
  const options = view.getUint8(112);
  const count = view.getUint16(123);
  const start_code = view.getUint8(125);
  if ((options & E131.preview) !== 0 || view.getUint8(117) !== E131.dmp_set || start_code !== 0) return null;
  if (count < 1 || count > 513 || 125 + count > bytes.byteLength) return null;
  return {
    kind: 'slots',
    universe: view.getUint16(113),
    sequence: view.getUint8(111),
    sender: Buffer.from(bytes.subarray(22, 38)).toString('hex'),
    priority: view.getUint8(108),
    synchronized: view.getUint16(109) !== 0,
    ended: (options & E131.ended) !== 0,
    slots: bytes.subarray(126, 125 + count),
  };
}

const ARTNET_ID = 'Art-Net\0';
const ARTNET = { dmx: 0x5000, sync: 0x5200 } as const;

/** Art-Net 4, "ArtDmx packet definition" and "ArtSync packet definition". Null for what is no picture. */
export function readArtNet(bytes: Uint8Array): UniversePacket | null {
  if (bytes.byteLength < 12 || textAt(bytes, 0, 8) !== ARTNET_ID) return null;
  const view = viewOf(bytes);
  const code = view.getUint16(8, true);
  if (code === ARTNET.sync) return { kind: 'sync' };
  if (code !== ARTNET.dmx || bytes.byteLength < 18) return null;
  const length = view.getUint16(16);
  if (length < 2 || length > 512 || 18 + length > bytes.byteLength) return null;
  const sequence = view.getUint8(12);
  return {
    kind: 'slots',
    universe: ((view.getUint8(15) & 0x7f) << 8) | view.getUint8(14),
    sequence: sequence === 0 ? null : sequence,
    sender: null,
    priority: 100,
    // A node that has heard an ArtSync waits for the next one.
    synchronized: true,
    ended: false,
    slots: bytes.subarray(18, 18 + length),
  };
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('latin1');
}
