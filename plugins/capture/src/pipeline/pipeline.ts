import { Grader } from '../color/grade.js';
import type { Grade } from '../color/grade.js';
import { Quantizer } from '../color/quantizer.js';
import { Smoother } from '../color/smoothing.js';
import type { Smoothing } from '../color/smoothing.js';
import { LINEAR } from '../color/transfer.js';
import type { Painter } from '../effects/effect.js';
import type { ChosenFilter } from '../filters/filter.js';
import { middleOf } from '../layout/zone.js';
import type { Zone } from '../layout/zone.js';
import type { ChosenAlgorithm } from '../picture/algorithms.js';
import { BorderDetector } from '../picture/border-detector.js';
import type { BorderOptions } from '../picture/border-detector.js';
import { BroughtMapper } from '../picture/brought-mapper.js';
import type { Frame } from '../picture/frame.js';
import { Mapper } from '../picture/mapper.js';
import type { PictureMapper } from '../picture/mapper.js';
import { WHOLE } from '../picture/regions.js';
import type { Crop } from '../picture/regions.js';
import type { SwiftMean } from '../picture/swift-mean.js';
import { FilterChain, NO_PARTS } from './parts.js';
import type { PipelineParts } from './parts.js';

export interface PipelineOptions {
  readonly zones: readonly Zone[];
  readonly algorithm: ChosenAlgorithm;
  /** Null leaves black bars as they are. */
  readonly border: BorderOptions | null;
  readonly smoothing: Smoothing;
  readonly filters: readonly ChosenFilter[];
  readonly grade: Grade;
}

/** From a picture to the bytes of the lights, without making anything anew for a picture. It knows no time of its own and no thread. */
export class Pipeline {
  #options: PipelineOptions;
  #detector: BorderDetector | null;
  #smoother: Smoother;
  #grader: Grader;
  readonly #seen: Float32Array;
  readonly #lights: Float32Array;
  readonly #quantizer: Quantizer;
  #share = 1;
  #mapper: PictureMapper | null = null;
  #parts: PipelineParts;
  #filters: FilterChain | null;

  /** `parts` is what the options need of plugins' modules. */
  constructor(options: PipelineOptions, parts = NO_PARTS) {
    this.#options = options;
    this.#parts = parts;
    this.#filters = chainOf(options, parts);
    const size = options.zones.length * 3;
    this.#detector = options.border === null ? null : new BorderDetector(options.border);
    this.#smoother = new Smoother(options.smoothing, size);
    this.#grader = new Grader(options.grade, options.zones.length);
    this.#seen = new Float32Array(size);
    this.#lights = new Float32Array(size);
    this.#quantizer = new Quantizer(size);
  }

  /**
   * Takes other options for as many lights, and keeps what it knows of the picture: its black bars, and how far the lights have come. What is
   * shown has to be looked at, or painted, once more.
   */
  tune(options: PipelineOptions, parts = NO_PARTS): void {
    const before = this.#options;
    const filtered = this.#parts.filters.length === parts.filters.length && same(options.filters, before.filters);
    if (!filtered || !same(options.zones, before.zones)) this.#filters = chainOf(options, parts);
    this.#options = options;
    this.#parts = parts;
    if (!same(options.border, before.border)) this.#detector = options.border === null ? null : new BorderDetector(options.border);
    if (!same(options.smoothing, before.smoothing)) this.#smoother = new Smoother(options.smoothing, this.#seen.length);
    this.#grader = new Grader(options.grade, options.zones.length);
    this.#mapper = null;
  }

  /** The black bars that are cut off now. */
  get crop(): Crop {
    return this.#mapper?.crop ?? WHOLE;
  }

  /** Takes a picture in, at a time in milliseconds; `swift` is what its room has to map it. */
  look(frame: Frame, now: number, swift: SwiftMean | null = null): void {
    const crop = this.#detector?.look(frame, now) ?? WHOLE;
    if (this.#mapper?.fits(frame, crop) !== true) {
      this.#mapper = this.#makeMapper(frame, crop);
    }
    this.#mapper.map(frame, this.#seen, swift);
    this.#smoother.aim(this.#seen);
  }

  /** Takes what an effect paints. */
  paint(painter: Painter, seconds: number): void {
    painter(seconds, this.#seen);
    this.#smoother.aim(this.#seen);
  }

  /** Takes the colours of lights as they are: red, green and blue of each. Where there are more lights they begin anew. */
  takeLights(colors: Uint8Array): void {
    for (let at = 0; at < this.#seen.length; at += 1) this.#seen[at] = LINEAR[colors[at % colors.length] ?? 0] ?? 0;
    this.#smoother.aim(this.#seen);
  }

  /** How much of its light is given out from now on, 0 to 1. */
  dim(share: number): void {
    this.#share = share;
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
    this.#filters?.step(ms, this.#lights);
    this.#grader.apply(this.#lights);
    this.#quantizer.write(this.#lights, this.#share * 255, this.#options.grade.dither, out);
  }

  #makeMapper({ width, height }: Frame, crop: Crop): PictureMapper {
    const { zones, algorithm } = this.#options;
    const make = this.#parts.algorithm;
    if (make !== null) return new BroughtMapper({ zones, make, width, height, crop });
    return new Mapper({ zones, algorithm: algorithm.module === null ? algorithm.id : 'mean', width, height, crop });
  }
}

function chainOf({ zones }: PipelineOptions, { filters }: PipelineParts): FilterChain | null {
  return filters.length === 0 ? null : new FilterChain(filters, zones.map(middleOf));
}

function same(a: object | null, b: object | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
