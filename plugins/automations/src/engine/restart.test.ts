import fc from 'fast-check';
import type { ActionConfig } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { settle } from './support/fake-clock.js';
import { act, automation, delay, flag, Rig } from './support/rig.js';

const HOUR = 3_600_000;

/** Automations of all that the engine knows, each deed with a name of its own. */
const programs = fc
  .letrec<{ step: ActionConfig; steps: ActionConfig[] }>((tie) => ({
    steps: fc.array(tie('step'), { maxLength: 4, depthIdentifier: 'step' }),
    step: fc.oneof(
      { depthSize: 'small', depthIdentifier: 'step', withCrossShrink: true },
      fc.constant<ActionConfig>({ kind: 'do' }),
      fc.constant<ActionConfig>({ kind: 'again' }),
      fc.integer({ min: 1, max: 5_000 }).map(delay),
      fc.constant<ActionConfig>({ kind: 'wait', triggers: [], timeout_ms: 700 }),
      fc.boolean().map((continue_on_error): ActionConfig => ({ kind: 'fail', name: 'lamp', continue_on_error })),
      fc.constant<ActionConfig>({ kind: 'variables', values: { a: 1 } }),
      fc.constant<ActionConfig>({ kind: 'check', conditions: [flag('set')] }),
      fc.constant<ActionConfig>({ kind: 'stop', reason: 'enough' }),
      fc
        .record({ name: fc.constantFrom('set', 'unset'), then: tie('steps'), else: tie('steps') })
        .map(({ name, ...rest }): ActionConfig => ({ kind: 'if', conditions: [flag(name)], ...rest })),
      fc
        .record({ count: fc.integer({ min: 0, max: 3 }), actions: tie('steps') })
        .map((rest): ActionConfig => ({ kind: 'repeat', ...rest })),
      fc.array(tie('steps'), { minLength: 1, maxLength: 3 }).map((branches): ActionConfig => ({ kind: 'parallel', branches })),
    ),
  }))
  .steps.map((steps): ActionConfig[] => {
    let deeds = 0;
    // What stops all is left out of branches: which of them comes first is a matter of luck.
    const named = (value: unknown, branch = false): unknown => {
      if (Array.isArray(value)) return value.filter((one) => !branch || !isStop(one)).map((one) => named(one, branch));
      if (typeof value !== 'object' || value === null) return value;
      const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one, branch || key === 'branches')]));
      return inner.kind === 'do' || inner.kind === 'again' ? { ...inner, name: `${inner.kind} ${(deeds += 1)}` } : inner;
    };
    return named(steps) as ActionConfig[];
  });

function isStop(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'stop';
}

function counts(deeds: readonly string[]): Map<string, number> {
  const counted = new Map<string, number>();
  for (const deed of deeds) counted.set(deed, (counted.get(deed) ?? 0) + 1);
  return counted;
}

async function begin(actions: ActionConfig[], kill_after = Infinity): Promise<{ rig: Rig; id: string }> {
  const rig = new Rig();
  rig.world.flags.add('set');
  rig.define(automation(actions));
  rig.kill_after = kill_after;
  const fired = rig.engine.fire('a', {
    trigger: { path: null, id: null, kind: 'manual', description: 'By hand', data: {} },
    context: ANNA,
  });
  await settle();
  return { rig, id: (await fired)?.trace_id ?? '' };
}
const ANNA = { actor: 'user:anna', actor_id: 'anna', origin: 'api', correlation_id: 'c', cause_id: null } as const;

