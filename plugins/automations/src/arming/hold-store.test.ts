import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createRig } from '../support/rig.js';
import type { Rig } from '../support/rig.js';
import { HoldStore } from './hold-store.js';
import type { Hold } from './ports.js';

let rig: Rig;

beforeAll(async () => {
  rig = await createRig();
});
afterAll(async () => {
  await rig.test.stop();
});
beforeEach(() => rig.hub.db.transaction((tx) => tx.run('DELETE FROM automations_holds', [])));

const AUTOMATIONS = ['a', 'b'] as const;
const TRIGGERS = ['1', '2'] as const;
const KEYS = ['for', 'other'] as const;

function hold(key: string, due_at: number): Hold {
  return {
    key,
    due_at,
    event: { description: 'Motion turned on', data: { due_at } },
    context: { actor: 'device:Motion', actor_id: 'd', origin: 'device', correlation_id: 'c', cause_id: null },
  };
}

function contents(store: HoldStore): string[] {
  const holds = AUTOMATIONS.flatMap((automation_id) =>
    TRIGGERS.flatMap((trigger_key) =>
      store.of({ automation_id, trigger_key }).map((one) => `${automation_id}/${trigger_key}/${JSON.stringify(one)}`),
    ),
  );
  return holds.sort();
}

type Step =
  { do: 'put' | 'remove'; of: [string, string, string]; at: number } | { do: 'retain'; of: string; keys: string[] } | { do: 'settle' };

const place = fc.tuple(fc.constantFrom(...AUTOMATIONS), fc.constantFrom(...TRIGGERS), fc.constantFrom(...KEYS));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), of: place, at: fc.integer({ min: 1, max: 1_000 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('remove' as const), of: place, at: fc.constant(0) }) },
  fc.record({ do: fc.constant('retain' as const), of: fc.constantFrom(...AUTOMATIONS), keys: fc.subarray([...TRIGGERS]) }),
  fc.record({ do: fc.constant('settle' as const) }),
);

it('holds the same after a restart as before, whatever was put, taken back and left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const store = new HoldStore(rig.hub.db, rig.hub.log);
      for (const one of steps) {
        if (one.do === 'settle') await store.settled();
        else if (one.do === 'retain') store.retain(one.of, one.keys);
        else {
          const [automation_id, trigger_key, key] = one.of;
          const owner = { automation_id, trigger_key };
          if (one.do === 'put') store.put(owner, hold(key, one.at));
          else store.remove(owner, key);
        }
      }
      await store.settled();
      const again = new HoldStore(rig.hub.db, rig.hub.log);
      expect(contents(again)).toEqual(contents(store));
      again.retainAutomations(new Set());
      await again.settled();
      expect(rig.hub.db.all('SELECT * FROM automations_holds', [])).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('writes nothing for what was taken back at once', async () => {
  const store = new HoldStore(rig.hub.db, rig.hub.log);
  const transaction = vi.spyOn(rig.hub.db, 'transaction');
  const owner = { automation_id: 'a', trigger_key: '1' };
  for (let at = 0; at < 1_000; at += 1) {
    store.put(owner, hold('for', at));
    store.remove(owner, 'for');
  }
  await store.settled();
  expect(transaction).not.toHaveBeenCalled();
  store.put(owner, hold('for', 1));
  store.put({ ...owner, trigger_key: '2' }, hold('for', 2));
  await store.settled();
  expect(transaction).toHaveBeenCalledOnce();
});
