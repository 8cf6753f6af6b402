import type { ActivityEntry } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entries, makeAutomation, makeDevice, read, tracesOf } from './home.js';

/* From motion to light through the whole hub, with each step answerable in the log. */

let hub: TestHub;
let light: string;
let sensor: string;

beforeEach(async () => {
  hub = await createTestHub();
  light = await makeDevice(hub, 'Hall light', { kind: 'color_light' });
  const script = [{ after_ms: 60_000, state: { readings: { motion: true } } }];
  sensor = await makeDevice(hub, 'Motion', { kind: 'binary_sensor', script });
});

afterEach(async () => {
  await hub.stop();
});

const turnOn = (): object => ({ kind: 'device', targets: { device_ids: [light] }, command: { on: true } });
const onMotion = (): object => ({ kind: 'device_state', device_id: sensor, property: 'motion', to: true });

describe('motion that switches a light on', () => {
  it('is read back as a sentence', async () => {
    const { sentence, problems, status } = await makeAutomation(hub, { name: 'Evening', triggers: [onMotion()], actions: [turnOn()] });
    expect(sentence).toMatch(/^When .*Motion.*, then turn on Hall light\.$/);
    expect(problems).toEqual([]);
    expect(status).toMatchObject({ running: 0, last_run: null });
  });

  it('leads from the light in the log through the automation to the sensor', async () => {
    const { id } = await makeAutomation(hub, { name: 'Evening', triggers: [onMotion()], actions: [turnOn()] });
    await hub.clock.advance(60_000);
    await hub.settle();
    const commanded = await theOnly('device', 'commanded');
    expect(commanded).toMatchObject({ actor: 'automation:Evening', entity_name: 'Hall light' });
    const { items } = await read<{ items: ActivityEntry[] }>(hub, `/activity/${commanded.id}/why`);
    expect(items.map(({ action, actor }) => [action, actor])).toContainEqual(['automation_triggered', 'device:Motion']);
    const [trace] = await tracesOf(hub, id);
    expect(trace).toMatchObject({
      outcome: 'finished',
      trigger: { path: 'triggers.0', kind: 'device_state' },
      entry_id: commanded.metadata.cause_id,
      steps: [{ path: 'actions.0', kind: 'device', result: 'done', detail: 'Hall light took it.' }],
    });
    expect(await theOnly('automation', 'automation_finished')).toMatchObject({ actor: 'automation:Evening', entity_id: id });
  });

  it('names the person who began it all', async () => {
    const plug = await makeDevice(hub, 'Desk plug', { kind: 'switch' });
    const triggers = [{ kind: 'device_state', device_id: plug, property: 'on', to: true }];
    const { sentence } = await makeAutomation(hub, { name: 'Desk', triggers, actions: [turnOn()] });
    expect(sentence).toBe('When Desk plug turns on, then turn on Hall light.');
    await hub.request('POST', `/devices/${plug}/command`, { body: { on: true }, as: 'member' });
    await expect.poll(async () => (await entries(hub, `entity_id=${light}`)).map(({ action }) => action)).toContain('commanded');
    const [effect] = (await entries(hub, `entity_id=${light}`)).filter(({ action }) => action === 'commanded');
    const { items } = await read<{ items: ActivityEntry[] }>(hub, `/activity/${effect?.id ?? ''}/why`);
    expect(items.map(({ actor, message }) => [actor, message])).toEqual([
      ['automation:Desk', expect.stringContaining('turned on Hall light')],
      ['token:test-member', 'test-member triggered Desk: Desk plug turned on'],
      ['token:test-member', 'test-member turned on Desk plug'],
    ]);
    const correlations = new Set(items.map(({ metadata }) => metadata.correlation_id));
    expect(correlations.size).toBe(1);
  });
});

async function theOnly(category: string, action: string): Promise<ActivityEntry> {
  const found = (await entries(hub, `categories=${category}`)).filter((entry) => entry.action === action);
  expect(found).toHaveLength(1);
  const [entry] = found;
  if (entry === undefined) throw new Error(`There is no entry ${category}.${action}.`);
  return entry;
}
