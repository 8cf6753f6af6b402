import { Session } from 'node:inspector/promises';
import { describe, expect, it } from 'vitest';
import { gradeSchema } from '../color/grade.js';
import { targetSchema } from '../entities/target.js';
import { layoutSchema, zonesOf } from '../layout/layout.js';
import { Latest } from '../pipeline/latest.js';
import { bufferOf, makeRoom } from '../pipeline/room.js';
import type { PipelineOptions } from '../pipeline/pipeline.js';
import { PICTURE } from './messages.js';
import { WorkerRun } from './worker-run.js';

const zones = zonesOf(layoutSchema.parse({ kind: 'border', top: 96, right: 54, bottom: 96, left: 54 }));
const options: PipelineOptions = {
  zones,
  algorithm: { id: 'mean', module: null },
  border: { threshold: 0.05, settle_ms: 700, unknown_ms: 8_000, blur_px: 1 },
  smoothing: { kind: 'spring', time_ms: 100 },
  filters: [],
  grade: gradeSchema.parse({ saturation: 1.2, gamma: { red: 1.1 } }),
};

/** A run in this thread, at a time in the test's hand. */
function makeRun(pictures: () => void = () => {}) {
  let now = 0;
  let due = { at: Infinity, fn: (): void => {} };
  const failures: unknown[] = [];
  const output = Latest.room(zones.length * 3);
  const clock = {
    now: () => now,
    after(ms: number, fn: () => void) {
      due = { at: now + ms, fn };
      return () => {
        due = { at: Infinity, fn: () => {} };
      };
    },
  };
  const run = new WorkerRun({
    pipeline: options,
    rate: 60,
    clock,
    timers: { after: () => () => {}, every: () => () => {} },
    pictures,
    refused() {},
    previewed() {},
    second() {},
    broken: (error) => failures.push(error),
  });
  const format = { leds: zones.length, channels: 3, max_fps: 60 } as const;
  run.target({ device_id: 'strip', targets: [targetSchema.parse({ device_id: 'strip' })], format, direct: null, room: output });
  const beat = (): void => {
    now = due.at;
    due.fn();
  };
  return { run, beat, failures, lights: new Latest(output, 'reader'), waits: () => due.at < Infinity };
}

/** A source of pictures that changes all of them. */
function makeSource(run: WorkerRun, width: number, height: number): () => void {
  const room = makeRoom(width * height * 3);
  const writer = new Latest(bufferOf(room), 'writer');
  run.join({ id: 'source', priority: 100, timeout_ms: 3_000, kind: 'pictures', buffer: room });
  let value = 0;
  return () => {
    value += 7;
    writer.bytes.fill(value);
    writer.header[PICTURE.width] = width;
    writer.header[PICTURE.height] = height;
    writer.header[PICTURE.stride] = width * 3;
    writer.header[PICTURE.timeout] = 3_000;
    writer.publish();
  };
}

/** Bytes that are in use when all garbage is gone. */
async function used(): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('a run', () => {
  it.each([
    ['by TypeScript', 96, 54],
    ['by WebAssembly', 200, 112],
  ])('keeps nothing of 10,000 pictures, mapped %s', async (_how, width, height) => {
    const { run, beat, lights, failures } = makeRun();
    const show = makeSource(run, width, height);
    const go = (pictures: number): void => {
      for (let picture = 0; picture < pictures; picture += 1) {
        show();
        beat();
        lights.take();
      }
    };
    go(2_000);
    const before = await used();
    go(10_000);
    expect((await used()) - before).toBeLessThan(512 * 1_024);
    expect(failures).toEqual([]);
    expect(lights.bytes.some((byte) => byte > 0)).toBe(true);
  });

  it('that fails ends, and says so once', () => {
    const { run, beat, failures, waits } = makeRun(() => {
      throw new Error('No.');
    });
    makeSource(run, 96, 54)();
    beat();
    expect(failures).toEqual([new Error('No.')]);
    expect(waits()).toBe(false);
  });
});
