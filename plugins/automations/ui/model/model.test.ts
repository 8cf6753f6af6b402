import type { AutomationKindInfo, TraceStep } from '@lightkeeper/plugin-sdk/wire';
import type { JsonSchema } from '@lightkeeper/ui';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { EMPTY, bodyOf, changesBetween, draftFromText, sameDraft, textOf, type DraftValue } from './draft-value.js';
import { lanesOf, roundsOf } from './lanes.js';
import { splitSchema } from './nests.js';
import { below, getAt, joined, moved, setAt } from './paths.js';
import { keyOf } from './step-keys.js';
import { depthOf, freshStep, isSameStep, placeWords, pruned, sortAt } from './steps.js';
import { mendText, readText, writeText } from './yaml-text.js';

vi.mock('@lightkeeper/ui', () => import('../../../../ui/src/form/fields.js'));

const list = (widget: 'conditions' | 'actions', title: string): JsonSchema => ({
  type: 'array',
  items: { type: 'object' },
  title,
  ui: { widget },
});

const choose: JsonSchema = {
  type: 'object',
  properties: {
    options: {
      type: 'array',
      title: 'Options',
      items: { type: 'object', properties: { conditions: list('conditions', 'If'), actions: list('actions', 'Then') } },
    },
    otherwise: list('actions', 'Otherwise'),
    note: { type: 'string' },
  },
  required: ['options'],
};

const info = (kind: string, options_schema: Record<string, unknown>): AutomationKindInfo => ({
  kind,
  name: kind,
  description: '',
  icon: 'zap',
  group: 'logic',
  options_schema,
  plugin_id: 'automations',
});

describe('paths', () => {
  const value = { actions: [{ kind: 'if', then: [{ kind: 'delay', duration_ms: 5 }] }, { kind: 'stop' }] };

  it('read and change what stands deep inside, and leave the old value alone', () => {
    expect(getAt(value, 'actions.0.then.0.duration_ms')).toBe(5);
    const next = setAt(value, 'actions.0.then.0.duration_ms', 9);
    expect(getAt(next, 'actions.0.then.0.duration_ms')).toBe(9);
    expect(getAt(value, 'actions.0.then.0.duration_ms')).toBe(5);
    expect(next.actions[1]).toBe(value.actions[1]);
    expect(getAt(value, 'actions.7.then')).toBeUndefined();
  });

  it('take a key away', () => {
    expect(setAt({ a: 1, b: 2 }, 'b', undefined)).toEqual({ a: 1 });
  });

  it('keep the number of each step on the way', () => {
    const keys = [value.actions[0], value.actions[0]?.then?.[0]].map((step) => keyOf(step ?? {}));
    const next = setAt(value, 'actions.0.then.0.duration_ms', 9);
    expect([next.actions[0], next.actions[0]?.then?.[0]].map((step) => keyOf(step ?? {}))).toEqual(keys);
  });

  it('move an item to any place, and lose none', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.nat(), fc.nat(), (items, from, to) => {
        const after = moved(items, from % items.length, to % items.length);
        expect([...after].sort()).toEqual([...items].sort());
        expect(after[to % items.length]).toBe(items[from % items.length]);
      }),
    );
  });

  it('tell what is said of one step from what is said of another', () => {
    const problems = [
      { path: 'actions.1', detail: 'a' },
      { path: 'actions.1.scene_id', detail: 'b' },
      { path: 'actions.10', detail: 'c' },
    ];
    expect(below(problems, 'actions.1')).toEqual([
      { path: '', detail: 'a' },
      { path: 'scene_id', detail: 'b' },
    ]);
    expect(joined('', 'actions')).toBe('actions');
  });

  it('say which sort of step stands where, and how deep', () => {
    expect(
      ['triggers.0', 'conditions.1.conditions.0', 'actions.0.while.0', 'actions.0.then.2', 'actions.1.branches.0.1'].map(sortAt),
    ).toEqual(['triggers', 'conditions', 'conditions', 'actions', 'actions']);
    expect(['actions.0', 'actions.0.then.2'].map(depthOf)).toEqual([0, 1]);
    expect(placeWords('actions.0.then.2')).toBe('1.3');
  });
});

describe('steps', () => {
  it('find the lists of steps in a schema, and leave the rest to the form', () => {
    const { fields, nests } = splitSchema(choose);
    expect(Object.keys(fields.properties ?? {})).toEqual(['note']);
    expect(nests).toEqual([
      {
        shape: 'groups',
        key: 'options',
        title: 'Options',
        optional: false,
        lists: [
          { key: 'conditions', title: 'If', sort: 'conditions' },
          { key: 'actions', title: 'Then', sort: 'actions' },
        ],
      },
      { shape: 'list', key: 'otherwise', title: 'Otherwise', sort: 'actions', optional: true },
    ]);
    const branches = { properties: { branches: { type: 'array', title: 'Branches', items: list('actions', 'Branch') } } };
    expect(splitSchema(branches).nests).toMatchObject([{ shape: 'lists', sort: 'actions', item_title: 'Branch' }]);
  });

  it('begin with what their kind needs', () => {
    expect(freshStep('actions', info('choose', { ...choose }))).toEqual({ kind: 'choose', options: [{ conditions: [], actions: [] }] });
    const repeat = {
      properties: { count: { type: 'integer' }, while: list('conditions', 'While'), actions: list('actions', 'What') },
      required: ['actions'],
    };
    expect(freshStep('actions', info('repeat', repeat))).toEqual({ kind: 'repeat', count: 2, actions: [] });
    expect(freshStep('actions', info('stop', { properties: { failed: { type: 'boolean', default: false } } }))).toEqual({
      kind: 'stop',
      failed: false,
    });
  });

  it('are told from those that have become others since', () => {
    const config = { kind: 'mqtt', topic: 'a', payload: { $cel: '1 + 1' } };
    expect(isSameStep(config, { kind: 'mqtt', inputs: { topic: 'a', payload: '2' } })).toBe(true);
    expect(isSameStep(config, { kind: 'mqtt', inputs: { topic: 'b', payload: '2' } })).toBe(false);
    expect(isSameStep({ kind: 'if', then: [] }, { kind: 'if', inputs: {} })).toBe(false);
    expect(isSameStep(undefined, { kind: 'if', inputs: {} })).toBe(false);
  });

  it('leave out what was emptied and may be left out', () => {
    const schema = {
      type: 'object',
      properties: {
        from: { type: 'string' },
        device_id: { type: 'string' },
        targets: { type: 'object', properties: { labels: { type: 'array', items: { type: 'string' } } } },
      },
      required: ['device_id', 'targets'],
    };
    expect(pruned(schema, { from: '', device_id: '', targets: { labels: [] } })).toEqual({ device_id: '', targets: {} });
  });
});

