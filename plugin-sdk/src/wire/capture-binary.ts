/*
 * What goes over the binary channels of captures, behind the channel's number. All numbers are unsigned and big-endian.
 *
 * A picture, client to hub: at most `MAX_SHARED` over the channel `screen_share`, of any size that fits a message over `capture_frames`, and up to
 * 64 MiB as the body of `PUT /api/v1/captures/{id}/frame`, `application/octet-stream`:
 *   0 "LKPX" | 4 version, 1 | 5 format: 0 is rgb24, 1 is rgbx, of which each fourth byte counts for nothing | 6 width, 16 bits
 *   | 8 height, 16 bits | 10 two bytes of 0 | 12 the pixels, row by row from the top left, no gaps
 *
 * In place of a picture, but over `screen_share`: the colours of the lights themselves. Format 2, width the number of lights, height 1, and at 12
 * red, green and blue of each; where the layout has more lights they begin anew.
 *
 * The size that is wanted, hub to client (channel `screen_share`), at first and whenever it changes:
 *   0 width, 16 bits | 2 height, 16 bits
 *
 * A preview, hub to client (channel `capture_preview`):
 *   0 "LKPV" | 4 version, 1 | 5 a byte of 0 | 6 width, 8 height, of the picture, 16 bits each; 0 when there is none
 *   | 10 number of lights, 16 bits | 12 what is cut off at the left, 14 top, 16 right, 18 bottom, in 65535ths of the picture's side
 *   | 20 the picture as rgb24 | then red, green and blue of each light
 */

/** No shared picture is larger. */
export const MAX_SHARED = { width: 320, height: 180 } as const;
export const PICTURE_HEADER_BYTES = 12;
export const PREVIEW_HEADER_BYTES = 20;

const PICTURE_MAGIC = 0x4c4b_5058;
const PREVIEW_MAGIC = 0x4c4b_5056;
const VERSION = 1;
const FORMAT_AT = 5;
const FORMATS = ['rgb24', 'rgbx', 'lights'] as const;

/** A picture that a client sends. */
export interface SentPicture {
  width: number;
  height: number;
  format: 'rgb24' | 'rgbx';
  pixels: Uint8Array;
}

/** A picture, or as many colours of lights as it is wide, red, green and blue of each. */
export type SentFrame = SentPicture | (Omit<SentPicture, 'format'> & { format: 'lights'; height: 1 });
type FrameHeader = Pick<SentFrame, 'width' | 'height' | 'format'>;

/** The bytes that a picture of this kind takes, header included. */
export function sentPictureBytes({ width, height, format }: FrameHeader): number {
  return PICTURE_HEADER_BYTES + width * height * (format === 'rgbx' ? 4 : 3);
}

/** Writes what goes before the pixels. */
export function writePictureHeader(target: Uint8Array, { width, height, format }: FrameHeader): void {
  const view = viewOf(target);
  view.setUint32(0, PICTURE_MAGIC);
  view.setUint8(4, VERSION);
  view.setUint8(FORMAT_AT, FORMATS.indexOf(format));
  view.setUint16(6, width);
  view.setUint16(8, height);
  view.setUint16(10, 0);
}

/** Takes a picture apart, without a copy; a sentence that says why when the bytes are none. */
export function readPicture(message: Uint8Array): SentPicture | string {
  if (message[FORMAT_AT] === FORMATS.indexOf('lights')) return 'The format of a picture is 0, rgb24, or 1, rgbx.';
  return readFrame(message) as SentPicture | string;
}

