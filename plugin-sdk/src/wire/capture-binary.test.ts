import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PICTURE_HEADER_BYTES,
  previewBytes,
  readFrame,
  readPicture,
  readPreview,
  readWantedSize,
  sentPictureBytes,
  toWantedSize,
  writePictureHeader,
  writePreview,
} from './capture-binary.js';

const size = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) });
const format = fc.constantFrom('rgb24' as const, 'rgbx' as const);

function pictureOf(header: { width: number; height: number; format: 'rgb24' | 'rgbx' }): Uint8Array {
  const message = new Uint8Array(sentPictureBytes(header)).fill(7);
  writePictureHeader(message, header);
  return message;
}

describe('a picture on its way to the hub', () => {
  it('is read as it was written, wherever it lies in memory', () => {
    fc.assert(
      fc.property(size, format, fc.nat({ max: 9 }), (sides, kind, offset) => {
        const message = pictureOf({ ...sides, format: kind });
        const moved = new Uint8Array(message.byteLength + offset).subarray(offset);
        moved.set(message);
        expect(readPicture(moved)).toEqual({ ...sides, format: kind, pixels: message.subarray(PICTURE_HEADER_BYTES) });
      }),
    );
  });

  it('has its bytes where the layout says', () => {
    const [...header] = pictureOf({ width: 258, height: 3, format: 'rgbx' }).subarray(0, 13);
    expect(header).toEqual([0x4c, 0x4b, 0x50, 0x58, 1, 1, 1, 2, 0, 3, 0, 0, 7]);
  });

  it('is refused with the reason when it is cut, longer, of another kind, or nothing', () => {
    const whole = pictureOf({ width: 4, height: 2, format: 'rgb24' });
    for (let length = 0; length < whole.byteLength; length += 1) expect(typeof readPicture(whole.subarray(0, length))).toBe('string');
    expect(readPicture(new Uint8Array([...whole, 0]))).toBe('A picture of 4 x 2 takes 36 bytes, not 37.');
    const changed = (at: number, value: number): Uint8Array => Uint8Array.from(whole, (byte, index) => (index === at ? value : byte));
    expect(readPicture(changed(0, 0))).toContain('LKPX');
    expect(readPicture(changed(4, 2))).toContain('version');
    expect(readPicture(changed(5, 2))).toContain('format');
    expect(readPicture(changed(7, 0))).toContain('at least one pixel');
  });

  it('is never taken for one by accident, and never read beyond its end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = readPicture(bytes);
        if (typeof read !== 'string') expect(sentPictureBytes(read)).toBe(bytes.byteLength);
      }),
    );
  });
});

describe('the colours of lights on their way to the hub', () => {
  const header = { width: 3, height: 1, format: 'lights' } as const;
  const colors = (): Uint8Array => {
    const message = new Uint8Array(sentPictureBytes(header)).fill(7);
    writePictureHeader(message, header);
    return message;
  };

  it('are read as they were written, where they may stand in place of a picture', () => {
    const message = colors();
    expect([...message.subarray(0, 13)]).toEqual([0x4c, 0x4b, 0x50, 0x58, 1, 2, 0, 3, 0, 1, 0, 0, 7]);
    expect(readFrame(message)).toEqual({ ...header, pixels: message.subarray(PICTURE_HEADER_BYTES) });
    expect(readPicture(message)).toBe('The format of a picture is 0, rgb24, or 1, rgbx.');
    const picture = pictureOf({ width: 2, height: 2, format: 'rgbx' });
    expect(readFrame(picture)).toEqual(readPicture(picture));
  });

  it('are refused in more rows than one, and of another length', () => {
    const rows = colors();
    rows[9] = 2;
    expect(readFrame(rows)).toBe('Colours of lights stand in one row.');
    expect(readFrame(colors().subarray(0, -1))).toBe('A picture of 3 x 1 takes 21 bytes, not 20.');
  });
});

describe('the size that is wanted', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(size, (sides) => {
        expect(readWantedSize(toWantedSize(sides))).toEqual(sides);
      }),
    );
    expect(readWantedSize(new Uint8Array(3))).toBeNull();
  });
});

describe('a preview', () => {
  const share = fc.integer({ min: 0, max: 0xffff }).map((part) => part / 0xffff);

  it('is read as it was written', () => {
    const crop = fc.record({ left: share, top: share, right: share, bottom: share });
    fc.assert(
      fc.property(fc.option(size), crop, fc.nat({ max: 50 }), fc.nat({ max: 20 }), (sides, cut, count, spare) => {
        const pixels = sides === null ? 0 : sides.width * sides.height;
        const picture = sides === null ? null : { ...sides, pixels: Uint8Array.from({ length: pixels * 3 }, (_, index) => index) };
        const preview = { picture, crop: cut, lights: Uint8Array.from({ length: count * 3 }, (_, index) => 255 - index) };
        const target = new Uint8Array(previewBytes(pixels, count) + spare).fill(9);
        const length = writePreview(target, preview);
        expect(readPreview(target.subarray(0, length))).toEqual(preview);
      }),
    );
  });

  it('is nothing when it is cut or longer', () => {
    const target = new Uint8Array(previewBytes(2, 3));
    writePreview(target, {
      picture: { width: 2, height: 1, pixels: new Uint8Array(6) },
      crop: { left: 0, top: 0, right: 0, bottom: 0 },
      lights: new Uint8Array(9),
    });
    expect(readPreview(target)).not.toBeNull();
    for (let length = 0; length < target.byteLength; length += 1) expect(readPreview(target.subarray(0, length))).toBeNull();
    expect(readPreview(new Uint8Array([...target, 0]))).toBeNull();
    target[4] = 2;
    expect(readPreview(target)).toBeNull();
  });
});
