import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFlatbuffers, encodeFlatbuffersReply } from './flatbuffers.js';
import { decodeProtobuf, encodeProtobufReply } from './protobuf.js';
import { ProtocolError } from './request.js';
import type { HyperionRequest } from './request.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Made by protoc 3.21 from hyperion.ng, libsrc/protoserver/message.proto. */
const PROTOBUF = {
  color: '08015213089601108080fe0718ffffffffffffffffff01',
  image: '08025a1a08960110021801220601020304050628ffffffffffffffffff01',
  clear: '08036203089601',
  clear_all: '0804',
};

/** Made by flatc 2.0.8 from hyperion.ng, libsrc/flatbufserver/hyperion_request.fbs. */
const FLATBUFFERS = {
  register: '0c00000008000c000700080008000000000000040c00000008000c0004000800080000000800000096000000040000007465737400000000',
  image:
    '0c00000008000c000700080008000000000000020c00000008000e000700080008000000000000011000000000000a001000040008000c000a0000000c0000000200000001000000060000000102030405060000',
  clear: '0c00000008000e000700080008000000000000030c00000000000600080004000600000096000000',
  color: '0c00000008000c000700080008000000000000010c00000008000c0004000800080000000080ff00e8030000',
};

const plain = (request: HyperionRequest): unknown =>
  JSON.parse(JSON.stringify(request, (_, value: unknown) => (value instanceof Uint8Array ? [...value] : value)));

describe('protobuf', () => {
  it('reads what protoc has written', () => {
    expect(plain(decodeProtobuf(hex(PROTOBUF.color)))).toEqual({ kind: 'color', priority: 150, rgb: 0xff8000, duration_ms: -1 });
    expect(plain(decodeProtobuf(hex(PROTOBUF.image)))).toEqual({
      kind: 'image',
      priority: 150,
      image: { kind: 'raw', width: 2, height: 1, data: [1, 2, 3, 4, 5, 6] },
      duration_ms: -1,
    });
    expect(plain(decodeProtobuf(hex(PROTOBUF.clear)))).toEqual({ kind: 'clear', priority: 150 });
    expect(plain(decodeProtobuf(hex(PROTOBUF.clear_all)))).toEqual({ kind: 'clear_all' });
  });

  it('answers as protoc would write it', () => {
    expect(text(encodeProtobufReply(null))).toBe('08011001');
    expect(text(encodeProtobufReply('no'))).toBe('080110001a026e6f');
  });

  it('looks at the bytes of a picture where they are', () => {
    const message = hex(PROTOBUF.image);
    const request = decodeProtobuf(message);
    expect(request.kind === 'image' && request.image.kind === 'raw' && request.image.data.buffer).toBe(message.buffer);
  });

  it.each([
    ['nothing', ''],
    ['a command that there is not', '0809'],
    ['no extension', '0801'],
    ['an extension without its fields', '08015200'],
    ['a number without an end', '08' + 'ff'.repeat(11)],
    ['a number that is cut off', '08ff'],
    ['a length beyond the message', '08025aff01'],
    ['a length beyond 32 bits', '08025a8380808010080101'],
    ['a group', '0b'],
    ['too many fields', '2001'.repeat(65)],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeProtobuf(hex(bytes))).toThrow(ProtocolError);
  });

  it('passes over fields that it does not know', () => {
    expect(plain(decodeProtobuf(hex('08044901020304050607086d01020304a20600')))).toEqual({ kind: 'clear_all' });
  });
});

describe('flatbuffers', () => {
  it('reads what flatc has written', () => {
    expect(plain(decodeFlatbuffers(hex(FLATBUFFERS.register)))).toEqual({ kind: 'register', origin: 'test', priority: 150 });
    expect(plain(decodeFlatbuffers(hex(FLATBUFFERS.image)))).toEqual({
      kind: 'image',
      priority: null,
      image: { kind: 'raw', width: 2, height: 1, data: [1, 2, 3, 4, 5, 6] },
      duration_ms: -1,
    });
    expect(plain(decodeFlatbuffers(hex(FLATBUFFERS.clear)))).toEqual({ kind: 'clear', priority: 150 });
    expect(plain(decodeFlatbuffers(hex(FLATBUFFERS.color)))).toEqual({
      kind: 'color',
      priority: null,
      rgb: 0xff8000,
      duration_ms: 1_000,
    });
  });

  it('answers as flatc would write it', () => {
    expect(text(encodeFlatbuffersReply({ registered: 150 }))).toBe('1000000000000a0008000000000004000a00000096000000');
    // No field at all: error null, video and registered -1, which tells a client to register.
    expect(text(encodeFlatbuffersReply({ registered: null }))).toBe('1000000000000a0008000000000000000a00000000000000');
    expect(text(encodeFlatbuffersReply({ registered: 150, error: 'full' }))).toBe(
      '1000000000000a0008000400000000000a0000000400000004000000' + '66756c6c00000000',
    );
  });

  it.each([
    ['nothing', ''],
    ['a root beyond the message', 'ffffff7f'],
    ['a vtable before the message', '0400000010000000'],
    ['a command that there is not', FLATBUFFERS.clear.replace('00000003', '00000009')],
    ['a vector longer than the message', FLATBUFFERS.image.replace('06000000010203', 'ffffffff010203')],
    ['a picture of a kind that there is not', FLATBUFFERS.image.replace('0000000000000110', '0000000000000710')],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeFlatbuffers(hex(bytes))).toThrow(ProtocolError);
  });
});

describe.each([
  ['protobuf', decodeProtobuf, PROTOBUF],
  ['flatbuffers', decodeFlatbuffers, FLATBUFFERS],
])('hostile %s', (_, decode, golden) => {
  /** What a decoder gives lies within the message, and what it throws is its own error. */
  function check(bytes: Uint8Array): void {
    // A window into something larger, as messages are.
    const whole = new Uint8Array(bytes.byteLength + 64).fill(0xee);
    whole.set(bytes, 32);
    const window = whole.subarray(32, 32 + bytes.byteLength);
    let request: HyperionRequest;
    try {
      request = decode(window);
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError);
      return;
    }
    if (request.kind !== 'image') return;
    const { image } = request;
    for (const part of image.kind === 'raw' ? [image.data] : [image.data_y, image.data_uv]) {
      if (part.byteLength === 0) continue;
      expect(part.buffer).toBe(window.buffer);
      expect(part.byteOffset).toBeGreaterThanOrEqual(window.byteOffset);
      expect(part.byteOffset + part.byteLength).toBeLessThanOrEqual(window.byteOffset + window.byteLength);
    }
  }

  it('is refused as a whole or read within its bounds, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check), { numRuns: 2_000 });
  });

  it('is refused or read within its bounds when real messages are cut and changed', () => {
    const real = fc.constantFrom(...Object.values(golden).map(hex));
    const changes = fc.array(fc.tuple(fc.nat(255), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(real, changes, fc.nat(255), (message, edits, cut) => {
        const bytes = Uint8Array.from(message);
        for (const [place, value] of edits) bytes[place % bytes.byteLength] = value;
        check(bytes);
        check(bytes.subarray(0, cut % (bytes.byteLength + 1)));
      }),
      { numRuns: 5_000 },
    );
  });
});
