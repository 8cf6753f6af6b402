import type { MakeAlgorithm, PicturePixels, ZoneColors } from '@lightkeeper/plugin-sdk';
import { LINEAR } from '../color/transfer.js';
import type { Zone } from '../layout/zone.js';
import { BYTES_PER_PIXEL, OFFSETS } from './frame.js';
import type { Frame } from './frame.js';
import type { PictureMapper } from './mapper.js';
import { compileRegions, REGION_SIZE } from './regions.js';
import type { Crop } from './regions.js';

interface BroughtMapperOptions {
  zones: readonly Zone[];
  make: MakeAlgorithm;
  width: number;
  height: number;
  crop: Crop;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** From the pixels of a picture to the light of each zone by what a plugin brings. Made anew for another size or border. */
export class BroughtMapper implements PictureMapper {
  readonly crop: Crop;
  readonly #width: number;
  readonly #height: number;
  readonly #colors: ZoneColors;
  /** One for all pictures: nothing is made anew for each. The table is its own, so that nobody else sees what is done to it. */
  readonly #pixels: Writable<PicturePixels>;

  constructor({ zones, make, width, height, crop }: BroughtMapperOptions) {
    this.crop = crop;
    this.#width = width;
    this.#height = height;
    const regions = compileRegions(zones, width, height, crop);
    this.#colors = make(
      zones.map((_, index) => {
        const [left = 0, top = 0, right = 0, bottom = 0] = regions.subarray(index * REGION_SIZE, (index + 1) * REGION_SIZE);
        return { left, top, right, bottom };
      }),
    );
    const data = new Uint8Array(0);
    this.#pixels = { data, width, height, stride: 0, step: 3, red: 0, green: 1, blue: 2, linear: Float32Array.from(LINEAR) };
  }

  fits({ width, height }: Frame, crop: Crop): boolean {
    return this.#width === width && this.#height === height && this.crop === crop;
  }

  map({ data, stride, format }: Frame, out: Float32Array): void {
    const pixels = this.#pixels;
    const [red, green, blue] = OFFSETS[format];
    pixels.data = data;
    pixels.stride = stride;
    pixels.step = BYTES_PER_PIXEL[format];
    pixels.red = red;
    pixels.green = green;
    pixels.blue = blue;
    this.#colors(pixels, out);
  }
}