describe('a run that the end of the hub cuts off', () => {
  it('ends as it would have, and does nothing twice that is not safe to do twice, wherever it was cut off', async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.nat(20_000), async (steps, away_ms) => {
        // A step that waits, so that the run is one that is stored.
        const actions = [...steps, delay(1), act('last')];
        const whole = await begin(actions);
        await whole.rig.clock.advance(HOUR);
        const expected = whole.rig.ended(whole.id);

        for (let cut = 1; ; cut += 1) {
          const { rig } = await begin(actions, cut);
          await rig.clock.advance(HOUR);
          if (rig.alive) break;
          rig.clock.skip(away_ms);
          rig.reopen();
          await rig.clock.advance(HOUR);

          const run = [...rig.disk.ended.values()][0];
          expect(run?.outcome).toBe(expected.outcome);
          const interrupted = run?.steps.filter(({ result }) => result === 'interrupted') ?? [];
          expect(interrupted.length === 0 ? expected.reason : (expected.reason ?? run?.reason)).toBe(run?.reason);
          const [should, did] = [counts(whole.rig.world.done), counts(rig.world.done)];
          let missing = 0;
          for (const [deed, times] of should) {
            if (deed.startsWith('again')) expect(did.get(deed) ?? 0).toBeGreaterThanOrEqual(times);
            else {
              expect(did.get(deed) ?? 0).toBeLessThanOrEqual(times);
              missing += times - (did.get(deed) ?? 0);
            }
          }
          expect(missing).toBe(interrupted.filter(({ kind }) => kind === 'do').length);
          expect([...did.keys()].filter((deed) => !should.has(deed))).toEqual([]);
          expect(rig.entries.filter(({ word }) => word === 'triggered')).toHaveLength(1);
          expect(rig.disk.runs.size).toBe(0);
          expect(rig.clock.pending).toBe(0);
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('tells of a deed that was under way, and goes on behind it', async () => {
    const { rig, id } = await begin([delay(1_000), { kind: 'slow', name: 'sent' }, act('behind')]);
    await rig.clock.advance(1_000);
    rig.reopen();
    await settle();
    expect(rig.ended(id)).toMatchObject({
      outcome: 'finished',
      reason: 'The hub ended while a step was under way that is not safe to do twice; it was not done again.',
      steps: [{ result: 'done' }, { kind: 'slow', result: 'interrupted' }, { result: 'done' }],
    });
    expect(rig.world.done).toEqual(['behind']);
  });

  it('keeps the moment at which a delay ends, and goes on at once where it has passed', async () => {
    const { rig } = await begin([delay(60_000), act('off')]);
    await rig.clock.advance(20_000);
    rig.reopen();
    await rig.clock.advance(39_999);
    expect(rig.world.done).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.world.done).toEqual(['off']);

    const late = await begin([delay(60_000), act('off')]);
    late.rig.clock.skip(HOUR);
    late.rig.reopen();
    await settle();
    await late.rig.clock.advance(0);
    expect(late.rig.world.done).toEqual(['off']);
  });

  it('waits again for what it waited for', async () => {
    const { rig, id } = await begin([{ kind: 'wait', triggers: [{ kind: 'manual' }] }, act('behind')]);
    rig.reopen();
    await settle();
    const [[path, listener] = ['', undefined]] = [...rig.world.listeners];
    expect(path).toBe(`${id}.0.actions.0`);
    listener?.fired({ trigger: { path: null, id: 'x', kind: 'manual', description: 'Now', data: {} }, context: ANNA });
    await settle();
    expect(rig.world.done).toEqual(['behind']);
  });

  it('is cancelled when its automation has other steps now, or is gone', async () => {
    const { rig, id } = await begin([delay(60_000), act('off')]);
    rig.define(automation([delay(60_000), act('off')], { name: 'Renamed' }));
    rig.reopen();
    expect(rig.engine.standing('a').running).toBe(1);
    const stored = rig.disk.reopen();
    rig.engine.forget('a');
    expect(rig.ended(id)).toMatchObject({ outcome: 'cancelled', reason: 'The automation was deleted.' });
    rig.engine.resume(stored);
    expect(rig.ended(id)).toMatchObject({ outcome: 'cancelled', reason: 'The automation is gone, or does not work any more.' });
  });

  it('is told of when it lived in memory alone', async () => {
    const { rig, id } = await begin([{ kind: 'slow', name: 'sent' }, act('behind')]);
    rig.reopen();
    await settle();
    expect(rig.ended(id)).toMatchObject({ outcome: 'failed', reason: 'The hub ended while it ran; what it had not done yet is not done.' });
    expect(rig.entries.at(-1)).toMatchObject({ word: 'failed' });
  });

  it('is stored after a second, when a deed takes long', async () => {
    const { rig, id } = await begin([{ kind: 'slow', name: 'sent' }, act('behind')]);
    await rig.clock.advance(1_500);
    rig.reopen();
    await settle();
    expect(rig.ended(id)).toMatchObject({ outcome: 'finished', steps: [{ result: 'interrupted' }, { result: 'done' }] });
  });

  it('goes on after the hub was stopped in order', async () => {
    const { rig, id } = await begin([{ kind: 'slow', name: 'sent' }, delay(5_000), act('behind')]);
    await rig.engine.stop();
    expect(rig.disk.ended.size).toBe(0);
    rig.reopen();
    await rig.clock.advance(5_000);
    expect(rig.ended(id).steps.map(({ result }) => result)).toEqual(['interrupted', 'done', 'done']);
  });
});