/** Like {@link readPicture}, for a picture or the colours of lights. */
export function readFrame(message: Uint8Array): SentFrame | string {
  if (message.byteLength < PICTURE_HEADER_BYTES) return `A picture begins with ${PICTURE_HEADER_BYTES} bytes that say what it is.`;
  const view = viewOf(message);
  if (view.getUint32(0) !== PICTURE_MAGIC || view.getUint8(4) !== VERSION)
    return `A picture begins with "LKPX" and the version ${VERSION}.`;
  const format = FORMATS[view.getUint8(FORMAT_AT)];
  if (format === undefined) return 'The format is 0, rgb24, or 1, rgbx, or 2, colours of lights.';
  const header = { format, width: view.getUint16(6), height: view.getUint16(8) };
  if (header.width < 1 || header.height < 1) return 'A picture has at least one pixel.';
  if (header.format === 'lights' && header.height !== 1) return 'Colours of lights stand in one row.';
  const bytes = sentPictureBytes(header);
  if (bytes !== message.byteLength)
    return `A picture of ${header.width} x ${header.height} takes ${bytes} bytes, not ${message.byteLength}.`;
  return { ...header, pixels: message.subarray(PICTURE_HEADER_BYTES) } as SentFrame;
}

/** The size that the hub would like. */
export interface WantedSize {
  width: number;
  height: number;
}

export function toWantedSize({ width, height }: WantedSize): Uint8Array {
  const message = new Uint8Array(4);
  viewOf(message).setUint16(0, width);
  viewOf(message).setUint16(2, height);
  return message;
}

/** Null when the bytes are no size. */
export function readWantedSize(message: Uint8Array): WantedSize | null {
  if (message.byteLength !== 4) return null;
  const view = viewOf(message);
  return { width: view.getUint16(0), height: view.getUint16(2) };
}

/** What a capture sees and shows at one moment. */
export interface CapturePreview {
  /** The picture that counts, made small; null when an effect is painted or nothing is there. Three bytes a pixel. */
  picture: { width: number; height: number; pixels: Uint8Array } | null;
  /** The black bars that are cut off, as shares of the picture's sides. */
  crop: { left: number; top: number; right: number; bottom: number };
  /** Red, green and blue of each light, as a screen shows what was given to the devices. */
  lights: Uint8Array;
}

/** The bytes that a preview takes. */
export function previewBytes(pixels: number, lights: number): number {
  return PREVIEW_HEADER_BYTES + (pixels + lights) * 3;
}

/** Writes a preview and gives the number of bytes it took. */
export function writePreview(target: Uint8Array, { picture, crop, lights }: CapturePreview): number {
  const view = viewOf(target);
  const { width, height, pixels } = picture ?? { width: 0, height: 0, pixels: NOTHING };
  view.setUint32(0, PREVIEW_MAGIC);
  view.setUint8(4, VERSION);
  view.setUint8(5, 0);
  view.setUint16(6, width);
  view.setUint16(8, height);
  view.setUint16(10, lights.byteLength / 3);
  [crop.left, crop.top, crop.right, crop.bottom].forEach((share, index) => {
    view.setUint16(12 + index * 2, Math.round(share * 0xffff));
  });
  target.set(pixels.subarray(0, width * height * 3), PREVIEW_HEADER_BYTES);
  target.set(lights, PREVIEW_HEADER_BYTES + width * height * 3);
  return previewBytes(width * height, lights.byteLength / 3);
}

/** Takes a preview apart, without a copy; null when the bytes are none. */
export function readPreview(message: Uint8Array): CapturePreview | null {
  if (message.byteLength < PREVIEW_HEADER_BYTES) return null;
  const view = viewOf(message);
  if (view.getUint32(0) !== PREVIEW_MAGIC || view.getUint8(4) !== VERSION) return null;
  const [width, height, lights] = [view.getUint16(6), view.getUint16(8), view.getUint16(10)];
  if (message.byteLength !== previewBytes(width * height, lights)) return null;
  const share = (at: number): number => view.getUint16(at) / 0xffff;
  const end = PREVIEW_HEADER_BYTES + width * height * 3;
  return {
    picture: width * height === 0 ? null : { width, height, pixels: message.subarray(PREVIEW_HEADER_BYTES, end) },
    crop: { left: share(12), top: share(14), right: share(16), bottom: share(18) },
    lights: message.subarray(end),
  };
}

const NOTHING = new Uint8Array(0);

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
