import type { Hub, Trace, Vocabulary } from '@lightkeeper/plugin-sdk';
import { definePlugin, z } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, describe, expect, it } from 'vitest';
import { Engine } from '../engine/index.js';
import { FakeWorld } from '../engine/support/fake-world.js';
import { act, automation, delay, triggered } from '../engine/support/rig.js';
import { RunHistory, RunPublisher, RunTable, pruneTraces, runsMigration } from './index.js';

interface House {
  test: TestHub;
  hub: Hub<Record<string, never>, Vocabulary>;
  world: FakeWorld;
  engine: Engine;
  table: RunTable;
  history: RunHistory;
  /** Another engine on the same database, as after a restart. */
  reopen(): void;
}

const houses: TestHub[] = [];
afterEach(async () => {
  for (const test of houses.splice(0)) await test.stop();
});

async function open(): Promise<House> {
  let hub: House['hub'] | undefined;
  const test = await createTestHub({
    built_ins: ['activity-log'],
    plugins: [
      {
        manifest: { id: 'runs', name: 'Runs', sdk: '*', permissions: ['database'] },
        definition: definePlugin({
          settings: z.object({}),
          migrations: [runsMigration],
          setup: (given) => {
            hub = given;
          },
        }) as never,
      },
    ],
  });
  houses.push(test);
  if (hub === undefined) throw new Error('The plugin was not set up.');
  const given = hub;
  const world = new FakeWorld();
  const make = (): Pick<House, 'engine' | 'table' | 'history'> => {
    const table = new RunTable(given);
    const engine = new Engine({
      ...given,
      newId: () => given.newId(),
      world: world.for(() => true),
      recorder: {
        triggered: () => Promise.resolve(null),
        finished: () => Promise.resolve(null),
        failed: () => Promise.resolve(null),
        repeated: () => Promise.resolve(null),
      },
      store: table,
      runaway: () => ({ runs: 10_000, window_ms: 10_000, pause_ms: 60_000 }),
      changed: () => undefined,
    });
    return { table, engine, history: new RunHistory({ db: given.db, table, engine }) };
  };
  const house: House = {
    test,
    hub,
    world,
    ...make(),
    reopen() {
      Object.assign(house, make());
    },
  };
  return house;
}

async function fire(house: House, id = 'a'): Promise<string> {
  const fired = await house.engine.fire(id, triggered());
  if (fired === null) throw new Error('It was not fired.');
  return fired.trace_id;
}

