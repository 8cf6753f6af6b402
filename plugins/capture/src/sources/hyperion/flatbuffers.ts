import { decoding, ProtocolError } from './request.js';
import type { HyperionRequest, Nv12Image, RawImage } from './request.js';

/*
 * Hyperion's flatbuffers messages (hyperion.ng, libsrc/flatbufserver/hyperion_request.fbs and hyperion_reply.fbs; encoding: flatbuffers.dev,
 * "FlatBuffer Internals"). Offsets are hostile: each is followed once, by a DataView that ends where the message does.
 */
const COMMAND = { color: 1, image: 2, clear: 3, register: 4 } as const;
const IMAGE = { raw: 1, nv12: 2 } as const;
const MAX_ORIGIN_BYTES = 256;

/** Throws `ProtocolError` when the bytes are no request. */
export function decodeFlatbuffers(bytes: Uint8Array): HyperionRequest {
  return decoding('flatbuffers', () => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const request = new Table(view, view.getUint32(0, true));
    const command = request.table(1);
    switch (request.byte(0)) {
      case COMMAND.color:
        return { kind: 'color', priority: null, rgb: command.int(0, 0), duration_ms: command.int(1, -1) };
      case COMMAND.image:
        return { kind: 'image', priority: null, image: imageOf(command), duration_ms: command.int(2, -1) };
      case COMMAND.clear:
        return { kind: 'clear', priority: command.int(0, 0) };
      case COMMAND.register: {
        const origin = new TextDecoder().decode(command.bytes(0).subarray(0, MAX_ORIGIN_BYTES));
        return { kind: 'register', origin, priority: command.int(1, 0) };
      }
      default:
        throw new ProtocolError('The flatbuffers message names no command that there is.');
    }
  });
}

function imageOf(command: Table): RawImage | Nv12Image {
  const image = command.table(1);
  switch (command.byte(0)) {
    case IMAGE.raw:
      return { kind: 'raw', data: image.bytes(0), width: image.int(1, -1), height: image.int(2, -1) };
    case IMAGE.nv12: {
      const width = image.int(2, 0);
      return {
        kind: 'nv12',
        data_y: image.bytes(0),
        data_uv: image.bytes(1),
        width,
        height: image.int(3, 0),
        // Without a stride the rows have no gaps; a row of colour pairs is as long as one of brightness, made even.
        stride_y: image.int(4, 0) || width,
        stride_uv: image.int(5, 0) || width + (width & 1),
      };
    }
    default:
      throw new ProtocolError('The flatbuffers message holds a picture of a kind that there is not.');
  }
}

/**
 * The answer that every request gets. `registered` is the priority under which the client is known; null tells it to register.
 */
export function encodeFlatbuffersReply({ error, registered }: { error?: string; registered: number | null }): Uint8Array {
  const text = error === undefined ? null : new TextEncoder().encode(error);
  // A root offset, two bytes to align, a vtable of three fields, and a table with room for one of them.
  const head = 24;
  const bytes = new Uint8Array(text === null ? head : head + 4 + ((text.byteLength + 4) & ~3));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 16, true);
  view.setUint16(6, 10, true);
  view.setUint16(8, 8, true);
  view.setInt32(16, 10, true);
  if (text !== null) {
    view.setUint16(10, 4, true);
    view.setUint32(20, 4, true);
    view.setUint32(24, text.byteLength, true);
    bytes.set(text, 28);
  } else if (registered !== null) {
    view.setUint16(14, 4, true);
    view.setInt32(20, registered, true);
  }
  return bytes;
}

/** A table: its vtable tells where its fields are, 0 that one is not there. */
class Table {
  readonly #view: DataView;
  readonly #at: number;
  readonly #vtable: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
    this.#vtable = at - view.getInt32(at, true);
  }

  int(field: number, fallback: number): number {
    const at = this.#find(field);
    return at === null ? fallback : this.#view.getInt32(at, true);
  }

  byte(field: number): number {
    const at = this.#find(field);
    return at === null ? 0 : this.#view.getUint8(at);
  }

  table(field: number): Table {
    return new Table(this.#view, this.#follow(field));
  }

  /** The bytes of a vector or a string, as they stand in the message. */
  bytes(field: number): Uint8Array {
    const at = this.#follow(field);
    const length = this.#view.getUint32(at, true);
    if (length > this.#view.byteLength - at - 4) throw new RangeError('A vector is longer than its message.');
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + at + 4, length);
  }

  #find(field: number): number | null {
    const place = 4 + field * 2;
    if (place + 2 > this.#view.getUint16(this.#vtable, true)) return null;
    const offset = this.#view.getUint16(this.#vtable + place, true);
    return offset === 0 ? null : this.#at + offset;
  }

  #follow(field: number): number {
    const at = this.#find(field);
    if (at === null) throw new ProtocolError('The flatbuffers message lacks what belongs to its command.');
    return at + this.#view.getUint32(at, true);
  }
}
