import type { Automation, AutomationCheck, JsonValue } from '@lightkeeper/plugin-sdk';
import { SECRET_MASK } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestResponse } from '@lightkeeper/plugin-sdk-testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeAutomation, makeDevice, read } from './home.js';

/* Automations as records: what is refused and where, what is kept, two people at one, and the same as YAML. */

let hub: TestHub;
let light: string;

beforeEach(async () => {
  hub = await createTestHub();
  light = await makeDevice(hub, 'Hall light', { kind: 'color_light' });
});

afterEach(async () => {
  await hub.stop();
});

const deed = (more: object = {}): object => ({ kind: 'device', targets: { device_ids: [light] }, command: { on: true }, ...more });
const yaml = (body: string, more: Record<string, string> = {}): object => ({ body, headers: { 'Content-Type': 'text/yaml', ...more } });

async function fieldsOf(body: unknown): Promise<string[]> {
  const response = await hub.request('POST', '/automations', { body });
  expect(response.status, response.text).toBe(422);
  return (response.body as { errors: { field: string }[] }).errors.map(({ field }) => field);
}

const nested = (depth: number): object => (depth === 0 ? deed() : { kind: 'if', conditions: [], then: [nested(depth - 1)] });

describe('what is refused when it is saved', () => {
  it.each<[string, () => object, string]>([
    ['an unknown kind', () => ({ actions: [{ kind: 'magic' }] }), '/actions/0/kind'],
    ['an unknown option', () => ({ actions: [deed({ colour: 1 })] }), '/actions/0/colour'],
    ['a wrong option', () => ({ actions: [deed({ command: { on: 'yes' } })] }), '/actions/0/command/on'],
    [
      'a wrong option within',
      () => ({ actions: [{ kind: 'if', conditions: [], then: [{ kind: 'delay', duration_ms: -1 }] }] }),
      '/actions/0/then/0/duration_ms',
    ],
    [
      'a mistake in an expression',
      () => ({ actions: [deed({ command: { brightness: { $cel: '1 +' } } })] }),
      '/actions/0/command/brightness',
    ],
    [
      'a name that no expression knows',
      () => ({ conditions: [{ kind: 'expression', expression: 'nobody.knows' }] }),
      '/conditions/0/expression',
    ],
    ['an address that is worked out', () => ({ actions: [{ kind: 'webhook', url: { $cel: 'trigger.data.url' } }] }), '/actions/0/url'],
    ['a step that is none', () => ({ triggers: ['sunrise'] }), '/triggers/0'],
    ['10,000 steps', () => ({ actions: Array.from({ length: 10_000 }, () => ({ kind: 'delay', duration_ms: 1 })) }), '/actions'],
    [
      'too many steps within others',
      () => ({ actions: Array.from({ length: 40 }, () => ({ kind: 'parallel', branches: [Array.from({ length: 40 }, () => deed())] })) }),
      '/actions/24/branches/0/15',
    ],
    ['steps too deep in each other', () => ({ actions: [nested(17)] }), `/actions/0${'/then/0'.repeat(16)}`],
    ['an unknown field', () => ({ triggerz: [] }), '/triggerz'],
    ['no name', () => ({ name: undefined }), '/name'],
    ['a variable that is no name', () => ({ variables: { 'A b': 1 } }), '/variables/A b'],
    ['a blueprint that there is not', () => ({ blueprint: { blueprint_id: 'none' } }), '/blueprint/blueprint_id'],
  ])('%s', async (_what, more, field) => {
    expect(await fieldsOf({ name: 'Evening', ...more() })).toContain(field);
  });

  it('values that stand too deep for anybody, without falling over', async () => {
    const deep = '['.repeat(5_000) + ']'.repeat(5_000);
    expect((await fieldsOf(`{ "name": "Evening", "variables": { "deep": ${deep} } }`)).join()).toContain('/variables');
    expect((await fieldsOf(`{ "name": "Evening", "actions": [{ "kind": "stop", "reason": ${deep} }] }`)).join()).toContain('/actions');
  });
});

