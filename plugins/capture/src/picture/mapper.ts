import { MAX_ZONES } from '../layout/zone.js';
import type { Zone } from '../layout/zone.js';
import { DominantColors } from './dominant.js';
import type { Frame } from './frame.js';
import { lightOf, meanOfBytes, meanOfLight, rootMeanSquareOfBytes } from './mean.js';
import { compileRegions, REGION_SIZE } from './regions.js';
import type { Crop } from './regions.js';
import type { SwiftMean } from './swift-mean.js';

/**
 * How the pixels of a zone become one colour: the mean of their light, of their bytes, or of the squares of these; the most frequent of their
 * colours; and for all zones the mean or the most frequent colour of the whole picture.
 */
export type Algorithm = 'mean' | 'mean_bytes' | 'mean_squared' | 'dominant' | 'whole' | 'whole_dominant';

/** From the pixels of pictures of one size, with one border, to the light of each zone. */
export interface PictureMapper {
  readonly crop: Crop;
  fits(frame: Frame, crop: Crop): boolean;
  /** Writes red, green and blue of each zone, 0 to 1 of light. `fast` is what the picture's room has for it. */
  map(frame: Frame, out: Float32Array, fast?: SwiftMean | null): void;
}

interface MapperOptions {
  zones: readonly Zone[];
  algorithm: Algorithm;
  width: number;
  height: number;
  crop: Crop;
}

/** The algorithms that come with the hub. Made anew for another size or border. */
export class Mapper implements PictureMapper {
  readonly crop: Crop;
  readonly #algorithm: Algorithm;
  readonly #width: number;
  readonly #height: number;
  readonly #regions: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #dominant: DominantColors | null;

  constructor({ zones, algorithm, width, height, crop }: MapperOptions) {
    this.crop = crop;
    this.#algorithm = algorithm;
    this.#width = width;
    this.#height = height;
    this.#regions = compileRegions(algorithm.startsWith('whole') ? [EVERYTHING] : zones, width, height, crop);
    this.#bytes = new Uint8Array(zones.length * 3);
    this.#dominant = algorithm === 'dominant' || algorithm === 'whole_dominant' ? new DominantColors(this.#regions) : null;
  }

  fits({ width, height }: Frame, crop: Crop): boolean {
    return this.#width === width && this.#height === height && this.crop === crop;
  }

  map(frame: Frame, out: Float32Array, fast: SwiftMean | null = null): void {
    const swift = this.#regions.length > MAX_ZONES * REGION_SIZE ? null : fast;
    switch (this.#algorithm) {
      case 'mean':
        this.#light(frame, out, swift);
        return;
      case 'mean_bytes':
        if (swift === null) meanOfBytes(frame, this.#regions, this.#bytes);
        else swift.ofBytes(frame, this.#regions, this.#bytes);
        break;
      case 'mean_squared':
        rootMeanSquareOfBytes(frame, this.#regions, this.#bytes);
        break;
      case 'dominant':
        this.#dominant?.find(frame, this.#bytes);
        break;
      case 'whole':
        this.#light(frame, out, swift);
        spread(out);
        return;
      case 'whole_dominant':
        this.#dominant?.find(frame, this.#bytes);
        spread(this.#bytes);
    }
    lightOf(this.#bytes, out);
  }

  #light(frame: Frame, out: Float32Array, swift: SwiftMean | null): void {
    if (swift === null) meanOfLight(frame, this.#regions, out);
    else swift.ofLight(frame, this.#regions, out);
  }
}

const EVERYTHING: Zone = { left: 0, top: 0, right: 1, bottom: 1 };

/** Every light shows what the first does. */
function spread(lights: Float32Array | Uint8Array): void {
  for (let at = 3; at < lights.length; at += 3) lights.copyWithin(at, 0, 3);
}
