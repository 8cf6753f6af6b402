import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from './support/fake-clock.js';
import { act, automation, delay, flag, Rig, triggered } from './support/rig.js';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});

describe('a run', () => {
  it('does its steps in their order, each traced, and leads from its deeds to what triggered it', async () => {
    rig.define(automation([act('one'), act('two')]));
    const fired = await rig.fire();
    expect(rig.world.done).toEqual(['one', 'two']);
    const run = rig.ended(fired?.trace_id);
    expect(run).toMatchObject({ outcome: 'finished', reason: null, head: { automation_name: 'Evening', context: { actor: 'user:anna' } } });
    expect(run.steps).toMatchObject([
      { path: 'actions.0', kind: 'do', result: 'done', inputs: { name: 'one' }, detail: 'Did one' },
      { path: 'actions.1', result: 'done' },
    ]);
    expect(rig.entries).toMatchObject([
      { word: 'triggered', entry_id: run.entry_id },
      { word: 'finished', outcome: 'finished' },
    ]);
    expect(rig.world.causes[0]?.cause).toEqual({ correlation_id: 'c-1', cause_id: run.entry_id });
  });

  it('is not begun, and is not in the log, where its conditions do not hold', async () => {
    rig.define(automation([act('one')], { conditions: [flag('dark')] }));
    const fired = await rig.fire();
    expect(fired?.outcome).toBe('conditions_failed');
    expect(rig.steps(fired?.trace_id)).toEqual(['conditions.0 not_passed']);
    expect(rig.ended(fired?.trace_id).reason).toBe('dark is not set');
    expect(rig.entries).toEqual([]);
    rig.world.flags.add('dark');
    expect(rig.steps((await rig.fire())?.trace_id)).toEqual(['conditions.0 passed', 'actions.0 done']);
  });

  it('fails with the step that failed, unless the step or one around it allows for errors', async () => {
    const broken = { kind: 'fail', name: 'lamp' };
    rig.define(automation([broken, act('after')]));
    const failed = await rig.fire();
    expect(rig.ended(failed?.trace_id)).toMatchObject({ outcome: 'failed', reason: 'lamp went wrong.' });
    expect(rig.entries.at(-1)).toMatchObject({ word: 'failed', reason: 'lamp went wrong.' });

    rig.define(automation([{ ...broken, continue_on_error: true }, act('after')]));
    expect(rig.steps((await rig.fire())?.trace_id)).toEqual(['actions.0 failed', 'actions.1 done']);

    const inner = { kind: 'if', conditions: [], then: [broken, act('never')], continue_on_error: true };
    rig.define(automation([inner, act('behind')]));
    const fired = await rig.fire();
    expect(rig.steps(fired?.trace_id)).toEqual(['actions.0 failed', 'actions.0.then.0 failed', 'actions.1 done']);
    expect(rig.ended(fired?.trace_id).outcome).toBe('finished');
    expect(rig.world.done).toEqual(['after', 'behind']);
  });

  it('passes over steps that are switched off', async () => {
    rig.define(automation([act('off', { enabled: false }), act('on')]));
    expect(rig.steps((await rig.fire())?.trace_id)).toEqual(['actions.0 skipped', 'actions.1 done']);
    expect(rig.world.done).toEqual(['on']);
  });

  it('stops, and says why, when its beginning cannot be recorded', async () => {
    rig.define(automation([{ kind: 'slow', name: 'never' }, act('after')]));
    rig.refusal = new Error('The disk is full.');
    await expect(rig.engine.fire('a', triggered())).rejects.toThrow('The disk is full.');
    await settle();
    const [run] = [...rig.disk.ended.values()];
    expect(run).toMatchObject({ outcome: 'failed', reason: 'It could not be recorded: The disk is full.' });
    expect(rig.world.done).toEqual([]);
  });

  it('ends when it has lasted longer than it may, with what was under way aborted', async () => {
    rig.define(automation([{ kind: 'slow', name: 'stuck' }], { max_run_ms: 30_000 }));
    const fired = await rig.fire();
    await rig.clock.advance(29_999);
    expect(rig.engine.trace(fired?.trace_id ?? '')?.outcome).toBe('running');
    await rig.clock.advance(1);
    expect(rig.ended(fired?.trace_id)).toMatchObject({ outcome: 'timed_out', steps: [{ result: 'timed_out' }] });
    expect(rig.entries.at(-1)).toMatchObject({ word: 'failed', outcome: 'timed_out' });
    expect(rig.clock.pending).toBe(0);
  });

  it('can be cancelled in a delay, and leaves nothing behind', async () => {
    rig.define(automation([act('on'), delay(60_000), act('off')]));
    const fired = await rig.fire();
    expect(rig.engine.trace(fired?.trace_id ?? '')?.outcome).toBe('waiting');
    rig.engine.cancel('a', 'Anna switched it off.');
    await settle();
    expect(rig.ended(fired?.trace_id)).toMatchObject({ outcome: 'cancelled', reason: 'Anna switched it off.' });
    await rig.clock.advance(120_000);
    expect(rig.world.done).toEqual(['on']);
    expect(rig.disk.runs.size).toBe(0);
  });

  it('is not disturbed when the automation is only called otherwise, and cancelled when its steps change', async () => {
    rig.define(automation([delay(60_000), act('off')]));
    await rig.fire();
    rig.define(automation([delay(60_000), act('off')], { name: 'Night' }));
    expect(rig.engine.standing('a').running).toBe(1);
    rig.define(automation([delay(60_000), act('on')]));
    expect(rig.engine.standing('a').running).toBe(0);
  });
});

