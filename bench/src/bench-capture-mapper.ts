import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { layoutSchema, zonesOf } from '../../plugins/capture/src/layout/layout.js';
import { DominantColors } from '../../plugins/capture/src/picture/dominant.js';
import type { Frame } from '../../plugins/capture/src/picture/frame.js';
import { meanOfBytes, meanOfLight } from '../../plugins/capture/src/picture/mean.js';
import { compileRegions } from '../../plugins/capture/src/picture/regions.js';
import { SCRATCH_BYTES, SwiftMean } from '../../plugins/capture/src/picture/swift-mean.js';
import { allocate } from '../../plugins/capture/src/picture/webassembly.js';
import { tempDir } from '../../tests/support/temp.js';
import type { Row } from './report.js';
import { percentile } from './stats.js';

const SOURCE = fileURLToPath(new URL('../native/mean.c', import.meta.url));
const SIZES = [
  [96, 54],
  [160, 90],
  [240, 135],
  [1_920, 1_080],
  [3_840, 2_160],
] as const;
/** 300 zones along the edges that reach 8 % into the picture. */
const LAYOUT = { kind: 'border', top: 96, right: 54, bottom: 96, left: 54, depth_vertical: 0.08, depth_horizontal: 0.08 };
/** What the reference machine took: 30 µs for 160x90 where the native loop takes 68 µs at 1080p. */
const SMALL_TO_NATIVE = 0.44;

/** Microseconds of each round, for about `ms` milliseconds after half as many to warm up. */
function measure(fn: () => void, ms: number): number[] {
  const times: number[] = [];
  const begin = performance.now();
  for (let now = begin; now < begin + 1.5 * ms || times.length < 5;) {
    fn();
    const after = performance.now();
    if (now >= begin + ms / 2) times.push((after - now) * 1_000);
    now = after;
  }
  return times;
}

/** The checksum of native/mean.c. */
function checksum(means: Uint8Array): number {
  return means.reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, 0);
}

/** The loop in C, compiled for this machine; null where there is no gcc or no AVX2. */
function compileNative(folder: string): ((regions: Int32Array, width: number, height: number) => { times: number[]; sum: number }) | null {
  const program = path.join(folder, 'mean');
  const run = (regions: Int32Array, width: number, height: number): { times: number[]; sum: number } => {
    const file = path.join(folder, 'regions');
    writeFileSync(file, regions);
    const rounds = Math.max(50, Math.min(5_000, Math.round(1e9 / (width * height))));
    const lines = execFileSync(program, [file, String(width), String(height), String(rounds)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    const numbers = lines.map(Number);
    const sum = numbers.pop() ?? NaN;
    return { times: numbers.slice(Math.floor(numbers.length / 3)).map((ns) => ns / 1_000), sum };
  };
  try {
    execFileSync('gcc', ['-O3', '-mavx2', SOURCE, '-o', program], { stdio: 'pipe' });
    run(compileRegions(zonesOf(layoutSchema.parse(LAYOUT)), 96, 54), 96, 54);
    return run;
  } catch (error) {
    console.log(
      `  without the native loop, since it could not be compiled or run: ${error instanceof Error ? error.message : String(error)}`,
    );
    return null;
  }
}

/** Zones of pictures to colours, one thread, without any capturing: TypeScript and WebAssembly against a loop in C with AVX2. */
export function benchCaptureMapper({ ms }: { ms: number }): Row[] {
  if (!SwiftMean.isThere) throw new Error('There is no plugins/capture/dist/mean.wasm, or this machine has no SIMD: run `npm run build`.');
  const zones = zonesOf(layoutSchema.parse(LAYOUT));
  const folder = tempDir('bench-mapper');
  try {
    const native = compileNative(folder.path);
    const rows: Row[] = [];
    let native_1080 = NaN;
    const small: number[] = [];
    for (const [width, height] of SIZES) {
      const regions = compileRegions(zones, width, height);
      const size = width * height * 3;
      const scratch = Math.ceil((size + 16) / 8) * 8;
      const memory = allocate(Math.ceil((scratch + SCRATCH_BYTES) / 65_536));
      const swift = new SwiftMean(memory, scratch);
      const data = new Uint8Array(memory.buffer, 0, size);
      for (let at = 0; at < size; at += 1) data[at] = Math.imul(at, 0x9e37_79b1) >>> 24;
      const frame: Frame = { data, width, height, stride: width * 3, format: 'rgb24' };
      const [bytes, again] = [new Uint8Array(900), new Uint8Array(900)];
      const light = new Float32Array(900);
      const dominant = new DominantColors(regions);

      const c = native?.(regions, width, height);
      const wasm = measure(() => {
        swift.ofBytes(frame, regions, bytes);
      }, ms);
      const typescript = measure(() => {
        meanOfBytes(frame, regions, again);
      }, ms);
      const wasm_light = measure(() => {
        swift.ofLight(frame, regions, light);
      }, ms);
      const typescript_light = measure(() => {
        meanOfLight(frame, regions, light);
      }, ms);
      const colors = measure(() => {
        dominant.find(frame, again);
      }, ms);
      meanOfBytes(frame, regions, again);
      if (Buffer.compare(bytes, again) !== 0) throw new Error('WebAssembly and TypeScript differ.');
      if (c !== undefined && c.sum !== checksum(again)) throw new Error('C and TypeScript differ.');

      const row = (what: string, times: number[]): Row[] =>
        [0.5, 0.99].map((share) => ({
          bench: 'capture-mapper',
          what: `${width}x${height}, 300 zones: ${what}, p${share * 100}`,
          value: percentile(times, share),
          unit: 'µs',
        }));
      const [middle, slow] = row('mean of bytes, WebAssembly', wasm);
      if (middle !== undefined && c !== undefined) {
        const value = percentile(c.times, 0.5);
        middle.peer = { name: 'C, AVX2', value };
        middle.ratio = middle.value / value;
        if (height === 1_080) {
          middle.target = { at_most: 2 };
          native_1080 = value;
        }
      }
      if (height === 90) small.push(percentile(typescript, 0.5));
      rows.push(...[middle, slow].filter((one) => one !== undefined));
      rows.push(...row('mean of bytes, TypeScript', typescript));
      rows.push(...row('mean of light, WebAssembly', wasm_light), ...row('mean of light, TypeScript', typescript_light));
      rows.push(...row('most frequent colour, TypeScript', colors));
    }
    const [value = NaN] = small;
    if (native !== null) {
      rows.push({
        bench: 'capture-mapper',
        what: 'mean of bytes at 160x90 in TypeScript against C at 1920x1080',
        value,
        unit: 'µs',
        peer: { name: 'C, AVX2', value: native_1080 },
        ratio: value / native_1080,
        target: { at_most: SMALL_TO_NATIVE },
      });
    }
    return rows;
  } finally {
    folder.remove();
  }
}
