import { StreamState } from '@lightkeeper/plugin-sdk';
import type { DirectOutput, Timers } from '@lightkeeper/plugin-sdk';
import { afterEach, expect, describe, it } from 'vitest';
import { targetSchema } from '../entities/target.js';
import { layoutSchema, zonesOf } from '../layout/layout.js';
import { Latest } from '../pipeline/latest.js';
import { WorkerOutput } from './worker-output.js';

const timers: Timers = { after: () => () => {}, every: () => () => {} };
const zones = zonesOf(layoutSchema.parse({ kind: 'border', top: 2 }));
const LIGHTS = Uint8Array.of(1, 2, 3, 4, 5, 6);
const format = { leds: 2, channels: 3, max_fps: 1_000 } as const;

/** A driver whose module puts the first byte of each picture into memory, where the test looks for it. */
const memory = new SharedArrayBuffer(4);
const seen = new Uint8Array(memory);
const MODULE = `data:text/javascript,${encodeURIComponent(`
  export const openSender = (memory) => ({ send: async ([first]) => { new Uint8Array(memory)[0] = first; } });
`)}`;

const outputs: WorkerOutput[] = [];
afterEach(() => {
  for (const output of outputs.splice(0)) output.end();
});

function open(direct: DirectOutput | null): { output: WorkerOutput; room: Latest; refused: string[] } {
  const room = Latest.room(6);
  const refused: string[] = [];
  const output = new WorkerOutput(
    { device_id: 'strip', targets: [targetSchema.parse({ device_id: 'strip' })], format, direct, room },
    { clock: { now: () => performance.now() }, timers, rate: 60, zones, refused: (reason) => refused.push(reason) },
  );
  outputs.push(output);
  return { output, room: new Latest(room, 'reader'), refused };
}

const directBy = (module: string): DirectOutput => {
  return { module, options: memory, format, keep_alive_ms: null, state: new StreamState().buffer };
};
const taken = (room: Latest): number[] | null => (room.take() ? [...room.bytes].slice(0, 6) : null);

describe('a device in the pipeline’s thread', () => {
  it('has its pictures in its room where the thread cannot send them', () => {
    const { output, room } = open(null);
    expect(output.show(LIGHTS, 0)).toBe(true);
    expect(taken(room)).toEqual([...LIGHTS]);
    output.become([targetSchema.parse({ device_id: 'strip', reverse: true })]);
    output.show(LIGHTS, 0);
    expect(taken(room)).toEqual([4, 5, 6, 1, 2, 3]);
  });

  it('is sent to where the thread can, and its room stays empty', async () => {
    seen[0] = 0;
    const { output, room, refused } = open(directBy(MODULE));
    await expect.poll(() => (output.show(LIGHTS, 0), seen[0]), { timeout: 15_000 }).toBe(1);
    expect([taken(room), refused]).toEqual([null, []]);
  });

  it('has its pictures in its room, and says so, where the driver’s module fails', async () => {
    const { output, room, refused } = open(directBy('data:text/javascript,throw%20new%20Error(%22No.%22)'));
    expect(output.show(LIGHTS, 0)).toBe(false);
    await expect.poll(() => refused, { timeout: 15_000 }).toEqual(['No.']);
    expect(output.show(LIGHTS, 0)).toBe(true);
    expect(taken(room)).toEqual([...LIGHTS]);
  });
});
