import { ProtocolError } from './request.js';
import type { HyperionRequest } from './request.js';

/*
 * Hyperion's protobuf messages (hyperion.ng, libsrc/protoserver/message.proto; encoding: protobuf.dev, "Encoding"). The requests are
 * extensions of an empty one: their fields 10, 11 and 12 hold them.
 */
const COMMAND = { color: 1, image: 2, clear: 3, clear_all: 4 } as const;
const FIELD = { command: 1, color: 10, image: 11, clear: 12 } as const;
const NOTHING = new Uint8Array(0);

/** Throws `ProtocolError` when the bytes are no request. */
export function decodeProtobuf(bytes: Uint8Array): HyperionRequest {
  const request = fieldsOf(bytes);
  switch (request.numbers.get(FIELD.command)) {
    case COMMAND.color: {
      const { numbers } = part(request, FIELD.color);
      return { kind: 'color', priority: required(numbers, 1), rgb: required(numbers, 2), duration_ms: numbers.get(3) ?? -1 };
    }
    case COMMAND.image: {
      const { numbers, bytes: parts } = part(request, FIELD.image);
      const image = { width: required(numbers, 2), height: required(numbers, 3), data: parts.get(4) ?? NOTHING };
      return { kind: 'image', priority: required(numbers, 1), image: { kind: 'raw', ...image }, duration_ms: numbers.get(5) ?? -1 };
    }
    case COMMAND.clear:
      return { kind: 'clear', priority: required(part(request, FIELD.clear).numbers, 1) };
    case COMMAND.clear_all:
      return { kind: 'clear_all' };
    default:
      throw new ProtocolError('The protobuf message names no command that there is.');
  }
}

/** The answer that every request gets: type REPLY, whether it was done, and why not. */
export function encodeProtobufReply(error: string | null): Uint8Array {
  if (error === null) return Uint8Array.of(0x08, 1, 0x10, 1);
  const text = new TextEncoder().encode(error).subarray(0, 127);
  return Uint8Array.of(0x08, 1, 0x10, 0, 0x1a, text.byteLength, ...text);
}

interface Fields {
  numbers: Map<number, number>;
  bytes: Map<number, Uint8Array>;
}

/** More fields than any request has; unknown ones are passed over. */
const MAX_FIELDS = 64;

/** The fields of one message; of those that come twice the last counts. */
function fieldsOf(bytes: Uint8Array): Fields {
  const fields: Fields = { numbers: new Map(), bytes: new Map() };
  let at = 0;
  let overflow = false;

  /** Its low 32 bits, signed: a negative int32 is sent as ten bytes. */
  const varint = (): number => {
    let value = 0;
    overflow = false;
    for (let index = 0; index < 10; index += 1) {
      const byte = bytes[at];
      if (byte === undefined) throw new ProtocolError('The protobuf message ends within a number.');
      at += 1;
      if (index < 5) value |= (byte & 0x7f) << (index * 7);
      if ((index === 4 && (byte & 0x70) !== 0) || (index > 4 && (byte & 0x7f) !== 0)) overflow = true;
      if (byte < 0x80) return value;
    }
    throw new ProtocolError('The protobuf message holds a number of more than ten bytes.');
  };
  const unsigned = (): number => {
    const value = varint();
    if (overflow) throw new ProtocolError('The protobuf message holds a length or a tag beyond 32 bits.');
    return value >>> 0;
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.byteLength - at) throw new ProtocolError('The protobuf message is shorter than what it says it holds.');
    at += length;
    return bytes.subarray(at - length, at);
  };

  for (let count = 0; at < bytes.byteLength; count += 1) {
    if (count === MAX_FIELDS) throw new ProtocolError('The protobuf message has too many fields.');
    const tag = unsigned();
    const field = tag >>> 3;
    switch (tag & 7) {
      case 0:
        fields.numbers.set(field, varint());
        break;
      case 1:
        take(8);
        break;
      case 2:
        fields.bytes.set(field, take(unsigned()));
        break;
      case 5:
        take(4);
        break;
      default:
        throw new ProtocolError('The protobuf message holds a field of a kind that there is not.');
    }
  }
  return fields;
}

function part({ bytes }: Fields, field: number): Fields {
  const found = bytes.get(field);
  if (found === undefined) throw new ProtocolError('The protobuf message lacks what belongs to its command.');
  return fieldsOf(found);
}

function required(numbers: Map<number, number>, field: number): number {
  const found = numbers.get(field);
  if (found === undefined) throw new ProtocolError(`The protobuf message lacks the field ${field} of its command.`);
  return found;
}
