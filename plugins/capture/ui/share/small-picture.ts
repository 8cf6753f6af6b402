import { PICTURE_HEADER_BYTES, sentPictureBytes, writePictureHeader, type WantedSize } from '@lightkeeper/plugin-sdk/wire';

/** Makes small pictures of large ones, ready to be sent: all that ever leaves the browser. */
export class SmallPicture {
  readonly #context: OffscreenCanvasRenderingContext2D;
  /** The last picture, with its header. */
  readonly message: Uint8Array;
  readonly #size: WantedSize;

  constructor(size: WantedSize) {
    const canvas = new OffscreenCanvas(size.width, size.height);
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (context === null) throw new Error('The browser has no canvas to make the picture small.');
    // Every pixel of the large picture is to count, at least roughly.
    context.imageSmoothingQuality = 'medium';
    this.#context = context;
    this.#size = size;
    const header = { ...size, format: 'rgb24' } as const;
    this.message = new Uint8Array(sentPictureBytes(header));
    writePictureHeader(this.message, header);
  }

  take(picture: CanvasImageSource): void {
    const { width, height } = this.#size;
    this.#context.drawImage(picture, 0, 0, width, height);
    withoutAlpha(this.#context.getImageData(0, 0, width, height).data, this.message.subarray(PICTURE_HEADER_BYTES));
  }
}

/** Three bytes of every four. */
export function withoutAlpha(rgba: ArrayLike<number>, rgb: Uint8Array): void {
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
}
