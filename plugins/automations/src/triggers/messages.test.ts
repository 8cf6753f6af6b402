import type { TriggerConfig } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from '../support/rig.js';
import type { Rig } from '../support/rig.js';

let rig: Rig;

beforeEach(async () => {
  rig = await createRig();
  rig.arming.start([]);
});
afterEach(async () => {
  await rig.test.stop();
});

function arm(...triggers: TriggerConfig[]): void {
  rig.arming.arm({ id: 'a', triggers, missed: 'skip' });
}

async function send(topic: string, payload: string, flags: { retained?: boolean; truncated?: boolean } = {}): Promise<void> {
  rig.test.mqtt.deliver(topic, payload, flags);
  await rig.test.settle();
}

describe('mqtt', () => {
  it('fires for a message on a topic, in the name of the broker, with what it says', async () => {
    arm({ kind: 'mqtt', topic: 'home/+/bell' });
    await rig.test.settle();
    await send('home/front/bell', '{"ring":true}');
    await send('home/front/door', 'open');
    expect(rig.firings).toMatchObject([
      { trigger: { data: { topic: 'home/front/bell', payload: '{"ring":true}', json: { ring: true } } }, context: { origin: 'mqtt' } },
    ]);
  });

  it('passes over what the broker has kept from before', async () => {
    arm({ kind: 'mqtt', topic: 'home/bell' });
    await rig.test.settle();
    await send('home/bell', 'old', { retained: true });
    expect(rig.fired()).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, [string, boolean][]]>([
    [
      'the whole text',
      { payload: 'ON' },
      [
        ['ON', true],
        ['ON ', false],
        ['', false],
      ],
    ],
    [
      'a field',
      { field: 'state.power' },
      [
        ['{"state":{"power":0}}', true],
        ['{"state":{}}', false],
        ['power', false],
        ['[1]', false],
      ],
    ],
    [
      'a field and its value',
      { field: 'a.0', value: 'x' },
      [
        ['{"a":["x"]}', true],
        ['{"a":["y"]}', false],
      ],
    ],
    [
      'no field of JavaScript itself',
      { field: 'constructor' },
      [
        ['{}', false],
        ['{"constructor":1}', true],
      ],
    ],
    [
      'an expression',
      { expression: 'trigger.data.json.t > 20' },
      [
        ['{"t":21}', true],
        ['{"t":19}', false],
        ['{}', false],
        ['nonsense', false],
      ],
    ],
  ])('filters by %s', async (_what, filter, cases) => {
    arm({ kind: 'mqtt', topic: 'sensor', ...filter });
    await rig.test.settle();
    for (const [payload, fires] of cases) {
      await send('sensor', payload);
      expect([payload, rig.fired().length]).toEqual([payload, fires ? 1 : 0]);
    }
  });

  it('keeps little of a long message', async () => {
    arm({ kind: 'mqtt', topic: 'sensor' });
    await rig.test.settle();
    await send('sensor', JSON.stringify({ text: 'x'.repeat(60_000) }));
    const [firing] = rig.firings;
    expect(JSON.stringify(firing?.trigger.data).length).toBeLessThan(8_192);
    expect(firing?.trigger.description.length).toBeLessThan(200);
  });

  it('asks the broker once for a topic, however many listen, and leaves it with the last', async () => {
    const subscriptions = (): number =>
      rig.test
        .effects()
        .find(({ label }) => label === 'automations')
        ?.children.filter(({ label }) => label.includes('shared/topic')).length ?? 0;
    for (const id of ['a', 'b', 'c']) rig.arming.arm({ id, triggers: [{ kind: 'mqtt', topic: 'shared/topic' }], missed: 'skip' });
    await rig.test.settle();
    expect(subscriptions()).toBe(1);
    await send('shared/topic', 'x');
    expect(rig.fired()).toHaveLength(3);
    for (const id of ['a', 'b', 'c']) rig.arming.disarm(id);
    expect(subscriptions()).toBe(0);
  });

  it.each([{ topic: 'a/#/b' }, { topic: 'a+' }, { topic: '' }, { topic: 'a', value: 1 }, { topic: 'a', expression: 'nope' }])(
    'refuses %j',
    (given) => {
      expect(rig.kinds.check('trigger', [{ kind: 'mqtt', ...given }], 'triggers')).toHaveLength(1);
    },
  );
});

describe('webhook', () => {
  const id = 'Zx3v-secret-of-the-doorbell';
  const call = (method = 'POST', body?: unknown, headers: Record<string, string> = {}, path = id) =>
    rig.test.request(method, `/hooks/${path}`, { as: null, headers, ...(body !== undefined && { body }) });

  beforeEach(() => {
    arm({ kind: 'webhook', webhook_id: id });
  });

  it('fires with what it was sent, as nobody that is known', async () => {
    expect((await call('POST', { ring: 2 })).status).toBe(204);
    expect((await call('PUT', 'opened', { 'Content-Type': 'text/plain' })).status).toBe(204);
    expect((await rig.test.request('POST', `/hooks/${id}?room=hall`, { as: null })).status).toBe(204);
    expect(rig.firings).toMatchObject([
      { trigger: { data: { method: 'POST', json: { ring: 2 } } }, context: { actor: 'anonymous' } },
      { trigger: { data: { method: 'PUT', body: 'opened' } } },
      { trigger: { data: { query: { room: 'hall' }, body: null } } },
    ]);
  });

  it('gives the same answer for an unknown id, another method and a peer from outside', async () => {
    const answers = await Promise.all([
      call('POST', undefined, {}, 'another-id'),
      call('GET'),
      call('POST', undefined, { 'X-Forwarded-For': '203.0.113.9' }),
      call('POST', undefined, { Forwarded: 'for="[2001:db8::17]:4711"' }),
      call('POST', undefined, { 'X-Real-IP': '198.51.100.7' }),
      call('POST', undefined, { 'X-Forwarded-For': '192.168.1.4, 203.0.113.9' }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect({ ...(body as object), correlation_id: '', instance: '' }).toEqual({
        ...(answers[0].body as object),
        correlation_id: '',
        instance: '',
      });
    }
    expect(rig.fired()).toEqual([]);
  });

  it('takes those from outside, and other methods, where that is wanted', async () => {
    arm({ kind: 'webhook', webhook_id: id, local_only: false, methods: ['GET'] });
    expect((await call('GET', undefined, { 'X-Forwarded-For': '203.0.113.9' })).status).toBe(204);
    expect((await call('POST')).status).toBe(404);
  });

  it('refuses bodies that are too large, and too many calls', async () => {
    expect((await call('POST', 'x'.repeat(70_000), { 'Content-Type': 'text/plain' })).status).toBe(413);
    rig.fired();
    const statuses: number[] = [];
    for (let index = 0; index < 70; index += 1) statuses.push((await call()).status);
    expect(statuses.slice(0, 50).every((status) => status === 204)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    await rig.test.clock.advance(10_000);
    expect((await call()).status).toBe(204);
  });

  it('is gone when it is disarmed', async () => {
    rig.arming.disarm('a');
    expect((await call()).status).toBe(404);
  });
});
