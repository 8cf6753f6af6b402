import { readFileSync } from 'node:fs';
import { LINEAR_16 } from '../color/transfer.js';
import { MAX_ZONES } from '../layout/zone.js';
import { BYTES_PER_PIXEL, MAX_SIDE, OFFSETS } from './frame.js';
import type { Frame } from './frame.js';
import { REGION_SIZE } from './regions.js';
import { compile, instantiate } from './webassembly.js';
import type { SharedMemory, WasmModule } from './webassembly.js';

/** What wasm/mean.ts exports. */
type Sum = (plan: number, end: number, picture: number, stride: number, step: number, table: number, sums: number) => void;
interface Exports {
  sumZones: Sum;
  sumLight: Sum;
}

const BAND_NUMBERS = 5;
const ZONE_NUMBERS = 2;

/*
 * What stands in the memory behind the pictures, in bytes from `scratch`: the light of each byte, the columns of a row, the sums, the plan.
 * The plan is longest when each zone is a band of its own.
 */
const COLUMNS = LINEAR_16.byteLength;
const SUMS = COLUMNS + 2 * MAX_SIDE * 4 + 64;
const PLAN = SUMS + 3 * 8 * MAX_ZONES;

/** How many bytes {@link SwiftMean} needs behind the pictures. */
export const SCRATCH_BYTES = PLAN + 4 * (BAND_NUMBERS + ZONE_NUMBERS) * MAX_ZONES;

/**
 * The means of `mean.ts`, to the last bit, by WebAssembly and 16 bytes at a time: for pictures that stand in a memory of WebAssembly already, and
 * for at most `MAX_ZONES` regions. Each memory has one.
 */
export class SwiftMean {
  readonly #memory: SharedMemory;
  readonly #scratch: number;
  readonly #exports: Exports;
  readonly #sums: Float64Array;
  #planned: Int32Array | null = null;
  #end = 0;

  /** `scratch` is where the {@link SCRATCH_BYTES} begin, a multiple of 8. */
  constructor(memory: SharedMemory, scratch: number) {
    const module = compiled();
    if (module === null) throw new Error('There is no WebAssembly with SIMD here.');
    this.#memory = memory;
    this.#scratch = scratch;
    this.#exports = instantiate(module, memory) as Exports;
    new Uint16Array(memory.buffer, scratch, LINEAR_16.length).set(LINEAR_16);
    this.#sums = new Float64Array(memory.buffer, scratch + SUMS, 3 * MAX_ZONES);
  }

  /** Whether this machine and this build can; otherwise all is reckoned in TypeScript. */
  static get isThere(): boolean {
    return compiled() !== null;
  }

  /** As `meanOfBytes`. */
  ofBytes(frame: Frame, regions: Int32Array, out: Uint8Array): void {
    this.#sum(this.#exports.sumZones, COLUMNS, frame, regions);
    this.#write(frame, regions, 1, out);
  }

  /** As `meanOfLight`. */
  ofLight(frame: Frame, regions: Int32Array, out: Float32Array): void {
    this.#sum(this.#exports.sumLight, 0, frame, regions);
    this.#write(frame, regions, 65_535, out);
  }

  #sum(sum: Sum, place: number, { data, stride, format }: Frame, regions: Int32Array): void {
    const scratch = this.#scratch;
    if (this.#planned !== regions) this.#plan(regions);
    sum(scratch + PLAN, this.#end, data.byteOffset, stride, BYTES_PER_PIXEL[format], scratch + place, scratch + SUMS);
  }

  #write({ format }: Frame, regions: Int32Array, full: number, out: Uint8Array | Float32Array): void {
    const sums = this.#sums;
    const [r, g, b] = OFFSETS[format];
    for (let region = 0, at = 0; region < regions.length; region += REGION_SIZE, at += 3) {
      const width = (regions[region + 2] ?? 0) - (regions[region] ?? 0);
      const scale = full * width * ((regions[region + 3] ?? 0) - (regions[region + 1] ?? 0));
      out[at] = (sums[at + r] ?? 0) / scale;
      out[at + 1] = (sums[at + g] ?? 0) / scale;
      out[at + 2] = (sums[at + b] ?? 0) / scale;
    }
  }

  /** Regions of the same rows that touch each other become one band. */
  #plan(regions: Int32Array): void {
    const plan = new Int32Array(this.#memory.buffer, this.#scratch + PLAN, (SCRATCH_BYTES - PLAN) / 4);
    let at = 0;
    let first = 0;
    while (first < regions.length) {
      const top = regions[first + 1] ?? 0;
      const bottom = regions[first + 3] ?? 0;
      let left = regions[first] ?? 0;
      let right = regions[first + 2] ?? 0;
      let next = first + REGION_SIZE;
      for (; next < regions.length; next += REGION_SIZE) {
        const from = regions[next] ?? 0;
        const to = regions[next + 2] ?? 0;
        if (regions[next + 1] !== top || regions[next + 3] !== bottom || from > right || to < left) break;
        left = Math.min(left, from);
        right = Math.max(right, to);
      }
      plan.set([left, right - left, top, bottom, (next - first) / REGION_SIZE], at);
      at += BAND_NUMBERS;
      for (let region = first; region < next; region += REGION_SIZE, at += ZONE_NUMBERS) {
        const from = regions[region] ?? 0;
        plan.set([from - left, (regions[region + 2] ?? 0) - from], at);
      }
      first = next;
    }
    this.#end = this.#scratch + PLAN + 4 * at;
    this.#planned = regions;
  }
}

let module: WasmModule | null | undefined;

/** Null without the file that `npm run build` makes, or on a processor without the instructions. */
function compiled(): WasmModule | null {
  if (module !== undefined) return module;
  try {
    // The same place from the sources and from what they are built to.
    module = compile(readFileSync(new URL('../../dist/mean.wasm', import.meta.url)));
  } catch {
    module = null;
  }
  return module;
}
