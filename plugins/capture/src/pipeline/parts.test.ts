import type { LightFilter, MakeAlgorithm } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { gradeSchema } from '../color/grade.js';
import type { Frame } from '../picture/frame.js';
import type { PipelineParts } from './parts.js';
import { Pipeline } from './pipeline.js';
import type { PipelineOptions } from './pipeline.js';

const halves = [
  { left: 0, top: 0, right: 0.5, bottom: 1 },
  { left: 0.5, top: 0, right: 1, bottom: 1 },
];
const options: PipelineOptions = {
  zones: halves,
  algorithm: { id: 'mean', module: null },
  border: null,
  smoothing: { kind: 'none' },
  filters: [{ kind: 'seen', options: {}, module: 'file:///seen.js' }],
  grade: gradeSchema.parse({ brightness: 50 }),
};
const white: Frame = { data: new Uint8Array(6).fill(255), width: 2, height: 1, stride: 6, format: 'rgb24' };

function filtering(filter: LightFilter): PipelineParts {
  return { algorithm: null, filters: [() => filter] };
}

describe('a filter in the pipeline', () => {
  it('sees lights as smoothing moves them, and not what brightness makes of them', () => {
    const seen: number[] = [];
    const parts = filtering((_seconds, lights) => {
      seen.push(lights[0] ?? 0);
    });
    const pipeline = new Pipeline({ ...options, smoothing: { kind: 'linear', time_ms: 100 } }, parts);
    const out = new Uint8Array(6);
    pipeline.darken();
    pipeline.look(white, 0);
    for (const ms of [25, 25, 50]) pipeline.step(ms, out);
    expect(seen).toEqual([0.25, 0.5, 1]);
    expect([...out]).toEqual([128, 128, 128, 128, 128, 128]);
  });

  it('has a time of its own, which goes on when other things are tuned, and begins anew with its own options', () => {
    const times: number[] = [];
    const parts = filtering((seconds) => {
      times.push(seconds);
    });
    const pipeline = new Pipeline(options, parts);
    const out = new Uint8Array(6);
    pipeline.step(500, out);
    pipeline.tune({ ...options, grade: gradeSchema.parse({}) }, parts);
    pipeline.step(500, out);
    pipeline.tune({ ...options, filters: [{ kind: 'seen', options: { share: 1 }, module: 'file:///seen.js' }] }, parts);
    pipeline.step(250, out);
    expect(times).toEqual([0.5, 1, 0.25]);
  });
});

describe('an algorithm that a plugin brings', () => {
  it('gets zones in pixels, and the same object for each picture', () => {
    const pictures = new Set<object>();
    const made: unknown[] = [];
    const last: MakeAlgorithm = (zones) => {
      made.push(zones);
      return (picture, lights) => {
        pictures.add(picture);
        zones.forEach(({ right, bottom }, index) => {
          const at = (bottom - 1) * picture.stride + (right - 1) * picture.step;
          [picture.red, picture.green, picture.blue].forEach((offset, color) => {
            lights[index * 3 + color] = picture.linear[picture.data[at + offset] ?? 0] ?? 0;
          });
        });
      };
    };
    const chosen: PipelineOptions = {
      ...options,
      filters: [],
      algorithm: { id: 'last', module: 'file:///last.js' },
      grade: gradeSchema.parse({}),
    };
    const pipeline = new Pipeline(chosen, { algorithm: last, filters: [] });
    const out = new Uint8Array(6);
    const bgrx: Frame = { data: Uint8Array.from([255, 0, 0, 9, 0, 0, 255, 9]), width: 2, height: 1, stride: 8, format: 'bgrx' };
    for (let index = 0; index < 3; index += 1) pipeline.look(bgrx, index);
    pipeline.step(1, out);
    expect([...out]).toEqual([0, 0, 255, 255, 0, 0]);
    expect(made).toEqual([
      [
        { left: 0, top: 0, right: 1, bottom: 1 },
        { left: 1, top: 0, right: 2, bottom: 1 },
      ],
    ]);
    expect(pictures.size).toBe(1);
  });
});