describe('steps of control', () => {
  it('chooses the first option whose conditions hold, or otherwise', async () => {
    const choose = {
      kind: 'choose',
      options: [
        { conditions: [flag('a')], actions: [act('A')] },
        { conditions: [flag('b')], actions: [act('B')] },
      ],
      otherwise: [act('neither')],
    };
    rig.define(automation([choose]));
    await rig.fire();
    rig.world.flags.add('b');
    const fired = await rig.fire();
    expect(rig.world.done).toEqual(['neither', 'B']);
    expect(rig.steps(fired?.trace_id)).toEqual([
      'actions.0 done',
      'actions.0.options.0.conditions.0 not_passed',
      'actions.0.options.1.conditions.0 passed',
      'actions.0.options.1.actions.0 done',
    ]);
  });

  it('repeats by count, for each, while and until, and knows the round', async () => {
    const tell = { kind: 'tell', name: 'x' };
    rig.define(
      automation([
        { kind: 'repeat', count: 2, actions: [tell] },
        { kind: 'repeat', for_each: ['x', 'y'], actions: [tell] },
        { kind: 'repeat', until: [flag('ready')], actions: [act('again')] },
        { kind: 'repeat', while: [flag('never')], actions: [act('not')] },
      ]),
    );
    rig.world.flags.add('ready');
    await rig.fire();
    expect(rig.world.done).toEqual([
      '{"repeat":{"index":0}}',
      '{"repeat":{"index":1}}',
      '{"repeat":{"index":0,"item":"x"}}',
      '{"repeat":{"index":1,"item":"y"}}',
      'again',
    ]);
  });

  it('ends a loop that would never end, and keeps a bounded trace of it', async () => {
    rig.define(automation([{ kind: 'repeat', until: [flag('never')], actions: [act('x', { continue_on_error: true })] }]));
    const fired = await rig.engine.fire('a', triggered());
    while (!rig.disk.ended.has(fired?.trace_id ?? '')) await settle();
    const run = rig.ended(fired?.trace_id);
    expect(run).toMatchObject({ outcome: 'failed', reason: 'It went through more than 10,000 steps.' });
    expect(JSON.stringify(run.steps).length).toBeLessThan(65_536);
    expect(run.omitted_steps).toBeGreaterThan(9_000);
  });

  it('does branches side by side, and fails when one of them did after all are done', async () => {
    const parallel = {
      kind: 'parallel',
      branches: [
        [delay(2_000), act('late')],
        [act('early'), { kind: 'fail', name: 'lamp' }],
      ],
    };
    rig.define(automation([parallel, act('behind')]));
    const fired = await rig.fire();
    expect(rig.world.done).toEqual(['early']);
    await rig.clock.advance(2_000);
    expect(rig.world.done).toEqual(['early', 'late']);
    expect(rig.ended(fired?.trace_id)).toMatchObject({ outcome: 'failed', reason: 'lamp went wrong.' });
  });

  it('sets variables, from expressions too, and refuses too much', async () => {
    const set = { kind: 'variables', values: { b: { $cel: 'a' }, c: 3 } };
    rig.define(automation([set, { kind: 'tell', name: 'x' }], { variables: { a: 1 } }));
    await rig.fire();
    expect(rig.world.done).toEqual(['{"a":1,"b":1,"c":3}']);
    rig.define(automation([{ kind: 'variables', values: { big: 'x'.repeat(70_000) } }]));
    expect(rig.ended((await rig.fire())?.trace_id)).toMatchObject({
      outcome: 'failed',
      reason: 'The variables of a run may hold at most 64 KiB.',
    });
  });

  it('stops with a reason, and goes on only if conditions hold', async () => {
    rig.define(automation([{ kind: 'if', conditions: [], then: [{ kind: 'stop', reason: 'Nobody is there.' }] }, act('never')]));
    const fired = await rig.fire();
    expect(rig.ended(fired?.trace_id)).toMatchObject({ outcome: 'stopped', reason: 'Nobody is there.' });
    expect(rig.steps(fired?.trace_id)).toEqual(['actions.0 done', 'actions.0.then.0 done']);
    rig.define(automation([{ kind: 'check', conditions: [flag('dark')] }, act('never')]));
    expect(rig.ended((await rig.fire())?.trace_id)).toMatchObject({ outcome: 'stopped', reason: 'dark is not set' });
    rig.define(automation([{ kind: 'stop', reason: 'It is broken.', failed: true }]));
    expect(rig.ended((await rig.fire())?.trace_id)).toMatchObject({ outcome: 'failed', reason: 'It is broken.' });
    expect(rig.world.done).toEqual([]);
  });

  it('waits for a trigger, or until the time is up', async () => {
    const wait = { kind: 'wait', triggers: [{ kind: 'manual' }], timeout_ms: 5_000 };
    rig.define(automation([wait, { kind: 'tell', name: 'x' }]));
    const fired = await rig.fire();
    const [[path, listener] = ['', undefined]] = [...rig.world.listeners];
    expect(path).toBe(`${fired?.trace_id ?? ''}.0.actions.0`);
    listener?.fired(triggered());
    await settle();
    expect(rig.world.done.at(-1)).toContain('"completed":true');
    expect(rig.world.listeners.size).toBe(0);

    const second = await rig.fire();
    await rig.clock.advance(5_000);
    expect(rig.world.done.at(-1)).toContain('"completed":false');
    expect(rig.steps(second?.trace_id)).toEqual(['actions.0 timed_out', 'actions.1 done']);

    rig.define(automation([{ ...wait, continue_on_timeout: false }, act('never')]));
    const third = await rig.fire();
    await rig.clock.advance(5_000);
    expect(rig.ended(third?.trace_id)).toMatchObject({ outcome: 'stopped', reason: 'What it waited for did not come in time.' });
    expect(rig.clock.pending).toBe(0);
  });
});

