import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RealtimePackets } from './realtime-packets.js';

const packetsOf = (leds: number, channels: 3 | 4): readonly Uint8Array[] =>
  new RealtimePackets({ leds, channels }).fill(Uint8Array.from({ length: leds * channels }, (_, index) => (index + 1) & 0xff));
const hex = (packets: readonly Uint8Array[]): string[] => packets.map((packet) => Buffer.from(packet).toString('hex'));

/** Lays a packet's lights onto a strip, as wled00/udp.cpp reads them. */
function show(packet: Uint8Array, strip: Buffer): void {
  const bytes = Buffer.from(packet);
  const form = bytes.readUInt8(0);
  const channels = form === 2 || form === 4 ? 3 : 4;
  const numbered = form >= 4;
  bytes.copy(strip, numbered ? bytes.readUInt16BE(2) * channels : 0, numbered ? 4 : 2);
}

describe('packets of the realtime protocol of WLED', () => {
  it('are laid out as its documentation says, byte by byte', () => {
    expect(hex(packetsOf(2, 3))).toEqual(['0203' + '010203' + '040506']);
    expect(hex(packetsOf(2, 4))).toEqual(['0303' + '01020304' + '05060708']);
  });

  it('hold 490 RGB or 367 RGBW lights, and name the first where there are several', () => {
    const shape = (leds: number, channels: 3 | 4): [string, number][] =>
      packetsOf(leds, channels).map((packet) => [Buffer.from(packet.subarray(0, 4)).toString('hex'), packet.length]);
    expect(shape(490, 3)).toEqual([['02030102', 1_472]]);
    expect(shape(491, 3)).toEqual([
      ['04030000', 1_471],
      ['040301e9', 10],
    ]);
    expect(shape(367, 4)).toEqual([['03030102', 1_470]]);
    expect(shape(800, 4)).toEqual([
      ['05030000', 1_472],
      ['0503016f', 1_472],
      ['050302de', 4 + 66 * 4],
    ]);
  });

  it('carry any picture, within the size that WLED takes, and always let go by themselves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), fc.constantFrom(3 as const, 4 as const), fc.nat(255), (leds, channels, seed) => {
        const picture = Uint8Array.from({ length: leds * channels }, (_, index) => (index * 7 + seed) & 0xff);
        const strip = Buffer.alloc(picture.length);
        for (const packet of new RealtimePackets({ leds, channels }).fill(picture)) {
          expect(packet.length).toBeLessThanOrEqual(1_472);
          expect(packet[1]).toBeGreaterThan(0);
          expect(packet[1]).toBeLessThanOrEqual(3);
          show(packet, strip);
        }
        expect(strip.equals(picture)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
