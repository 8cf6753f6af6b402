import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock, Logger, Timers } from '@lightkeeper/plugin-sdk';
import { gradeSchema } from '../color/grade.js';
import { targetSchema } from '../entities/target.js';
import { Latest } from '../pipeline/latest.js';
import type { PipelineOptions } from '../pipeline/pipeline.js';
import { bufferOf, makeRoom } from '../pipeline/room.js';
import { Backoff } from './backoff.js';
import { PipelineThread } from './pipeline-thread.js';
import type { RunListener } from './pipeline-thread.js';
import type { ToWorker } from './messages.js';

/*
 * A program in place of the pipeline: "boom" throws where nobody catches it, "exit" ends the thread, "hang" never comes back, "broken" says that the run failed;
 * "toil" makes much anew of which much stays for a while, and says in place of a reason how many MiB its young generation has grown to; all other
 * runs say that they have pictures.
 */
const PROGRAM = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    import { getHeapSpaceStatistics } from 'node:v8';
    const toil = () => {
      const kept = [];
      for (let turn = 0; turn < 2e6; turn += 1) kept[turn % 50_000] = { turn };
      return getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20;
    };
    parentPort.on('message', ({ kind, run }) => {
      if (kind !== 'open') return;
      if (run === 'boom') setTimeout(() => { throw new Error('Boom.'); });
      else if (run === 'exit') process.exit(3);
      else if (run === 'hang') for (;;);
      else if (run === 'toil') parentPort.postMessage({ kind: 'broken', run, reason: toil() + ' MiB' });
      else if (run === 'broken') parentPort.postMessage({ kind: 'broken', run, reason: 'It is odd.' });
      else parentPort.postMessage({ kind: 'pictures', run });
    });`)}`,
);

/** Time in the test's hand. */
class World {
  time = 0;
  readonly #due: { at: number; fn: () => unknown }[] = [];
  readonly #turns = new Set<() => unknown>();
  readonly clock: Clock = { now: () => this.time, iso: () => new Date(this.time).toISOString() };
  readonly timers: Timers = {
    after: (ms, _label, fn) => {
      const mine = { at: this.time + ms, fn };
      this.#due.push(mine);
      return () => {
        const place = this.#due.indexOf(mine);
        if (place >= 0) this.#due.splice(place, 1);
      };
    },
    every: (_ms, _label, fn) => {
      this.#turns.add(fn);
      return () => {
        this.#turns.delete(fn);
      };
    },
  };

  get waits(): number[] {
    return this.#due.map(({ at }) => at - this.time);
  }

