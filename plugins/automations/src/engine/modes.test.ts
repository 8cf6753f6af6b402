import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { act, automation, delay, Rig } from './support/rig.js';

const SLOW = [act('begin'), delay(10_000), act('end')];

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});

/** Fires so often, a second apart, and gives what came of each. */
async function fireOften(times: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < times; index += 1) {
    ids.push((await rig.fire())?.trace_id ?? '');
    await rig.clock.advance(1_000);
  }
  await rig.clock.advance(1_000_000);
  return ids.map((id) => rig.ended(id).outcome);
}

describe('modes', () => {
  it('single: what comes while a run is under way is dropped, and recorded as such', async () => {
    rig.define(automation(SLOW, { mode: 'single' }));
    expect(await fireOften(3)).toEqual(['finished', 'dropped', 'dropped']);
    expect([...rig.disk.ended.values()][0]).toMatchObject({ outcome: 'dropped', reason: 'It was under way already.', steps: [] });
  });

  it('restart: the newer run takes the place of the older one', async () => {
    rig.define(automation(SLOW, { mode: 'restart' }));
    expect(await fireOften(3)).toEqual(['cancelled', 'cancelled', 'finished']);
    expect(rig.world.done).toEqual(['begin', 'begin', 'begin', 'end']);
  });

  it('queued: one after the other, as many as may wait', async () => {
    rig.define(automation(SLOW, { mode: 'queued', max_runs: 2 }));
    expect(await fireOften(4)).toEqual(['finished', 'finished', 'finished', 'dropped']);
    expect(rig.world.done).toEqual(['begin', 'end', 'begin', 'end', 'begin', 'end']);
  });

  it('queued: those that wait for their turn do so after the hub was killed, too', async () => {
    rig.define(automation(SLOW, { mode: 'queued' }));
    for (let index = 0; index < 3; index += 1) await rig.fire();
    expect(rig.engine.standing('a')).toMatchObject({ running: 1, queued: 2 });
    rig.reopen();
    expect(rig.engine.standing('a')).toMatchObject({ running: 1, queued: 2 });
    await rig.clock.advance(100_000);
    expect(rig.world.done).toEqual(['begin', 'end', 'begin', 'end', 'begin', 'end']);
  });

  it('parallel: side by side, up to the most', async () => {
    rig.define(automation(SLOW, { mode: 'parallel', max_runs: 2 }));
    expect(await fireOften(3)).toEqual(['finished', 'finished', 'dropped']);
    expect(rig.world.done).toEqual(['begin', 'begin', 'end', 'end']);
  });

  it('hold what they promise, whenever triggers come', async () => {
    const gaps = fc.array(fc.nat(15_000), { maxLength: 12 });
    const mode = fc.constantFrom('single', 'restart', 'queued', 'parallel');
    await fc.assert(
      fc.asyncProperty(mode, fc.integer({ min: 1, max: 3 }), gaps, async (how, max_runs, waits) => {
        rig = new Rig();
        rig.define(automation(SLOW, { mode: how, max_runs }));
        const ids: string[] = [];
        for (const gap of waits) {
          await rig.clock.advance(gap);
          ids.push((await rig.fire())?.trace_id ?? '');
          const { running, queued } = rig.engine.standing('a');
          expect(running).toBeLessThanOrEqual(how === 'parallel' ? max_runs : 1);
          expect(queued).toBeLessThanOrEqual(how === 'queued' ? max_runs : 0);
        }
        await rig.clock.advance(1_000_000);
        const outcomes = ids.map((id) => rig.ended(id).outcome);
        const finished = outcomes.filter((outcome) => outcome === 'finished').length;
        expect(rig.world.done.filter((deed) => deed === 'end')).toHaveLength(finished);
        expect(outcomes.every((outcome) => ['finished', how === 'restart' ? 'cancelled' : 'dropped'].includes(outcome))).toBe(true);
        if (how === 'restart' && ids.length > 0) expect(outcomes.at(-1)).toBe('finished');
        if (how !== 'restart' && ids.length > 0) expect(outcomes[0]).toBe('finished');
        const told = rig.entries.filter(({ word }) => word === 'triggered').length;
        expect(told).toBe(outcomes.filter((outcome) => outcome !== 'dropped').length);
        expect(rig.entries.filter(({ word }) => word !== 'triggered')).toHaveLength(told);
        expect(rig.clock.pending).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});
