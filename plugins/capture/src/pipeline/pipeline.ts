import { Grader } from '../color/grade.js';
import type { Grade } from '../color/grade.js';
import { Smoother } from '../color/smoothing.js';
import type { Smoothing } from '../color/smoothing.js';
import type { Painter } from '../effects/effect.js';
import type { Zone } from '../layout/zone.js';
import { BorderDetector } from '../picture/border-detector.js';
import type { BorderOptions } from '../picture/border-detector.js';
import type { Frame } from '../picture/frame.js';
import { lightOf, meanOfBytes, meanOfLight } from '../picture/mean.js';
import { compileRegions, WHOLE } from '../picture/regions.js';
import type { Crop } from '../picture/regions.js';

/** How the pixels of a zone become one colour. */
export const ALGORITHMS = ['mean', 'mean_bytes', 'whole'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export interface PipelineOptions {
  readonly zones: readonly Zone[];
  readonly algorithm: Algorithm;
  /** Null leaves black bars as they are. */
  readonly border: BorderOptions | null;
  readonly smoothing: Smoothing;
  readonly grade: Grade;
}

/** From a picture to the bytes of the lights, without making anything anew for a picture. It knows no time of its own and no thread. */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #detector: BorderDetector | null;
  readonly #smoother: Smoother;
  readonly #grader: Grader;
  readonly #seen: Float32Array;
  readonly #bytes: Uint8Array;
  readonly #lights: Float32Array;
  #regions: Int32Array = new Int32Array(0);
  #compiled = { width: 0, height: 0, crop: WHOLE };

  constructor(options: PipelineOptions) {
    this.#options = options;
    const size = options.zones.length * 3;
    this.#detector = options.border === null ? null : new BorderDetector(options.border);
    this.#smoother = new Smoother(options.smoothing, size);
    this.#grader = new Grader(options.grade);
    this.#seen = new Float32Array(size);
    this.#bytes = new Uint8Array(size);
    this.#lights = new Float32Array(size);
  }

  /** The black bars that are cut off now. */
  get crop(): Crop {
    return this.#compiled.crop;
  }

  /** Takes a picture in, at a time in milliseconds. */
  look(frame: Frame, now: number): void {
    const crop = this.#detector?.look(frame, now) ?? WHOLE;
    const compiled = this.#compiled;
    if (compiled.width !== frame.width || compiled.height !== frame.height || compiled.crop !== crop) this.#compile(frame, crop);
    if (this.#options.algorithm === 'mean_bytes') {
      meanOfBytes(frame, this.#regions, this.#bytes);
      lightOf(this.#bytes, this.#seen);
    } else {
      meanOfLight(frame, this.#regions, this.#seen);
    }
    if (this.#options.algorithm === 'whole') spread(this.#seen);
    this.#smoother.aim(this.#seen);
  }

  /** Takes what an effect paints. */
  paint(painter: Painter, seconds: number): void {
    painter(seconds, this.#seen);
    this.#smoother.aim(this.#seen);
  }

  /** Nothing is to be shown. */
  darken(): void {
    this.#seen.fill(0);
    this.#smoother.aim(this.#seen);
  }

  /** Lets time pass and writes what the lights show: red, green and blue, 0 to 255. */
  step(ms: number, out: Uint8Array): void {
    this.#smoother.step(ms);
    this.#lights.set(this.#smoother.values);
    this.#grader.apply(this.#lights);
    for (let index = 0; index < this.#lights.length; index += 1) out[index] = (this.#lights[index] ?? 0) * 255 + 0.5;
  }

  #compile(frame: Frame, crop: Crop): void {
    const { zones, algorithm } = this.#options;
    const used = algorithm === 'whole' ? [EVERYTHING] : zones;
    this.#regions = compileRegions(used, frame.width, frame.height, crop);
    this.#compiled = { width: frame.width, height: frame.height, crop };
  }
}

const EVERYTHING: Zone = { left: 0, top: 0, right: 1, bottom: 1 };

/** Every light shows what the first does. */
function spread(lights: Float32Array): void {
  for (let at = 3; at < lights.length; at += 3) lights.copyWithin(at, 0, 3);
}