describe('text', () => {
  const draft: DraftValue = {
    ...EMPTY,
    name: 'Path',
    triggers: [{ kind: 'time', at: '22:30' }],
    actions: [
      { kind: 'mqtt', topic: 'a/b', payload: { $cel: 'string(now.hour) + "x: #"' } },
      { kind: 'stop', reason: 'yes' },
    ],
  };

  it('says the same when it is read back, expressions behind their tag', () => {
    const text = writeText(textOf(draft));
    expect(text).toContain('!cel');
    const { value, mistakes } = readText(text);
    expect(mistakes).toEqual([]);
    expect(draftFromText(value, EMPTY)).toEqual(draft);
  });

  it('loses nothing that JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const value = { ...draft, actions: [{ kind: 'x', payload }] };
        const back = draftFromText(readText(writeText(textOf(value))).value, EMPTY);
        expect(sameDraft(back, value)).toBe(true);
      }),
    );
  });

  it('keeps comments where something else is changed', () => {
    const text = '# Mine\nname: Path\nactions: # Two of them\n  - kind: stop # Enough\n    reason: yes it is\n';
    const says = textOf(draftFromText(readText(text).value, EMPTY)) ?? {};
    const mended = mendText(text, changesBetween(says, { ...says, name: 'Way', variables: { a: { $cel: '1 + 1' } } }));
    for (const kept of ['# Mine\nname: Way\n', '# Two of them', '# Enough']) expect(mended).toContain(kept);
    expect(mended).toContain('a: !cel 1 + 1');
    expect(mended).not.toContain('max_runs');
  });

  it('names the line of a mistake', () => {
    expect(readText('name: Path\nactions:\n  - kind: [\n').mistakes[0]).toMatchObject({ line: expect.any(Number) as number });
    expect(readText('a: 1\nb: "open\n').mistakes.length).toBeGreaterThan(0);
    expect(readText('a: &x [*x]').mistakes.length + readText('a: *none').mistakes.length).toBeGreaterThan(0);
  });

  it('is no automation when its lists are none', () => {
    expect(draftFromText('text', EMPTY)).toBeNull();
    expect(draftFromText({ actions: 'none' }, EMPTY)).toBeNull();
    expect(draftFromText({ name: 'Path' }, draft)).toEqual({ ...EMPTY, name: 'Path' });
  });

  it('keeps the steps of a blueprint out of what is sent', () => {
    const blueprint = { blueprint_id: 'motion_light', inputs: {} };
    expect(bodyOf({ ...draft, blueprint })).not.toHaveProperty('actions');
    expect(draftFromText({ name: 'Path', blueprint }, draft)?.actions).toEqual(draft.actions);
  });
});

describe('traces', () => {
  const step = (path: string, at: number, duration_ms: number | null): TraceStep => ({
    path,
    kind: 'delay',
    started_at: new Date(at).toISOString(),
    duration_ms,
    result: 'done',
    inputs: {},
    detail: null,
  });

  it('draw milliseconds beside an hour, in their order', () => {
    const steps = [step('actions.0', 1_000, 4), step('actions.1', 1_004, 3_600_000), step('actions.2', 3_601_004, 2)];
    const lanes = lanesOf({ started_at: new Date(1_000).toISOString(), steps }, 0);
    expect(lanes[0]?.start).toBe(0);
    expect(lanes[0]?.width).toBeGreaterThan(5);
    expect(lanes[1]?.start).toBeCloseTo(lanes[0]?.width ?? 0);
    expect(lanes[1]?.width).toBeGreaterThan(lanes[0]?.width ?? 0);
    expect((lanes[2]?.start ?? 0) + (lanes[2]?.width ?? 0)).toBeCloseTo(100);
  });

  it('draw a step that is under way up to now', () => {
    const [lane] = lanesOf({ started_at: new Date(0).toISOString(), steps: [step('actions.0', 0, null)] }, 5_000);
    expect(lane).toEqual({ start: 0, width: 100 });
  });

  it('count the rounds of a step that is repeated', () => {
    const steps = [step('actions.0.actions.0', 0, 1), step('actions.0.actions.0', 2, 1), step('actions.1', 4, 1)];
    expect(roundsOf(steps)).toEqual([
      { round: 1, repeated: true },
      { round: 2, repeated: true },
      { round: 1, repeated: false },
    ]);
  });
});
