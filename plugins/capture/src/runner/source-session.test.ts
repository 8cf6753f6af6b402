import { describe, expect, it } from 'vitest';
import type { Logger } from '@lightkeeper/plugin-sdk';
import type { OpenSource, PictureSink, SourceTools } from '../sources/source.js';
import { SourceSession } from './source-session.js';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  trace: () => undefined,
};

/** A session, the source it opens by hand, and time that passes by hand. */
class World {
  now = 0;
  readonly standing: (string | null)[] = [];
  readonly sinks: PictureSink[] = [];
  closed = 0;
  /** What opening does. */
  open: (sink: PictureSink, tools: SourceTools) => Promise<Omit<OpenSource, 'close'>> = () => Promise.resolve({});
  readonly session: SourceSession;
  #waiting: { at: number; fn: () => void | Promise<void> }[] = [];

  constructor() {
    this.session = new SourceSession(
      {
        ...{ id: 'source', priority: 100, timeout_ms: 3_000, capture_id: 'c', wish: { columns: 1, rows: 1 } },
        rank: (priority) => priority,
        source: () => ({
          painted: null,
          present: () => true,
          begin: async (sink, tools) => {
            this.sinks.push(sink);
            const open = await this.open(sink, tools);
            return {
              ...open,
              close: () => {
                this.closed += 1;
              },
            };
          },
        }),
      },
      {
        log: silent,
        clock: { now: () => this.now, iso: () => '' },
        timers: {
          after: (ms, _label, fn) => {
            const one = { at: this.now + ms, fn };
            this.#waiting.push(one);
            return () => {
              this.#waiting = this.#waiting.filter((other) => other !== one);
            };
          },
          every: () => () => undefined,
        },
        join: () => undefined,
        leave: () => undefined,
        choose: () => undefined,
        dim: () => undefined,
        standing: (reason) => {
          this.standing.push(reason);
        },
      },
    );
  }

  /** Lets time pass, and all that was due come to its end. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    const due = this.#waiting.filter(({ at }) => at <= this.now);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.now);
    for (const { fn } of due) await fn();
    await Promise.resolve();
  }

  /** How long it waits before it opens the source anew. */
  get waits_ms(): number | null {
    const [next] = this.#waiting;
    return next === undefined ? null : next.at - this.now;
  }

  show(): void {
    const sink = this.sinks.at(-1);
    sink?.reserve(3);
    sink?.show({ width: 1, height: 1, format: 'rgb24' });
  }

  async lose(reason: string): Promise<void> {
    this.sinks.at(-1)?.lost(reason);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a source of a run', () => {
  it('is opened anew, later and later, and at once again when it had worked for a while', async () => {
    const world = new World();
    await world.session.begin();
    const waits: (number | null)[] = [];
    for (let time = 0; time < 8; time += 1) {
      world.show();
      // A picture alone makes it no good source.
      await world.pass(1_000);
      world.session.well();
      await world.lose('gone');
      waits.push(world.waits_ms);
      await world.pass(world.waits_ms ?? 0);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    await world.pass(10_000);
    world.session.well();
    await world.lose('gone');
    expect(world.waits_ms).toBe(500);
  });

  it('is in order when it is open, or, where it may turn out not to work, when its first picture is there', async () => {
    const world = new World();
    await world.session.begin();
    expect(world.standing).toEqual([null]);
    world.open = () => Promise.resolve({ unproven: true });
    await world.lose('gone');
    await world.pass(500);
    expect(world.standing).toEqual([null, 'gone']);
    world.show();
    world.show();
    expect(world.standing).toEqual([null, 'gone', null]);
  });

  it('is opened once for a failure, even when it says twice that it failed', async () => {
    const world = new World();
    world.open = (sink) => {
      sink.lost('gone');
      return Promise.reject(new Error('gone, too'));
    };
    await world.session.begin();
    await world.lose('gone, still');
    expect(world.standing).toEqual(['gone']);
    await world.pass(500);
    expect(world.sinks).toHaveLength(2);
  });

  it('is not opened anew when it has shown all that there is', async () => {
    const world = new World();
    await world.session.begin();
    world.sinks.at(-1)?.ended('The video has come to its end.');
    await world.pass(60_000);
    expect([world.standing.at(-1), world.waits_ms, world.sinks.length, world.closed]).toEqual([
      'The video has come to its end.',
      null,
      1,
      1,
    ]);
  });

  it('is closed when the run has ended, also one that was just being opened', async () => {
    const world = new World();
    let go = (): void => undefined;
    world.open = (_sink, { signal }) =>
      new Promise((resolve) => {
        go = () => {
          expect(signal.aborted).toBe(true);
          resolve({});
        };
      });
    const begun = world.session.begin();
    const ended = world.session.end();
    go();
    await Promise.all([begun, ended]);
    expect(world.closed).toBe(1);
    await world.lose('gone');
    expect([world.standing, world.waits_ms]).toEqual([[], null]);
  });
});