describe('runs in the database', () => {
  it('are told of while they are under way, and after they ended, with the same words', async () => {
    const house = await open();
    house.engine.define(automation([act('on'), delay(60_000), act('off')]));
    const id = await fire(house);
    await house.test.settle();
    const under_way = house.history.get(id);
    expect(under_way).toMatchObject({
      outcome: 'waiting',
      finished_at: null,
      actor: 'user:anna',
      cause_id: 'entry-1',
      correlation_id: 'c-1',
    });
    expect(under_way?.steps.map(({ result }) => result)).toEqual(['done', 'running']);
    await house.test.clock.advance(60_000);
    const ended = house.history.get(id);
    expect(ended).toMatchObject({ outcome: 'finished', finished_at: house.test.clock.iso(), entry_id: under_way?.entry_id });
    expect(ended?.steps.map(({ duration_ms }) => duration_ms)).toEqual([0, 60_000, 0]);
    expect(house.history.list({ limit: 10 }).items).toMatchObject([{ id, outcome: 'finished' }]);
  });

  it('go on with another engine on the same database', async () => {
    const house = await open();
    const evening = automation([act('on'), delay(60_000), { kind: 'repeat', count: 2, actions: [act('blink'), delay(1_000)] }, act('off')]);
    house.engine.define(evening);
    const id = await fire(house);
    const wholes: Trace[] = [];
    for (let time = 0; time < 70; time += 7) {
      await house.test.clock.advance(7_000);
      await house.engine.stop();
      house.reopen();
      house.engine.define(evening);
      house.engine.resume(house.table.load());
      await house.test.settle();
      const trace = house.history.get(id);
      if (trace !== undefined) wholes.push(trace);
    }
    expect(wholes.at(-1)).toMatchObject({ outcome: 'finished' });
    expect(wholes.at(-1)?.steps.map(({ path, result }) => `${path} ${result}`)).toEqual([
      'actions.0 done',
      'actions.1 done',
      'actions.2 done',
      'actions.2.actions.0 done',
      'actions.2.actions.1 done',
      'actions.2.actions.0 done',
      'actions.2.actions.1 done',
      'actions.3 done',
    ]);
    expect(house.world.done).toEqual(['on', 'blink', 'blink', 'off']);
    expect(house.table.load()).toEqual([]);
  });

  it('are kept as many as their automation says, those that never began taking at most half of the room', async () => {
    const house = await open();
    house.engine.define(automation([act('on')], { stored_traces: 4 }));
    for (let index = 0; index < 6; index += 1) await fire(house);
    house.engine.define(automation([act('on')], { stored_traces: 4, conditions: [{ kind: 'flag', name: 'never' }] }));
    for (let index = 0; index < 10; index += 1) await fire(house);
    await house.test.settle();
    const outcomes = house.history.list({ limit: 100, automation_id: 'a' }).items.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['conditions_failed', 'conditions_failed', 'finished', 'finished']);
  });

  it('are listed in pages, those that began last first, those under way among them', async () => {
    const house = await open();
    house.engine.define(automation([act('on')]));
    house.engine.define(automation([delay(60_000)], { id: 'b', mode: 'parallel' }));
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) ids.unshift(await fire(house, index % 2 === 0 ? 'a' : 'b'));
    await house.test.settle();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; next_cursor: string | null } = house.history.list({
        limit: 2,
        ...(cursor !== null && { cursor }),
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(ids);
    expect(house.history.list({ limit: 10, automation_id: 'b' }).items.map(({ outcome }) => outcome)).toEqual([
      'waiting',
      'waiting',
      'waiting',
    ]);
    expect(() => house.history.list({ limit: 1, cursor: 'x' })).toThrow('This cursor is not one of a list of runs.');
  });

  it('go when they are too old', async () => {
    const house = await open();
    house.engine.define(automation([act('on')]));
    await fire(house);
    await house.test.settle();
    house.test.clock.skip(3 * 86_400_000);
    const young = await fire(house);
    await house.test.settle();
    const { db, clock } = house.hub;
    expect(await pruneTraces({ db, clock, table: house.table, days: 2 })).toBe(1);
    expect(house.history.list({ limit: 10 }).items.map(({ id }) => id)).toEqual([young]);
  });

  it('are tried again when the database did not take them', async () => {
    const house = await open();
    house.engine.define(automation([act('on')]));
    const full = `CREATE TRIGGER full BEFORE INSERT ON automations_traces BEGIN SELECT RAISE(ABORT, 'full'); END`;
    await house.hub.db.transaction((tx) => tx.run(full, []));
    const id = await fire(house);
    await house.test.settle();
    expect(house.history.list({ limit: 10 }).items).toMatchObject([{ id, outcome: 'finished' }]);
    expect(house.table.unwritten()).toHaveLength(1);
    await house.hub.db.transaction((tx) => tx.run('DROP TRIGGER full', []));
    await house.test.clock.advance(5_000);
    expect(house.table.unwritten()).toEqual([]);
    expect(house.history.get(id)?.steps).toHaveLength(1);
  });
});

describe('telling of runs', () => {
  it('is done at once where it is quiet, and of each automation four times a second where it is not', async () => {
    const house = await open();
    const told: string[] = [];
    const status = (id: string): void => void told.push(id);
    const publisher = new RunPublisher({ timers: house.hub.timers, run: ({ outcome }) => void told.push(outcome), status });
    house.engine.define(automation([act('on')]));
    publisher.changed('a');
    expect(told).toEqual(['a']);
    for (let index = 0; index < 500; index += 1) publisher.changed(index % 2 === 0 ? 'a' : 'b');
    expect(told).toEqual(['a']);
    await house.test.clock.advance(250);
    expect(told).toEqual(['a', 'a', 'b']);
    for (let index = 0; index < 100; index += 1) publisher.changed(`m${index}`);
    await house.test.clock.advance(250);
    expect(told.length).toBe(43);
    await house.test.clock.advance(750);
    expect(told.length).toBe(103);
    publisher.changed('a');
    expect(told.length).toBe(104);
  });
});
