import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rgbFromNv12 } from './nv12.js';

/** BT.709 by its own numbers: kr 0.2126, kb 0.0722; 219 and 224 steps. */
function reference(y: number, cb: number, cr: number): number[] {
  const light = (y - 16) / 219;
  const [blueness, redness] = [(cb - 128) / 224, (cr - 128) / 224];
  const red = light + 1.5748 * redness;
  const blue = light + 1.8556 * blueness;
  const green = (light - 0.2126 * red - 0.0722 * blue) / 0.7152;
  return [red, green, blue].map((value) => Math.min(255, Math.max(0, value * 255)));
}

describe('NV12', () => {
  it('becomes the colours of BT.709 in the limited range, within two steps', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(255), (y, cb, cr) => {
        const out = new Uint8Array(3);
        const picture = { data_y: Uint8Array.of(y), data_uv: Uint8Array.of(cb, cr), stride_y: 1, stride_uv: 2 };
        rgbFromNv12({ kind: 'nv12', width: 1, height: 1, ...picture }, out);
        for (const [index, value] of reference(y, cb, cr).entries()) expect(Math.abs((out[index] ?? 0) - value)).toBeLessThan(2);
      }),
    );
  });

  it('has a pair of colours for two by two pixels, and rows with gaps', () => {
    const [black, white] = [16, 235];
    const picture = {
      data_y: Uint8Array.of(black, white, white, 99, white, white, white, 99, black, black, black, 99),
      data_uv: Uint8Array.of(128, 128, 128, 128, 77, 77, 128, 128, 128, 128),
      stride_y: 4,
      stride_uv: 6,
    };
    const out = new Uint8Array(27);
    rgbFromNv12({ kind: 'nv12', width: 3, height: 3, ...picture }, out);
    const [dark, light] = [
      [0, 0, 0],
      [255, 255, 255],
    ];
    expect([...out]).toEqual([dark, light, light, light, light, light, dark, dark, dark].flat());
  });
});
