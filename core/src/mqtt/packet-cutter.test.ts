import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { CUT_PAYLOAD_BYTES, PacketCutter } from './packet-cutter.js';
import { MAX_PAYLOAD_BYTES } from './transport.js';

/** Runs a stream through the cutter in pieces of the given lengths, over and over. */
function cut(stream: Buffer, lengths: readonly number[]): { out: Buffer; cuts: number[]; largest: number } {
  const pieces: Buffer[] = [];
  const cuts: number[] = [];
  const cutter = new PacketCutter({ push: (bytes) => pieces.push(Buffer.from(bytes)), onCut: (bytes) => cuts.push(bytes) });
  let largest = 0;
  for (let at = 0, turn = 0; at < stream.byteLength; turn += 1) {
    const piece = stream.subarray(at, at + (lengths[turn % lengths.length] ?? 1));
    const before = pieces.length;
    cutter.write(piece);
    // What comes out at once is never more than what went in, and the few bytes of a header that were waiting.
    largest = Math.max(largest, pieces.slice(before).reduce((sum, { byteLength }) => sum + byteLength, 0) - piece.byteLength);
    at += piece.byteLength;
  }
  return { out: Buffer.concat(pieces), cuts, largest };
}

function publish(topic: string, payload: Buffer, qos: 0 | 1 | 2, retain = false): Buffer {
  return mqttPacket.generate({ cmd: 'publish', topic, payload, qos, retain, dup: false, messageId: 7 });
}

const small = fc.oneof(
  fc
    .record({ topic: fc.string({ minLength: 1, maxLength: 40 }), size: fc.nat(300), qos: fc.constantFrom(0, 1, 2), retain: fc.boolean() })
    .map(({ topic, size, qos, retain }) => publish(topic, Buffer.alloc(size, size), qos, retain)),
  fc.constantFrom(
    mqttPacket.generate({ cmd: 'pingresp' }),
    mqttPacket.generate({ cmd: 'puback', messageId: 300 }),
    mqttPacket.generate({ cmd: 'suback', messageId: 3, granted: [0, 1, 128] }),
    mqttPacket.generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }),
  ),
);
const sizes = fc.oneof(
  fc.nat(2_000),
  fc.constantFrom(-2, -1, 0, 1, 2, 130_000).map((more) => MAX_PAYLOAD_BYTES + more),
);
const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 70_000 })), { minLength: 1, maxLength: 20 });

describe('PacketCutter', () => {
  it('passes small packets byte for byte, however they are cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(small, { maxLength: 30 }), lengths, (packets, pieces) => {
        const stream = Buffer.concat(packets);
        const { out, cuts } = cut(stream, pieces);
        expect(out.equals(stream)).toBe(true);
        expect(cuts).toEqual([]);
      }),
    );
  });

  it('cuts long messages, and leaves a stream that a parser reads', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ size: sizes, qos: fc.constantFrom(0, 1, 2), topic: fc.string({ minLength: 1, maxLength: 300 }) }), {
          maxLength: 6,
        }),
        lengths,
        (messages, pieces) => {
          const stream = Buffer.concat(messages.map(({ size, qos, topic }) => publish(topic, Buffer.alloc(size, 0x61), qos)));
          const { out, cuts, largest } = cut(stream, pieces);
          const parsed: { topic: string; size: number; qos: number; id: number | undefined }[] = [];
          const parser = mqttPacket.parser();
          parser.on('packet', (packet) => {
            if (packet.cmd !== 'publish') throw new Error(packet.cmd);
            parsed.push({ topic: packet.topic, size: packet.payload.length, qos: packet.qos, id: packet.messageId });
          });
          expect(parser.parse(out)).toBe(0);
          expect(parsed).toEqual(
            messages.map(({ size, qos, topic }) => ({
              topic,
              size: size > MAX_PAYLOAD_BYTES ? CUT_PAYLOAD_BYTES : size,
              qos,
              id: qos === 0 ? undefined : 7,
            })),
          );
          expect(cuts).toEqual(messages.filter(({ size }) => size > MAX_PAYLOAD_BYTES).map(({ size }) => size));
          expect(largest).toBeLessThan(10);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    ['a length of five bytes', [0x30, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['a CONNACK of 256 MiB', [0x20, 0xff, 0xff, 0xff, 0x7f]],
    // A length of 65,537 and a topic of 65,535 bytes leave no room for the two of the packet identifier.
    ['a message whose head is longer than the packet', [0x32, 0x81, 0x80, 0x04, 0xff, 0xff]],
  ])('ends at %s', (_what, bytes) => {
    expect(() => cut(Buffer.from(bytes), [1])).toThrow();
    expect(() => cut(Buffer.from(bytes), [100])).toThrow();
  });

  it('holds back no more than a header, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), lengths, (bytes, pieces) => {
        let out: Buffer;
        try {
          ({ out } = cut(Buffer.from(bytes), pieces));
        } catch {
          return;
        }
        expect(bytes.length - out.byteLength).toBeLessThan(8);
      }),
    );
  });
});
