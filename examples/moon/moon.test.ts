import type { ActivityEntry, Automation, AutomationKinds, Device, Trace, TraceSummary } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** Half an hour before the full moon of 3 January 2026, by the mean month. */
const EVE = Date.UTC(2026, 0, 3, 19, 45);
const HOUR = 3_600_000;

let hub: TestHub;
let device_id: string;

beforeEach(async () => {
  hub = await createTestHub({ plugins: [import.meta.dirname], now: EVE });
  const { body } = await hub.request('POST', '/devices', { body: { name: 'Lamp', driver: 'virtual', config: { kind: 'light' } } });
  device_id = (body as Device).id;
  await hub.settle();
});

afterEach(() => hub.stop());

async function create(automation: object): Promise<Automation> {
  const { status, body, text } = await hub.request('POST', '/automations', { body: { name: 'Moonlight', ...automation } });
  expect(status, text).toBe(201);
  return body;
}

const whole = (): object => ({
  triggers: [{ kind: 'moon_phase', phase: 'full' }],
  conditions: [{ kind: 'moon_lit', at_least: 0.9 }],
  actions: [{ kind: 'moon_glow', device_id }],
});

async function traces(id: string): Promise<Trace[]> {
  const { items } = (await hub.request('GET', `/automations/${id}/traces`)).body as { items: TraceSummary[] };
  return Promise.all(items.map(async (run) => (await hub.request('GET', `/traces/${run.id}`)).body as Trace));
}

describe('the moon', () => {
  it('is among the kinds of the editor', async () => {
    const { triggers, conditions, actions } = (await hub.request('GET', '/automation-kinds')).body as AutomationKinds;
    const own = [...triggers, ...conditions, ...actions].filter(({ plugin_id }) => plugin_id === 'moon');
    expect(own.map(({ kind }) => kind)).toEqual(['moon_phase', 'moon_lit', 'moon_glow']);
  });

  it('sets a lamp alight when it is full, and the log and the trace say why', async () => {
    const { id, sentence, problems } = await create(whole());
    expect(problems).toEqual([]);
    expect(sentence).toBe('When the moon is full, if at least 90 % of the moon is lit, then let Lamp glow like the moon.');
    await hub.clock.advance(HOUR);
    expect((await hub.request('GET', `/devices/${device_id}`)).body).toMatchObject({ state: { on: true, brightness: 255 } });

    const [trace, ...others] = await traces(id);
    expect(others).toEqual([]);
    expect(trace).toMatchObject({ outcome: 'finished', actor: 'schedule', trigger: { kind: 'moon_phase', data: { phase: 'full' } } });
    expect(trace?.steps.map(({ path, result, detail }) => [path, result, detail])).toEqual([
      ['conditions.0', 'passed', '100 % of the moon is lit'],
      ['actions.0', 'done', 'Lamp glows at 255'],
    ]);

    const { items } = (await hub.request('GET', `/activity?entity_id=${device_id}&categories=device`)).body as { items: ActivityEntry[] };
    expect(items[0]).toMatchObject({ action: 'commanded', actor: 'automation:Moonlight', metadata: { cause_id: trace?.entry_id } });
  });

  it('is shown in a dry run, which touches nothing', async () => {
    const { id } = await create(whole());
    const { body } = await hub.request('POST', `/automations/${id}/dry-run`);
    expect((body as Trace).steps.map(({ result }) => result)).toEqual(['passed', 'would']);
    expect((body as Trace).steps[1]?.detail).toMatch(/^would dim Lamp to 25[0-5]$/);
    expect((await hub.request('GET', `/devices/${device_id}`)).body).toMatchObject({ state: { on: false } });
  });

  it('refuses options that are none, and names them', async () => {
    const body = {
      name: 'Wrong',
      triggers: [{ kind: 'moon_phase', phase: 'blue' }],
      conditions: [{ kind: 'moon_lit', at_least: 2 }],
      actions: [],
    };
    expect(await hub.request('POST', '/automations', { body })).toMatchObject({
      status: 422,
      body: { errors: [{ field: '/triggers/0/phase' }, { field: '/conditions/0/at_least' }] },
    });
  });

  it('is missed while its plugin is away, and heard again when it is back', async () => {
    const { id } = await create(whole());
    const supervisor = hub.hub.container.cradle.supervisor;
    const read = async (): Promise<Automation> => (await hub.request('GET', `/automations/${id}`)).body;
    await supervisor.restart('moon');
    expect(await read()).toMatchObject({ problems: [], status: { armed: true, next_at: expect.any(String) as string } });
    expect((await hub.request('GET', `/devices/${device_id}/used-by`)).body).toMatchObject({ items: [{ id }] });
    await hub.clock.advance(HOUR);
    expect((await traces(id)).map(({ outcome }) => outcome)).toEqual(['finished']);
  });
});