describe('runs that are many and leave nothing else in the log', () => {
  it('are told of one by one up to sixty in a minute, and together beyond', async () => {
    const publish = { kind: 'publish', name: 'lux' };
    const side_by_side = { mode: 'parallel', max_runs: 100 } as const;
    rig.define(automation([publish], side_by_side), automation([publish, act('on')], { id: 'b', ...side_by_side }));
    for (let index = 0; index < 100; index += 1) {
      await rig.engine.fire('a', triggered());
      await rig.engine.fire('b', triggered());
    }
    await settle();
    const words = (word: string): number => rig.entries.filter((entry) => entry.word === word).length;
    expect([words('triggered'), words('finished'), words('repeated')]).toEqual([160, 160, 0]);
    expect(rig.disk.ended.size).toBe(200);
    await rig.clock.advance(60_000);
    expect(rig.entries.at(-1)).toMatchObject({ word: 'repeated', runs: 40 });
    await rig.fire();
    expect(words('triggered')).toBe(161);
  });
});

describe('a dry run', () => {
  it('shows what would happen, takes no time and touches nothing', async () => {
    rig.world.flags.add('dark');
    rig.define(
      automation(
        [
          act('on'),
          delay(60_000),
          { kind: 'wait', triggers: [] },
          { kind: 'repeat', until: [flag('never')], actions: [act('blink')] },
          act('off'),
        ],
        { conditions: [flag('dark')] },
      ),
    );
    const trace = await rig.engine.dryRun('a', triggered());
    expect(trace).toMatchObject({ outcome: 'finished', dry_run: true });
    expect(trace?.steps.map(({ path, result }) => `${path} ${result}`).filter((step) => !step.includes('actions.3'))).toEqual([
      'conditions.0 passed',
      'actions.0 would',
      'actions.1 would',
      'actions.2 would',
      'actions.4 would',
    ]);
    expect(trace?.steps[2]?.detail).toBe('Would wait 1 minute');
    expect([rig.world.done, rig.entries, [...rig.disk.ended], [...rig.disk.runs], rig.told]).toEqual([[], [], [], [], []]);
  });
});

