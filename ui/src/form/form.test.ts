import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import { fieldsOf, keyToTitle, type Field, type JsonSchema } from './fields.js';
import { readValue, valueText } from './more/records.js';
import { amountIn, readAmount, unitFor } from './more/durations.js';
import { abilities, targetsOf, withWords } from './more/commands.js';
import { checkLocally, isShown, mergePatch, parseScalar, parseText, scalarText, setAt, withDefaults, type LocalWords } from './values.js';

const schema: JsonSchema = {
  type: 'object',
  properties: {
    enabled: { type: 'boolean', default: false, title: 'Connect' },
    url: {
      anyOf: [{ type: 'string', maxLength: 200 }, { type: 'null' }],
      default: null,
      ui: { show_if: { field: 'enabled', equals: true } },
    },
    port: { type: 'integer', minimum: 1, maximum: 65535, ui: { unit: 'port' } },
    count: { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
    mode: { type: 'string', enum: ['fast_start', 'slow'] },
    tags: { type: 'array', items: { type: 'string' } },
    'a/b~c': { type: 'string' },
    inner: { type: 'object', properties: { level: { type: 'number', default: 5 } }, required: ['level'] },
    odd: { type: 'array', items: { type: 'object' } },
  },
  required: ['port', 'url', 'mode'],
};

const words: LocalWords = {
  missing: 'missing',
  not_a_number: 'nan',
  not_whole: 'whole',
  too_small: (min) => `>=${min}`,
  too_large: (max) => `<=${max}`,
};

function field(key: string): Field {
  const found = fieldsOf(schema).find((one) => one.key === key);
  if (!found) throw new Error(`no field ${key}`);
  return found;
}

describe('fieldsOf', () => {
  it('knows each kind, and leaves the rest to JSON', () => {
    expect(Object.fromEntries(fieldsOf(schema).map((one) => [one.key, one.kind]))).toEqual({
      enabled: 'boolean',
      url: 'string',
      port: 'number',
      count: 'number',
      mode: 'choice',
      tags: 'strings',
      'a/b~c': 'string',
      inner: 'object',
      odd: 'json',
    });
  });

  it('takes null off a type, and does not ask for what has a default', () => {
    expect(field('url')).toMatchObject({ nullable: true, required: false, max_length: 200 });
    expect(field('port')).toMatchObject({ nullable: false, required: true, integer: true, min: 1, max: 65535 });
    expect(field('count')).toMatchObject({ min: null, max: null });
  });

  it('points to fields as the hub does in its errors', () => {
    expect(field('a/b~c').pointer).toBe('/a~1b~0c');
    expect(field('inner').fields[0]?.pointer).toBe('/inner/level');
  });

  it('reads literals of a union as choices', () => {
    const [level] = fieldsOf({ properties: { level: { anyOf: [{ const: 1, title: 'One' }, { const: 'two_three' }] } } });
    expect(level?.options).toEqual([
      { value: 1, label: 'One' },
      { value: 'two_three', label: 'Two three' },
    ]);
  });

  it('makes words of keys', () => {
    expect(keyToTitle('retention_days')).toBe('Retention days');
    expect(keyToTitle('frameRate')).toBe('Frame rate');
  });
});

describe('values', () => {
  it('patches only what differs, deep inside too', () => {
    const from = { a: 1, b: { c: 1, d: 2 }, e: [1, 2], f: 'x' };
    expect(mergePatch(from, { a: 1, b: { c: 1, d: 3 }, e: [1], g: true })).toEqual({ b: { d: 3 }, e: [1], f: null, g: true });
    expect(mergePatch(from, structuredClone(from))).toEqual({});
  });

  it('fills defaults in without changing what was given', () => {
    const given = { port: 1 };
    expect(withDefaults(schema, given)).toEqual({ port: 1, enabled: false, url: null, inner: { level: 5 } });
    expect(given).toEqual({ port: 1 });
  });

  it('sets by pointer and leaves the old value alone', () => {
    const old = { inner: { level: 1, other: 2 } };
    expect(setAt(old, '/inner/level', 9)).toEqual({ inner: { level: 9, other: 2 } });
    expect(setAt(old, '/a~1b~0c', 'x')).toEqual({ ...old, 'a/b~c': 'x' });
    expect(old.inner.level).toBe(1);
  });

  it('shows a field only beside the value that it waits for', () => {
    expect(isShown(field('url'), { enabled: true })).toBe(true);
    expect(isShown(field('url'), { enabled: false })).toBe(false);
  });

  it('reads numbers, leaves what is none, and takes empty for null where that is allowed', () => {
    expect(parseText(field('port'), '80')).toBe(80);
    expect(parseText(field('port'), '8o')).toBe('8o');
    expect(parseText(field('port'), '')).toBe('');
    expect(parseText(field('url'), '')).toBeNull();
  });

  it('says what is wrong before the hub is asked', () => {
    const wrong = (value: Record<string, unknown>): Record<string, string> =>
      Object.fromEntries(checkLocally(fieldsOf(schema), value, words));
    expect(wrong({ port: 80, mode: 'slow' })).toEqual({});
    expect(wrong({ mode: '' })).toEqual({ '/port': 'missing', '/mode': 'missing' });
    expect(wrong({ port: 0, mode: 'slow', inner: { level: 'x' } })).toEqual({ '/port': '>=1', '/inner/level': 'nan' });
    expect(wrong({ port: 99999, count: 1.5, mode: 'slow' })).toEqual({ '/port': '<=65535', '/count': 'whole' });
  });
});

describe('fields of automations', () => {
  const expression: JsonSchema = { type: 'object', properties: { $cel: { type: 'string' } } };

  it('know plain values, choices among several, and values under names', () => {
    const kinds = fieldsOf({
      properties: {
        is: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
        from: { type: ['string', 'number', 'null'] },
        days: { type: 'array', items: { type: 'string', enum: ['mon', 'tue'] } },
        values: { type: 'object', additionalProperties: {} },
      },
    });
    expect(kinds.map(({ key, kind, nullable }) => [key, kind, nullable])).toEqual([
      ['is', 'scalar', false],
      ['from', 'scalar', true],
      ['days', 'choices', false],
      ['values', 'record', false],
    ]);
    expect(kinds[2]?.options).toEqual([
      { value: 'mon', label: 'Mon' },
      { value: 'tue', label: 'Tue' },
    ]);
  });

  it('take an expression for the value that it stands for', () => {
    const schema: JsonSchema = { properties: { count: { anyOf: [{ type: 'integer', minimum: 1 }, expression] } }, required: ['count'] };
    const [count] = fieldsOf(schema);
    expect(count).toMatchObject({ kind: 'number', nullable: false, integer: true, min: 1 });
    expect([...checkLocally(fieldsOf(schema), { count: { $cel: 'repeat.index + 1' } }, words)]).toEqual([]);
    expect([...checkLocally(fieldsOf(schema), { count: 0 }, words)]).toEqual([['/count', '>=1']]);
  });

  it('leave a value of its own kind to its field', () => {
    const command: JsonSchema = {
      type: 'object',
      properties: { color: { type: 'object', properties: { r: { type: 'integer' } } } },
      ui: { widget: 'device_command' },
    };
    expect(withDefaults({ properties: { command } }, {})).toEqual({});
    expect(withDefaults({ properties: { command } }, { command: { on: true } })).toEqual({ command: { on: true } });
  });

  it('read plain values as they are meant', () => {
    expect(['12.5', '-3', 'true', 'off', '007', ' 4 '].map(parseScalar)).toEqual([12.5, -3, true, 'off', '007', 4]);
    expect([12.5, false, 'rainbow', null, undefined].map(scalarText)).toEqual(['12.5', 'false', 'rainbow', '', '']);
  });

  it('write a value under a name so that it is read back as the same', () => {
    for (const value of ['text', '12', 12, true, null, [1, 'a'], { deep: { er: 1 } }, '= not one', { $cel: 'now.hour + 1' }, '']) {
      expect(readValue(valueText(value))).toEqual(value);
    }
  });

  it('write a time in the largest unit that fits', () => {
    expect([0, 500, 90_000, 7_200_000, 86_400_000, undefined].map(unitFor)).toEqual(['s', 'ms', 's', 'h', 'd', 's']);
    expect([amountIn(90_000, 's'), amountIn(undefined, 's'), amountIn('x', 's')]).toEqual(['90', '', 'x']);
    expect([readAmount('1.5', 'min'), readAmount('', 's'), readAmount('x', 's')]).toEqual([90_000, undefined, 'x']);
  });
});

describe('commands', () => {
  const lamp = { id: 'lamp', area_id: 'hall', labels: ['evening'], capabilities: ['on_off', 'brightness'], effects: [], features: [] };
  const blind = {
    ...lamp,
    id: 'blind',
    area_id: null,
    labels: [],
    capabilities: ['cover'],
    features: [{ key: 'blind', kind: 'cover', name: 'Blind', position: true }],
  };
  const devices = [lamp, blind] as unknown as Device[];
  const ids = (siblings: Record<string, unknown>): string[] => targetsOf(siblings, devices).map(({ id }) => id);

  it('find the devices that are named, by room and label too', () => {
    expect(ids({ device_id: 'blind' })).toEqual(['blind']);
    expect(ids({ targets: { area_ids: ['hall'], labels: ['none'] } })).toEqual(['lamp']);
    expect(ids({ targets: { labels: ['evening'], device_ids: ['blind', 'gone'] } })).toEqual(['lamp', 'blind']);
    expect(ids({ targets: 'no list' })).toEqual([]);
  });

  it('offer what the devices can do', () => {
    expect(abilities([blind as unknown as Device]).settable.map(({ key }) => key)).toEqual(['blind']);
    expect(abilities([blind as unknown as Device]).has('brightness')).toBe(false);
    expect(abilities([]).has('color_rgb')).toBe(true);
  });

  it('leave out what is left as it is', () => {
    expect(withWords({ on: true, brightness: 3 }, { brightness: undefined, effect: null })).toEqual({ on: true, effect: null });
  });
});
