import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FilterTree } from '../mqtt/filter-tree.js';
import { createAccessRules, type Ground } from './access-rules.js';
import { BROKER_ACCESS } from './accounts.js';

const ground: Ground = {
  base_topic: 'home/hub',
  discovery_prefix: 'homeassistant',
  commands: () => [['devices', '+', 'set']],
  isAccount: (name) => ['me', 'other', 'home'].includes(name),
};
const rules = createAccessRules(() => ground);

const word = fc.constantFrom('home', 'hub', 'me', 'other', 'homeassistant', 'status', 'config', 'devices', 'set', '$SYS', 'x', '');
const topic = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join('/'));
const filter = fc
  .tuple(fc.array(fc.oneof(word, fc.constant('+')), { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([words, rest]) => [...words, ...(rest ? ['#'] : [])].join('/'));
const access = fc.constantFrom(...BROKER_ACCESS);
const account = fc.record({ name: fc.constantFrom('me', 'other'), access });

describe('access rules', () => {
  it('grant no filter that matches a topic which may not be read', () => {
    fc.assert(
      fc.property(account, filter, topic, (who, wanted, given) => {
        if (!rules.mayRead(who, wanted)) return;
        const tree = new FilterTree<true>();
        tree.add(wanted, true);
        if (tree.match(given).length > 0) expect([wanted, given, rules.mayRead(who, given)]).toEqual([wanted, given, true]);
      }),
      { numRuns: 20_000 },
    );
  });

  it('let nobody near the topics of the broker', () => {
    for (const one of BROKER_ACCESS) {
      for (const given of ['$SYS', '$SYS/x', '$share/a/#', '$refused']) {
        expect(rules.mayPublish({ name: 'me', access: one }, given)).toBe(false);
        expect(rules.mayRead({ name: 'me', access: one }, given)).toBe(false);
      }
    }
  });

  it('keep an own branch to itself, and the hub to the hub', () => {
    fc.assert(
      fc.property(topic, (given) => {
        const mine = rules.mayPublish({ name: 'me', access: 'own' }, given);
        const announcement = /^homeassistant\/[^/]*\/([^/]*\/)?[^/]*\/config$/u.test(given);
        expect([given, mine]).toEqual([given, given === 'me' || given.startsWith('me/') || announcement]);
        expect(rules.mayRead({ name: 'me', access: 'own' }, given)).toBe(
          given === 'me' || given.startsWith('me/') || given === 'homeassistant/status',
        );
      }),
    );
  });

  it('let Home Assistant command the hub, and not speak for it', () => {
    const house = { name: 'me', access: 'home_assistant' } as const;
    expect(rules.mayPublish(house, 'home/hub/devices/7/set')).toBe(true);
    for (const given of ['home/hub', 'home/hub/status', 'home/hub/devices/7/state', 'home/hub/devices/7/set/x']) {
      expect([given, rules.mayPublish(house, given)]).toEqual([given, false]);
      expect(rules.mayRead(house, given)).toBe(true);
    }
  });

  it('give an account nothing by a name like the first level of the base topic', () => {
    const sly = { name: 'home', access: 'own' } as const;
    expect(rules.mayPublish(sly, 'home/hub/devices/7/set')).toBe(false);
    expect(rules.mayRead(sly, 'home/hub/status')).toBe(false);
    expect(rules.mayPublish(sly, 'home/mine')).toBe(true);
  });
});
