import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bufferOf, makeRoom, SWIFT_FROM_BYTES, swiftOf } from '../pipeline/room.js';
import { Latest } from '../pipeline/latest.js';
import { scene } from '../support/scenes.js';
import type { Frame } from './frame.js';
import { meanOfBytes, meanOfLight } from './mean.js';
import { compileRegions, WHOLE } from './regions.js';
import type { SwiftMean } from './swift-mean.js';

/** A room in which WebAssembly works, and the slot that its reader has at first. */
function openRoom(bytes: number): { slot: Uint8Array; swift: SwiftMean } {
  const room = makeRoom(bytes);
  const swift = swiftOf(room);
  if (swift === null) throw new Error('There is no dist/mean.wasm: run `npm run build`.');
  return { slot: new Latest(bufferOf(room), 'reader').bytes, swift };
}

/** Both ways must come to the same, whatever stands beside the picture. */
function compare(swift: SwiftMean, frame: Frame, regions: Int32Array): void {
  const size = (regions.length / 4) * 3;
  const [bytes, wanted_bytes] = [new Uint8Array(size), new Uint8Array(size)];
  swift.ofBytes(frame, regions, bytes);
  meanOfBytes(frame, regions, wanted_bytes);
  expect(bytes).toEqual(wanted_bytes);
  const [light, wanted_light] = [new Float32Array(size), new Float32Array(size)];
  swift.ofLight(frame, regions, light);
  meanOfLight(frame, regions, wanted_light);
  expect(light).toEqual(wanted_light);
}

describe('means by WebAssembly', () => {
  const { slot, swift } = openRoom(SWIFT_FROM_BYTES);

  it('are those of TypeScript, to the last bit, whatever the size, format, stride, border and place in memory', () => {
    fc.assert(
      fc.property(scene, fc.nat(40), ({ frame, zones, crop }, offset) => {
        slot.fill(255);
        const data = slot.subarray(offset, offset + frame.data.length);
        data.set(frame.data);
        compare(swift, { ...frame, data }, compileRegions(zones, frame.width, frame.height, crop));
      }),
      { numRuns: 400 },
    );
  });

  it('put zones that stand beside each other together, in any order of the strip', () => {
    fc.assert(
      fc.property(
        fc.record({
          width: fc.integer({ min: 1, max: 150 }),
          height: fc.integer({ min: 1, max: 140 }),
          zones: fc.integer({ min: 1, max: 60 }),
        }),
        fc.boolean(),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        ({ width, height, zones }, reverse, overlap) => {
          const row = Array.from({ length: zones }, (_, index) => ({
            left: Math.max(0, index / zones - overlap),
            right: Math.min(1, (index + 1) / zones + overlap),
            top: 0.1,
            bottom: 0.9,
          }));
          const data = slot.subarray(0, width * height * 3);
          for (let at = 0; at < data.length; at += 1) data[at] = Math.imul(at + zones, 0x9e37_79b1) >>> 24;
          const frame: Frame = { data, width, height, stride: width * 3, format: 'rgb24' };
          compare(swift, frame, compileRegions(reverse ? row.reverse() : row, width, height));
        },
      ),
    );
  });

  it('hold for more rows than 16 bits can add up, and for what is at the very end of the room', () => {
    const [width, height] = [300, 1_200];
    for (const format of ['rgb24', 'bgrx'] as const) {
      const bytes = width * height * (format === 'rgb24' ? 3 : 4);
      const large = openRoom(bytes);
      large.slot.fill(255);
      large.slot.fill(7, 0, 5_000);
      const frame: Frame = { data: large.slot, width, height, stride: bytes / height, format };
      const zones = [
        { left: 0, top: 0, right: 1, bottom: 1 },
        { left: 0.9, top: 0, right: 1, bottom: 1 },
        { left: 0.99, top: 0.99, right: 1, bottom: 1 },
      ];
      compare(large.swift, frame, compileRegions(zones, width, height, WHOLE));
    }
  });
});

describe('a room', () => {
  it('is plain memory for small pictures', () => {
    expect(swiftOf(makeRoom(SWIFT_FROM_BYTES - 1))).toBeNull();
  });

  it('hands over pictures whatever it is made of', () => {
    const buffer = bufferOf(makeRoom(SWIFT_FROM_BYTES));
    const [writer, reader] = [new Latest(buffer, 'writer'), new Latest(buffer, 'reader')];
    expect(writer.size).toBe(SWIFT_FROM_BYTES);
    writer.bytes.fill(5);
    writer.publish();
    expect(reader.take()).toBe(true);
    expect(reader.bytes.every((byte) => byte === 5)).toBe(true);
  });
});