describe('what is kept', () => {
  it('an automation whose device is gone, which says what is missing', async () => {
    const { id } = await makeAutomation(hub, { name: 'Evening', actions: [deed()] });
    expect(await read(hub, `/devices/${light}/used-by`)).toMatchObject({ items: [{ type: 'automation', id, name: 'Evening' }] });
    expect((await hub.request('DELETE', `/devices/${light}`)).body).toMatchObject({ used_by: [{ id }] });
    await hub.settle();
    const { sentence, problems } = await read<Automation>(hub, `/automations/${id}`);
    expect(problems).toEqual([{ path: 'actions.0.targets.device_ids.0', detail: 'The device is gone.' }]);
    expect(sentence).toBe('When somebody runs it, then turn on a device that is gone.');
    expect((await hub.request('PATCH', `/automations/${id}`, { body: { name: 'Night' } })).status).toBe(200);
  });

  it('secrets, from those who may not change them; a mask that comes back stays what it stands for', async () => {
    const secret_id = 'nobody-is-to-know-this-0123456789';
    const headers = { authorization: 'Bearer nobody-is-to-know-that' };
    const triggers = [{ kind: 'webhook', webhook_id: secret_id }];
    const actions = [{ kind: 'webhook', url: 'https://example.org/hook/nobody-is-to-know', headers }];
    const { id } = await makeAutomation(hub, { name: 'Calls', triggers, actions });
    const path = `/automations/${id}`;
    const asViewer = async (more: object = {}): Promise<TestResponse> => hub.request('GET', path, { as: 'viewer', ...more });
    await hub.token('viewer');
    const { token } = (await hub.request('POST', '/tokens', { body: { name: 'reader', role: 'admin', scopes: ['automations:read'] } }))
      .body as {
      token: string;
    };
    const reader = { as: null, headers: { authorization: `Bearer ${token}` } };
    expect((await hub.request('POST', `${path}/run`, reader)).status).toBe(403);
    const texts = [
      await hub.request('GET', path, reader),
      await asViewer(),
      await asViewer({ headers: { accept: 'text/yaml' } }),
      await hub.request('GET', '/automations', { as: 'viewer' }),
    ];
    for (const { text } of texts) {
      expect(text).not.toContain('nobody-is-to-know');
      expect(text).toContain(SECRET_MASK);
    }
    expect((await hub.request('GET', path)).text).toContain(secret_id);
    const { triggers: seen, actions: seen_actions } = (await asViewer()).body as unknown as Automation;
    const patched = await hub.request('PATCH', path, { body: { triggers: seen, actions: seen_actions, description: 'As before' } });
    expect(patched.body).toMatchObject({ triggers, actions, description: 'As before' });
    const moved = await hub.request('PATCH', path, { body: { triggers: [{ kind: 'manual' }, ...seen] } });
    expect([moved.status, moved.text]).toEqual([422, expect.stringContaining('/triggers/1/webhook_id')]);
    const [row] = hub.hub.container.cradle.db.all<{ data: string }>('SELECT data FROM entities WHERE id = ?', [id]);
    expect(row?.data).not.toContain('nobody-is-to-know');
  });
});

describe('two people at one automation', () => {
  it('the second is told, as JSON and as YAML', async () => {
    const { id, revision } = await makeAutomation(hub, { name: 'Evening', actions: [deed()] });
    const path = `/automations/${id}`;
    const mine = { 'If-Match': `"${revision}"` };
    expect((await hub.request('PUT', path, yaml('name: First\n', mine))).status).toBe(200);
    expect((await hub.request('PUT', path, yaml('name: Second\n', mine))).body).toMatchObject({ code: 'LK_REVISION_CONFLICT' });
    expect((await hub.request('PATCH', path, { body: { name: 'Third' }, headers: mine })).status).toBe(412);
    expect(await read(hub, path)).toMatchObject({ name: 'First', actions: [] });
  });
});

