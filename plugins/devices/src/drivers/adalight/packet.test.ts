import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxFps, ORDERS, packetLength, SerialPacket } from './packet.js';
import type { Order, Protocol } from './packet.js';

function filled(picture: readonly number[], order: Order = 'RGB', protocol: Protocol = 'adalight'): string {
  const packet = new SerialPacket({ protocol, leds: picture.length / 3, order });
  return Buffer.from(packet.fill(Uint8Array.from(picture))).toString('hex');
}

/** Reads a packet as the sketch does: the picture, or null where header or sums are wrong. */
function decode(bytes: Uint8Array, order: Order, awa: boolean): number[] | null {
  const [a, d, second_a, high = 0, low = 0, check] = bytes;
  if (a !== 0x41 || d !== (awa ? 0x77 : 0x64) || second_a !== 0x61 || check !== (high ^ low ^ 0x55)) return null;
  const size = (high * 256 + low + 1) * 3;
  const colors = [...bytes.subarray(6, 6 + size)];
  const sums = [0, 0, 0] as [number, number, number];
  for (const [index, byte] of colors.entries()) {
    sums[0] = (sums[0] + byte) % 255;
    sums[1] = (sums[1] + sums[0]) % 255;
    sums[2] = (sums[2] + (byte ^ (index % 256))) % 255;
  }
  if (sums[2] === 0x41) sums[2] = 0xaa;
  if (bytes.length !== 6 + size + (awa ? 3 : 0)) return null;
  if (awa && sums.join() !== bytes.subarray(6 + size).join()) return null;
  return colors.map((_, index) => colors[index - (index % 3) + order.indexOf('RGB'.charAt(index % 3))] ?? -1);
}

describe('an Adalight packet', () => {
  it('is laid out as the sketch reads it, byte by byte', () => {
    expect(filled([1, 2, 3])).toBe('416461' + '0000' + '55' + '010203');
    // 300 LEDs: 299 is 0x012b.
    expect(filled(Array<number>(900).fill(0)).slice(0, 12)).toBe('416461' + '012b' + '7f');
  });

  it('has the colours in the order in which the LEDs take them', () => {
    expect(filled([1, 2, 3, 4, 5, 6], 'GRB').slice(12)).toBe('020103050406');
    expect(filled([1, 2, 3], 'BGR').slice(12)).toBe('030201');
    expect(filled([1, 2, 3], 'GBR').slice(12)).toBe('020301');
  });

  it('of AWA ends in its sums', () => {
    // 1 + 2 + 3 = 6; 1 + 3 + 6 = 10; (1^0) + (2^1) + (3^2) = 5.
    expect(filled([1, 2, 3], 'RGB', 'awa')).toBe('417761' + '0000' + '55' + '010203' + '060a05');
    // A third sum of 0x41 would look like the beginning of a packet.
    expect(filled([0x41, 1, 2], 'RGB', 'awa').slice(-2)).toBe('aa');
  });

  it('carries any picture in any order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ORDERS),
        fc.constantFrom('adalight' as const, 'awa' as const),
        fc.integer({ min: 1, max: 700 }),
        fc.nat(255),
        (order, protocol, leds, seed) => {
          const picture = Uint8Array.from({ length: leds * 3 }, (_, index) => (index * 17 + seed) & 0xff);
          const packet = new SerialPacket({ protocol, leds, order });
          packet.fill(picture.map((byte) => byte ^ 0xff));
          const bytes = packet.fill(picture);
          expect(bytes).toHaveLength(packetLength({ protocol, leds }));
          expect(decode(bytes, order, protocol === 'awa')).toEqual([...picture]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the rate of pictures', () => {
  it.each([
    [115_200, 300, 12],
    [1_000_000, 300, 100],
    [2_000_000, 1_000, 66],
    [115_200, 4_096, 1],
    [2_000_000, 10, 100],
  ])('at %i baud to %i LEDs is %i a second', (baud, leds, fps) => {
    expect(maxFps({ protocol: 'adalight', leds }, baud)).toBe(fps);
  });
});