  /** What is done every second, now. */
  turn(): void {
    for (const fn of this.#turns) void fn();
  }

  get watches(): number {
    return this.#turns.size;
  }

  pass(ms: number): void {
    this.time += ms;
    for (const one of this.#due.filter(({ at }) => at <= this.time)) {
      this.#due.splice(this.#due.indexOf(one), 1);
      void one.fn();
    }
  }
}

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const open = (run: string): ToWorker & { kind: 'open' } => ({
  kind: 'open',
  run,
  options: {} as (ToWorker & { kind: 'open' })['options'],
  rate: 60,
});

let world: World;
let thread: PipelineThread;
let heard: string[];

beforeEach(() => {
  world = new World();
  heard = [];
  thread = new PipelineThread({ log: silent, clock: world.clock, timers: world.timers, program: PROGRAM });
});

afterEach(() => thread.stop());

/** Notes what a run hears; opens it anew when it is to. */
function listener(run: string): RunListener {
  return {
    pictures: () => heard.push(`${run}: pictures`),
    previewed() {},
    second() {},
    broken: (reason, next_ms) => heard.push(`${run}: broken, ${reason} ${next_ms}`),
    died: (reason, next_ms) => heard.push(`${run}: died, ${reason} ${next_ms}`),
    reborn: () => {
      heard.push(`${run}: reborn`);
      thread.open(open(run), listener(run));
    },
  };
}

const waitFor = (text: string, times = 1): Promise<void> =>
  expect.poll(() => heard.filter((line) => line === text).length, { timeout: 20_000 }).toBe(times);

describe('the pipeline’s thread', () => {
  it.each([
    ['boom', 'Boom.'],
    ['exit', 'It ended.'],
  ])('comes back, later and later, when it dies (%s)', async (run, reason) => {
    thread.open(open(run), listener(run));
    for (const wait of [250, 500, 1_000]) {
      await waitFor(`${run}: died, ${reason} ${wait}`);
      expect(world.waits).toEqual([wait]);
      world.pass(wait);
    }
    await waitFor(`${run}: reborn`, 3);
  });

  it('comes back when it hangs', async () => {
    thread.open(open('hang'), listener('hang'));
    for (let second = 0; second <= 10; second += 1) world.turn();
    await waitFor('hang: died, It did nothing for 10 s. 250');
    expect(world.watches).toBe(0);
    world.pass(250);
    await waitFor('hang: reborn');
  });

  it('is left alone while all that it has waits to begin anew', async () => {
    thread.open(open('broken'), listener('broken'));
    await waitFor('broken: broken, It is odd. 250');
    for (let second = 0; second <= 20; second += 1) world.turn();
    world.pass(250);
    await waitFor('broken: broken, It is odd. 500');
    expect(heard.filter((line) => line.includes('died'))).toEqual([]);
  });

  it('comes back with all its runs', async () => {
    thread.open(open('well'), listener('well'));
    await waitFor('well: pictures');
    thread.open(open('boom'), listener('boom'));
    await waitFor('well: died, Boom. 250');
    await thread.close('boom');
    world.pass(250);
    await waitFor('well: pictures', 2);
    expect(heard).not.toContain('boom: reborn');
  });

  it('goes on when one run fails, which alone begins anew, later and later', async () => {
    thread.open(open('well'), listener('well'));
    thread.open(open('broken'), listener('broken'));
    for (const wait of [250, 500, 1_000]) {
      await waitFor(`broken: broken, It is odd. ${wait}`);
      expect(world.waits).toEqual([wait]);
      world.pass(wait);
    }
    expect(heard.filter((line) => line.startsWith('well'))).toEqual(['well: pictures']);
  });

  it('does not begin a run anew that was closed meanwhile', async () => {
    thread.open(open('well'), listener('well'));
    thread.open(open('broken'), listener('broken'));
    await waitFor('broken: broken, It is odd. 250');
    await thread.close('broken');
    expect(world.waits).toEqual([]);
  });

  it('keeps its memory for what is new small, however long it is at work', async () => {
    thread.open(open('toil'), listener('toil'));
    await expect.poll(() => heard, { timeout: 20_000 }).toHaveLength(1);
    const mib = Number.parseFloat((heard[0] ?? '').replace('toil: broken, ', ''));
    expect(mib).toBeLessThanOrEqual(6);
  });

  it('does not come back when the last run was closed while it was dead', async () => {
    thread.open(open('exit'), listener('exit'));
    await waitFor('exit: died, It ended. 250');
    await thread.close('exit');
    expect(world.waits).toEqual([]);
  });
});

describe('the pipeline in its thread, as built', () => {
  it.each([
    ['small', 96, 54],
    ['large', 640, 360],
  ])('maps %s pictures where they stand', async (_size, width, height) => {
    const built = new PipelineThread({
      log: silent,
      clock: world.clock,
      timers: world.timers,
      program: new URL('../../dist/runner/worker.js', import.meta.url),
    });
    const output = Latest.room(2 * 3);
    const room = makeRoom(width * height * 3);
    const [writer, lights] = [new Latest(bufferOf(room), 'writer'), new Latest(output, 'reader')];
    const options: PipelineOptions = {
      zones: [
        { left: 0, top: 0, right: 0.5, bottom: 1 },
        { left: 0.5, top: 0, right: 1, bottom: 1 },
      ],
      algorithm: { id: 'mean', module: null },
      border: null,
      smoothing: { kind: 'none' },
      filters: [],
      grade: gradeSchema.parse({}),
    };
    const show = (): void => {
      for (let pixel = 0; pixel < width * height; pixel += 1)
        writer.bytes.set(pixel % width < width / 2 ? [255, 0, 0] : [0, 0, 255], pixel * 3);
      writer.header.set([width, height, width * 3, 0, 0, 3_000]);
      writer.publish();
    };
    built.open({ ...open('well'), options }, { ...listener('well'), pictures() {} });
    const format = { leds: 2, channels: 3, max_fps: 60 } as const;
    const targets = [targetSchema.parse({ device_id: 'strip' })];
    built.target('well', { device_id: 'strip', targets, format, direct: null, room: output });
    built.join('well', { id: 'source', priority: 1, timeout_ms: 3_000, kind: 'pictures', buffer: room });
    show();
    await expect.poll(() => lights.take() && [...lights.bytes].slice(0, 6).join(), { timeout: 20_000 }).toBe('255,0,0,0,0,255');
    await built.stop();
  });
});

describe('the wait before something is started anew', () => {
  it('doubles up to half a minute, and begins anew after a good minute', () => {
    const backoff = new Backoff();
    backoff.begin(0);
    expect(Array.from({ length: 9 }, () => backoff.next(0))).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    backoff.begin(1_000);
    expect(backoff.next(60_999)).toBe(30_000);
    expect(backoff.next(61_000)).toBe(250);
  });
});
