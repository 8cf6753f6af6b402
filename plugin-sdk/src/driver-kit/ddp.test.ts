import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DdpPackets } from './ddp.js';

interface Decoded {
  push: boolean;
  sequence: number;
  type: number;
  offset: number;
  data: Buffer;
}

/** Reads a packet by the table of the protocol's section "Header". */
function decode(packet: Uint8Array): Decoded {
  const bytes = Buffer.from(packet);
  expect([bytes.readUInt8(0) & 0xfe, bytes.readUInt8(3)]).toEqual([0x40, 1]);
  expect(bytes.readUInt16BE(8)).toBe(bytes.length - 10);
  return {
    push: (bytes.readUInt8(0) & 1) === 1,
    sequence: bytes.readUInt8(1),
    type: bytes.readUInt8(2),
    offset: bytes.readUInt32BE(4),
    data: bytes.subarray(10),
  };
}

const hex = (packets: readonly Uint8Array[]): string[] => packets.map((packet) => Buffer.from(packet).toString('hex'));

describe('DDP packets', () => {
  it('are laid out as the protocol says, byte by byte', () => {
    // Version 1 with push, sequence 1, RGB24, display, offset 0, length 6.
    expect(hex(new DdpPackets({ leds: 2, channels: 3 }).fill(Uint8Array.of(1, 2, 3, 4, 5, 6)))).toEqual([
      `41 01 0b 01 00000000 0006 010203040506`.replaceAll(' ', ''),
    ]);
    expect(hex(new DdpPackets({ leds: 1, channels: 4 }).fill(Uint8Array.of(9, 8, 7, 6)))).toEqual([
      `41 01 1b 01 00000000 0004 09080706`.replaceAll(' ', ''),
    ]);
  });

  it('carry 480 RGB or 360 RGBW lights each, and the last alone shows the picture', () => {
    const headers = (leds: number, channels: 3 | 4): string[] =>
      hex(new DdpPackets({ leds, channels }).fill(new Uint8Array(leds * channels))).map((packet) => packet.slice(0, 20));
    expect(headers(480, 3)).toEqual(['41010b010000000005a0']);
    expect(headers(481, 3)).toEqual(['40010b010000000005a0', '41020b01000005a00003']);
    expect(headers(721, 4)).toEqual(['40011b010000000005a0', '40021b01000005a005a0', '41031b0100000b400004']);
  });

  it('count from 1 to 15 and never 0, over pictures', () => {
    const packets = new DdpPackets({ leds: 500, channels: 3 });
    const seen = Array.from({ length: 20 }, () => packets.fill(new Uint8Array(1_500)).map((packet) => packet[1] ?? 0)).flat();
    expect(seen).toEqual(seen.map((_, index) => (index % 15) + 1));
  });

  it('hold the whole picture, whatever it is, and never cut a light in two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), fc.constantFrom(3 as const, 4 as const), fc.nat(255), (leds, channels, seed) => {
        const picture = Uint8Array.from({ length: leds * channels }, (_, index) => (index * 31 + seed) & 0xff);
        const packets = new DdpPackets({ leds, channels });
        packets.fill(picture.map((byte) => byte ^ 0xff));
        const decoded = packets.fill(picture).map(decode);
        const shown = Buffer.alloc(picture.length);
        for (const { offset, data, type } of decoded) {
          expect(type).toBe(channels === 3 ? 0x0b : 0x1b);
          expect([offset % channels, data.length % channels]).toEqual([0, 0]);
          data.copy(shown, offset);
        }
        expect(shown.equals(picture)).toBe(true);
        expect(decoded.map(({ push }) => push)).toEqual(decoded.map((_, index) => index === decoded.length - 1));
      }),
      { numRuns: 60 },
    );
  });
});