describe('an automation as YAML', () => {
  const textOf = async (id: string): Promise<string> =>
    (await hub.request('GET', `/automations/${id}`, { headers: { accept: 'text/yaml' } })).text;

  it('is a text that a person would write', async () => {
    const { id } = await makeAutomation(hub, {
      name: 'Evening',
      triggers: [{ kind: 'sun', event: 'sunset' }],
      actions: [deed({ command: { brightness: { $cel: 'clamp(40, 1, 255)' } } })],
      mode: 'restart',
    });
    expect(await textOf(id)).toBe(
      `name: Evening\nmode: restart\ntriggers:\n  - kind: sun\n    event: sunset\nconditions: []\nactions:\n  - kind: device\n    targets:\n      device_ids:\n        - ${light}\n    command:\n      brightness: !cel "clamp(40, 1, 255)"\n`,
    );
  });

  it('loses nothing on its way there and back', async () => {
    const { id } = await makeAutomation(hub, { name: 'Anything' });
    const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
    const values = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), json, { maxKeys: 4, noNullPrototype: true });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('variables'), values }),
      fc.record({ kind: fc.constant('delay'), duration_ms: fc.integer({ min: 1, max: 1_000_000 }), note: fc.string({ maxLength: 40 }) }),
      fc.record({ kind: fc.constant('mqtt'), topic: fc.constant('a/b'), payload: json }),
      fc.record({ kind: fc.constant('stop'), reason: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }) }),
      fc.record({
        kind: fc.constant('if'),
        conditions: fc.constant([]),
        then: fc.array(fc.record({ kind: fc.constant('stop'), reason: fc.constant('x') })),
      }),
    );
    const automation = fc.record({
      name: fc.constantFrom('on', '1', 'Küche: hell', '- x', '~'),
      description: fc.string({ maxLength: 60, unit: 'grapheme' }),
      variables: values,
      actions: fc.array(step, { maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(automation, async (body) => {
        const put = await hub.request('PUT', `/automations/${id}`, { body });
        expect(put.status, put.text).toBe(200);
        const text = await textOf(id);
        const again = await hub.request('PUT', `/automations/${id}`, yaml(text));
        expect(again.status, again.text).toBe(200);
        expect(again.body).toEqual(put.body);
      }),
      { numRuns: 30 },
    );
  });

  it('says at which line a mistake stands', async () => {
    const text = `name: Evening\nactions:\n  - kind: delay\n    duration_ms: soon\n  - kind: device\n    targets: { device_ids: [gone] }\n    command: { on: true }\n`;
    const check = async (body: string): Promise<AutomationCheck> => (await hub.request('POST', '/automations/check', yaml(body))).body;
    expect((await check(text)).problems).toMatchObject([
      { path: 'actions.0.duration_ms', line: 4, column: 5 },
      { path: 'actions.1.targets.device_ids.0', detail: 'The device is gone.', line: 6 },
    ]);
    expect((await check('name: Evening\nactions:\n  - kind: delay\n   duration_ms: 5\n')).problems).toMatchObject([{ line: 4 }]);
    expect((await check('name: Evening\nwhatever: 1\n')).problems).toMatchObject([{ path: 'whatever', line: 2, column: 1 }]);
    const saved = await hub.request('POST', '/automations', yaml(text));
    expect([saved.status, saved.text]).toEqual([422, expect.stringContaining('line 4, column 5')]);
  });

  it('is told step by step while it is checked', async () => {
    const body = { triggers: [{ kind: 'manual' }], actions: [{ kind: 'if', conditions: [], then: [deed()] }] };
    const { sentence, sentences, problems } = (await hub.request('POST', '/automations/check', { body })).body as AutomationCheck;
    expect(problems).toEqual([]);
    expect(sentence).toBe('When somebody runs it, then if always, turn on Hall light.');
    expect(sentences).toMatchObject({ 'actions.0.then.0': 'turn on Hall light', 'triggers.0': 'somebody runs it' });
  });

  it.each([
    ['a billion laughs', `a: &a [x]\nb: &b [${'*a,'.repeat(60)}*a]\nc: &c [${'*b,'.repeat(60)}*b]\n`],
    ['a list', '- a\n'],
    ['nothing', '# nothing\n'],
    ['a text', 'hello'],
  ])('refuses %s', async (_what, text) => {
    expect((await hub.request('POST', '/automations', yaml(text))).status).toBe(422);
  });

  it('refuses 10,000 steps and what is too large', async () => {
    const steps = (count: number): string => `name: Many\nactions:\n${'  - { kind: delay, duration_ms: 1 }\n'.repeat(count)}`;
    expect((await hub.request('POST', '/automations', yaml(steps(7_000)))).status).toBe(422);
    expect((await hub.request('POST', '/automations', yaml(steps(10_000)))).status).toBe(413);
  });
});
