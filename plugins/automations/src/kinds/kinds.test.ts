import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { ActionKind, ConditionKind, TriggerKind } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { BUILT_IN, Kinds } from './index.js';
import type { ControlKind } from './index.js';

const steps = z.array(z.looseObject({ kind: z.string() }));
const tideOptions = z.strictObject({ to: z.enum(['high', 'low']), level: z.number().default(3) });
const tide: TriggerKind<typeof tideOptions> = {
  kind: 'tide_turned',
  name: 'Tide',
  description: 'The tide turns.',
  options: tideOptions,
  sentence: ({ to }) => `the tide turns to ${to}`,
  listen: () => () => undefined,
};
const lamp: ActionKind = {
  kind: 'lamp',
  name: 'Lamp',
  description: 'A lamp.',
  options: z.strictObject({ device_id: z.string(), brightness: z.number().optional() }),
  references: ({ device_id }) => [{ type: 'device', id: String(device_id), option: 'device_id' }],
  sentence: () => 'turn it on',
  run: () => Promise.resolve(null),
};
const dark: ConditionKind = {
  kind: 'dark',
  name: 'Dark',
  description: 'It is dark.',
  options: z.strictObject({}),
  sentence: () => 'it is dark',
  test: () => ({ passed: true, detail: 'It is dark' }),
};
const choose: ControlKind = {
  kind: 'choose',
  name: 'Choose',
  description: 'The first that holds.',
  options: z.strictObject({
    options: z.array(
      z.strictObject({ conditions: steps.meta({ ui: { widget: 'conditions' } }), actions: steps.meta({ ui: { widget: 'actions' } }) }),
    ),
    otherwise: steps.optional().meta({ ui: { widget: 'actions' } }),
  }),
  sentence: () => 'choose',
};

function withKinds(): Kinds {
  const kinds = new Kinds((expression) => (expression === 'bad' ? 'It is bad.' : null));
  kinds.triggers.add(tide, 'tide');
  kinds.conditions.add(dark, BUILT_IN);
  kinds.actions.add(lamp, BUILT_IN);
  kinds.actions.add(choose, BUILT_IN);
  return kinds;
}

function codeOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    return error instanceof HubError ? `${error.code} ${error.message}` : String(error);
  }
  return 'nothing';
}

describe('the registry of kinds', () => {
  it('tells a kind with its plugin and the schema of its options', () => {
    expect(withKinds().list().triggers).toMatchObject([
      { kind: 'tide_turned', plugin_id: 'tide', icon: 'zap', group: 'other', options_schema: { required: ['to'] } },
    ]);
  });

  it('refuses what cannot be a kind, and names that are taken', () => {
    const kinds = withKinds();
    const add = (kind: object, plugin = BUILT_IN) => codeOf(() => kinds.triggers.add({ ...tide, ...kind }, plugin));
    expect(add({})).toContain('LK_CONFLICT');
    expect(add({ kind: 'Tide' })).toContain('LK_PLUGIN_INVALID');
    expect(add({ kind: 'moon', listen: undefined })).toContain('must have either listen or next');
    expect(add({ kind: 'moon', options: z.string() })).toContain('must be an object schema');
    expect(add({ kind: 'moon', options: z.strictObject({ id: z.string() }) })).toContain('options.id');
    expect(add({ kind: 'moon' }, 'moon-phase')).toContain('must begin with "moon_phase_"');
  });

  it('tells who listens that a kind comes and goes', () => {
    const kinds = withKinds();
    const heard: string[] = [];
    kinds.triggers.onChange((kind) => heard.push(kind));
    const remove = kinds.triggers.add({ ...tide, kind: 'tide' }, 'tide');
    void remove();
    void remove();
    expect(heard).toEqual(['tide', 'tide']);
    expect(kinds.triggers.find('tide')).toBeUndefined();
  });
});

describe('the check of steps', () => {
  it('names each mistake by its path', () => {
    const problems = withKinds().check(
      'trigger',
      [{ kind: 'tide_turned', to: 'sideways', depth: 2, id: 'No' }, { kind: 'moon' }, 7],
      'triggers',
    );
    expect(problems.map(({ path, away }) => [path, away])).toEqual([
      ['triggers.0.id', false],
      ['triggers.0.to', false],
      ['triggers.0.depth', false],
      ['triggers.1.kind', true],
      ['triggers.2', false],
    ]);
  });

  it('checks the steps within others, wherever a kind holds them', () => {
    const config = {
      kind: 'choose',
      options: [{ conditions: [{ kind: 'dark', very: true }], actions: [{ kind: 'lamp' }] }],
      otherwise: [{ kind: 'choose', options: [], otherwise: [{ kind: 'gone' }] }],
    };
    expect(withKinds().check('action', [config], 'actions')).toEqual([
      { path: 'actions.0.options.0.conditions.0.very', detail: 'There is no such field.', away: false },
      { path: 'actions.0.options.0.actions.0.device_id', detail: expect.any(String) as string, away: false },
      { path: 'actions.0.otherwise.0.otherwise.0.kind', detail: expect.stringContaining('no action "gone"') as string, away: true },
    ]);
  });

  it('lets expressions stand for values of actions, and checks them and what stands beside them', () => {
    const check = (config: Record<string, unknown>) =>
      withKinds()
        .check('action', [{ kind: 'lamp', ...config }], 'actions')
        .map(({ path }) => path);
    expect(check({ device_id: 'a', brightness: { $cel: 'fine' } })).toEqual([]);
    expect(check({ device_id: 'a', brightness: { $cel: 'bad' } })).toEqual(['actions.0.brightness']);
    expect(check({ brightness: { $cel: 'fine' } })).toEqual(['actions.0.device_id']);
    expect(check({ device_id: 'a', brightness: { $cel: 'fine' }, glow: 1 })).toEqual(['actions.0.glow']);
  });

  it('takes no expressions in triggers and conditions', () => {
    expect(withKinds().check('trigger', [{ kind: 'tide_turned', to: { $cel: 'fine' } }], 'triggers')).toHaveLength(1);
  });

  it('is not led astray by many steps or by deep ones', () => {
    const many = Array.from({ length: 10_000 }, () => ({ kind: 'dark' }));
    expect(withKinds().check('condition', many, 'conditions')).toEqual([
      { path: 'conditions.1000', detail: 'There are more than 1,000 steps.', away: false },
    ]);
    let deep: Record<string, unknown> = { kind: 'lamp', device_id: 'a' };
    for (let depth = 0; depth < 40; depth += 1) deep = { kind: 'choose', options: [], otherwise: [deep] };
    expect(withKinds().check('action', [deep], 'actions').length).toBeGreaterThan(0);
    let value: unknown = 1;
    for (let depth = 0; depth < 50_000; depth += 1) value = [value];
    expect(withKinds().check('action', [{ kind: 'lamp', device_id: value }], 'actions')).toHaveLength(1);
  });

  it('gives the options with their defaults, and what they refer to', () => {
    const kinds = withKinds();
    expect(kinds.options('trigger', { kind: 'tide_turned', to: 'high' })).toMatchObject({ ok: true, whole: true, value: { level: 3 } });
    expect(kinds.options('action', { kind: 'lamp', device_id: { $cel: 'x' } })).toMatchObject({ ok: true, whole: false });
    expect(kinds.references('action', [{ kind: 'choose', options: [], otherwise: [{ kind: 'lamp', device_id: 'a' }] }], 'actions')).toEqual(
      [{ type: 'device', id: 'a', option: 'device_id', path: 'actions.0.otherwise.0.device_id' }],
    );
  });
});