describe('loops and runaways', () => {
  it('cuts a circle of automations, and names it', async () => {
    rig.define(automation([act('x')], { id: 'a', name: 'A' }), automation([act('y')], { id: 'b', name: 'B' }));
    await rig.fire('a', triggered({ correlation_id: 'round' }));
    for (const id of ['b', 'a', 'b', 'a', 'b', 'a', 'b']) {
      const actor_id = id === 'a' ? 'b' : 'a';
      const next = await rig.fire(id, triggered({ correlation_id: 'round', actor_id, origin: 'automation' }));
      expect(next?.outcome).not.toBe('cut');
    }
    const last = await rig.fire('a', triggered({ correlation_id: 'round', actor_id: 'b', origin: 'automation' }));
    expect(rig.ended(last?.trace_id)).toMatchObject({
      outcome: 'cut',
      reason: 'Automations set each other going in a circle: “A” → “B” → “A”.',
    });
    expect(rig.entries.at(-1)).toMatchObject({ word: 'failed', outcome: 'cut' });
  });

  it('does not take one event that sets many going for a circle', async () => {
    const many = Array.from({ length: 50 }, (_, index) => automation([act('x')], { id: `m${index}`, name: `M${index}` }));
    rig.define(...many);
    for (const { id } of many) expect((await rig.engine.fire(id, triggered()))?.outcome).not.toBe('cut');
  });

  it('holds back what runs away, tells of it once, and lets a person run it', async () => {
    rig.runaway = { runs: 5, window_ms: 10_000, pause_ms: 60_000 };
    rig.define(automation([act('x')]));
    const outcomes = [];
    for (let index = 0; index < 20; index += 1) outcomes.push((await rig.fire())?.outcome ?? 'held back');
    expect(outcomes.filter((outcome) => outcome === 'cut')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'held back')).toHaveLength(14);
    expect(rig.entries.filter(({ word }) => word === 'failed')).toHaveLength(1);
    expect(rig.entries.at(-1)?.reason).toBe('It ran more than 5 times within 10 seconds, and is held back for 1 minute.');
    expect(rig.engine.standing('a').throttled_until).toBe(rig.clock.now() + 60_000);
    const by_hand = triggered();
    const fired = await rig.fire('a', { ...by_hand, trigger: { ...by_hand.trigger, path: null } });
    expect(rig.ended(fired?.trace_id).outcome).toBe('finished');
    await rig.clock.advance(60_000);
    expect(rig.ended((await rig.fire())?.trace_id).outcome).toBe('finished');
  });
});
