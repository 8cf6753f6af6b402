import { readPreview } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { WHOLE } from '../picture/regions.js';
import { Latest } from '../pipeline/latest.js';
import { PreviewWriter, previewRoom } from './preview-writer.js';

describe('the writer of previews', () => {
  it('writes ten a second at most, however often it is asked', () => {
    const writer = new PreviewWriter(previewRoom(1), 1);
    const written = Array.from({ length: 61 }, (_, beat) => writer.write((beat * 1_000) / 60, null, WHOLE, new Uint8Array(3)));
    // At 0, 100, 200 … and 1,000 ms.
    expect(written.filter(Boolean)).toHaveLength(11);
  });

  it('shows pictures of every format and stride alike, and light as a screen shows it', () => {
    const room = previewRoom(2);
    const writer = new PreviewWriter(room, 2);
    const reader = new Latest(room, 'reader');
    const frames = [
      { data: Uint8Array.of(1, 2, 3, 4, 5, 6, 99, 7, 8, 9, 10, 11, 12), stride: 7, format: 'rgb24' as const },
      { data: Uint8Array.of(1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 10, 11, 12, 0), stride: 8, format: 'rgbx' as const },
      { data: Uint8Array.of(3, 2, 1, 0, 6, 5, 4, 0, 9, 8, 7, 0, 12, 11, 10, 0), stride: 8, format: 'bgrx' as const },
    ];
    frames.forEach((frame, turn) => {
      writer.write(
        turn * 1_000,
        { ...frame, width: 2, height: 2 },
        { left: 1, top: 0, right: 0, bottom: 0 },
        Uint8Array.of(0, 55, 255, 1, 2, 3),
      );
      expect(reader.take()).toBe(true);
      const preview = readPreview(reader.bytes.subarray(0, reader.header[0]));
      expect(preview?.picture).toEqual({ width: 2, height: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) });
      expect(preview?.crop.left).toBeCloseTo(0.5, 4);
      // 55 of light is 128 of sRGB (IEC 61966-2-1).
      expect([...(preview?.lights ?? [])].slice(0, 3)).toEqual([0, 128, 255]);
    });
  });

  it('never writes beyond its room, whatever the size of the picture', () => {
    const room = previewRoom(300);
    const writer = new PreviewWriter(room, 300);
    const reader = new Latest(room, 'reader');
    for (const [turn, [width, height]] of (
      [
        [1_920, 1_080],
        [1, 4_000],
        [4_000, 1],
        [161, 91],
      ] as const
    ).entries()) {
      const frame = { data: new Uint8Array(width * height * 3), width, height, stride: width * 3, format: 'rgb24' as const };
      writer.write(turn * 1_000, frame, WHOLE, new Uint8Array(900));
      reader.take();
      const { picture } = readPreview(reader.bytes.subarray(0, reader.header[0])) ?? {};
      expect(picture?.width).toBeLessThanOrEqual(160);
      expect(picture?.height).toBeLessThanOrEqual(90);
    }
  });
});
