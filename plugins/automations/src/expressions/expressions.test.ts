import type { JsonValue } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runFacts } from '../support/rig.js';
import { Expressions } from './index.js';

const NOON = Date.UTC(2026, 5, 21, 10, 30);
let asked = 0;
const expressions = new Expressions({
  clock: { now: () => NOON, iso: () => new Date(NOON).toISOString() },
  home: { name: 'Home', time_zone: 'Europe/Berlin', location: { latitude: 52.5, longitude: 13.4 } },
  devices: {
    state: (id, property) => {
      asked += 1;
      return id === 'lamp' && property === 'on' ? true : id === 'room' ? 21 : null;
    },
    status: (id) => (id === 'lamp' ? 'online' : 'unknown'),
    name: (id) => (id === 'lamp' ? 'Lamp' : id),
  },
});
const facts = runFacts({
  id: 'door',
  data: { value: 21, text: 'home/hall/lamp', list: [3, 1, 2], constructor: 'x', nested: { __proto__: null, a: null } },
  variables: { level: 40, names: ['Anna', 'Ben'], repeat: { index: 2, item: 'b' } },
});
const run = (expression: string): JsonValue => expressions.evaluate(expression, facts);

describe('expressions', () => {
  it.each<[string, JsonValue]>([
    ['1 + 1', 2],
    ['trigger.data.value + 1', 22],
    ['trigger.data.value * 2 > 40', true],
    ['variables.level / 3', 40 / 3],
    ['7 / 2', 3],
    ['round(variables.level * 1.27)', 51],
    ['clamp(trigger.data.value * 20, 1, 255)', 255],
    ['max(1, 2.5)', 2.5],
    ['trigger.id == "door"', true],
    ['trigger.data.constructor', 'x'],
    ['trigger.data.nested', { a: null }],
    ['has(trigger.data.nope)', false],
    ['trigger.data.list.filter(x, x > 1).size()', 2],
    ['variables.names.map(name, name + "!")', ['Anna!', 'Ben!']],
    ['repeat.index', 2],
    ['local.time + " " + local.weekday', '12:30 sun'],
    ['local.hour', 12],
    ['(10 + repeat.index * 2) % 3', 2],
    ['(local.hour * 7 + repeat.index) % 4 != 0', true],
    ['sun.up && sun.elevation > 50', true],
    ['state("lamp", "on") == true', true],
    ['state("room", "temperature") > 20', true],
    ['state("gone", "on") == null', true],
    ['status("lamp")', 'online'],
    ['like(trigger.data.text, "home/*/lamp")', true],
    ['like(trigger.data.text, "*hall")', false],
    ['now - duration("1h") < now', true],
    ['{"brightness": round(12.6), "list": [1, "two", null]}', { brightness: 13, list: [1, 'two', null] }],
    ['duration("90s")', 90_000],
    ['5u', 5],
    ['now', '2026-06-21T10:30:00.000Z'],
  ])('%s', (expression, expected) => {
    expect(expressions.check(expression)).toBeNull();
    expect(run(expression)).toEqual(expected);
  });

  it.each([
    ['', 'The expression is empty.'],
    ['1 +', 'character 4'],
    ['nope > 1', 'Unknown variable: nope (at character 1).'],
    ['true &&\n  foo', 'line 2, character 3'],
    ['"a" + 1', 'character 1'],
    ['trigger.colour == "x"', 'No such key: colour'],
    ['sun.up > 3.5', 'character 1'],
    ['"aaa".matches("(a+)+$")', 'Regular expressions are not offered'],
    ['x'.repeat(3_000), 'longer than 2,000 characters'],
    [`${'('.repeat(100)}1${')'.repeat(100)}`, 'maxDepth'],
    [Array.from({ length: 400 }, () => '1').join('+'), 'maxAstNodes'],
  ])('says what is wrong, and where: %j', (expression, mistake) => {
    expect(expressions.check(expression)).toContain(mistake);
  });

  it('asks for yes or no where it is wanted', () => {
    expect(expressions.check('1 + 1', { yes_or_no: true })).toBe('It must give true or false, and gives int.');
    expect(expressions.check('variables.level', { yes_or_no: true })).toBeNull();
    expect(expressions.check('variables.level > 1', { yes_or_no: true })).toBeNull();
  });

  it('refuses beforehand what could take long or much memory', () => {
    const list = 'variables.l';
    expect(expressions.check(`${list}.all(a, ${list}.all(b, ${list}.all(c, a + b > c)))`)).toContain('could take too long');
    const doubled = Array.from({ length: 12 }, () => 'x + x + x + x').reduce((inner, body) => `cel.bind(x, ${body}, ${inner})`, 'x.size()');
    expect(expressions.check(`cel.bind(x, variables.names, ${doubled})`)).not.toBeNull();
    expect(expressions.check(`${list}${'.map(x, [x, x, x, x])'.repeat(8)}`)).toContain('could take too long');
    expect(expressions.check(`${list}.exists(x, x in variables.names)`)).toBeNull();
  });

  it('refuses values that are too large for its loops, and takes them where it has none', () => {
    const large = runFacts({ variables: { list: Array.from({ length: 2_000 }, (_, index) => index) } });
    expect(() => expressions.evaluate('variables.list.exists(x, x < 0)', large)).toThrow(/too large/);
    expect(expressions.evaluate('variables.list.size()', large)).toBe(2_000);
    expect(() => expressions.evaluate('variables.list.size()', runFacts({ variables: { text: 'x'.repeat(20_000) } }))).toThrow(/too long/);
  });

  it.each([
    ['1.0 / 0.0', 'divided by zero'],
    ['9007199254740993', 'too large a number'],
    ['trigger.data.nope', 'No such key: nope (at character 14)'],
    ['int("x")', 'could not be worked out'],
  ])('tells what went wrong when it is worked out: %s', (expression, why) => {
    expect(() => run(expression)).toThrow(why);
  });

  it('says that the sun needs a place', () => {
    const nowhere = new Expressions({
      clock: { now: () => NOON, iso: () => '' },
      home: { name: '', time_zone: 'UTC', location: null },
      devices: { state: () => null, status: () => 'unknown', name: (id) => id },
    });
    expect(() => nowhere.evaluate('sun.up', facts)).toThrow('set its location in Settings');
    expect(nowhere.evaluate('local.time', facts)).toBe('10:30');
  });

  it('asks devices only when it speaks of them', () => {
    asked = 0;
    run('false && state("lamp", "on") == true');
    expect(asked).toBe(0);
  });

  it('replaces expressions in values, and nothing else', () => {
    expect(
      expressions.resolve(
        { on: true, brightness: { $cel: 'variables.level + 2' }, list: [{ $cel: '"a"' }, { $cel: '1', more: 1 }], $cel: 1 },
        facts,
      ),
    ).toEqual({ on: true, brightness: 42, list: ['a', { $cel: '1', more: 1 }], $cel: 1 });
  });

  it('gives back any value that is not too large', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const given = JSON.parse(JSON.stringify(value)) as JsonValue;
        expect(expressions.evaluate('variables.value', runFacts({ variables: { value: given } }))).toEqual(given);
      }),
    );
  });

  it('never breaks on a text that is no expression', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const mistake = expressions.check(text);
        expect(mistake === null || mistake.length > 0).toBe(true);
      }),
    );
  });
});
