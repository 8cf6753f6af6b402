import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entries, makeAutomation, makeDevice, read, tracesOf } from './home.js';

/* Automations for those outside: the broker, Home Assistant, and other programs that call a webhook. */

/** Longer than the hub listens to the broker before it announces, and than it gathers changes. */
const A_WHILE_MS = 30_000;

let hub: TestHub;
let light: string;
let id: string;

beforeEach(async () => {
  hub = await createTestHub({ mqtt: true });
  light = await makeDevice(hub, 'Hall light', { kind: 'light' });
  const actions = [{ kind: 'device', targets: { device_ids: [light] }, command: { on: true } }];
  const conditions = [{ kind: 'expression', expression: 'false' }];
  ({ id } = await makeAutomation(hub, { name: 'Evening', conditions, actions }));
  await hub.clock.advance(A_WHILE_MS);
});

afterEach(async () => {
  await hub.stop();
});

const kept = (topic: string): string | undefined => hub.mqtt.retained.get(`lightkeeper/${topic}`);
const isOn = async (): Promise<boolean | undefined> => (await read<{ on?: boolean }>(hub, `/devices/${light}/state`)).on;

async function told(topic: string, payload: string): Promise<void> {
  hub.mqtt.deliver(`lightkeeper/${topic}`, payload);
  await hub.settle();
}

describe('an automation at the broker', () => {
  it('is a switch whose state is kept there', async () => {
    expect(kept(`automations/${id}/state`)).toBe('ON');
    await told(`automations/${id}/set`, 'OFF');
    expect([kept(`automations/${id}/state`), (await read<{ enabled: boolean }>(hub, `/automations/${id}`)).enabled]).toEqual([
      'OFF',
      false,
    ]);
    const [change] = (await entries(hub, `entity_id=${id}`)).filter(({ action }) => action === 'updated');
    expect(change?.actor).toMatch(/^mqtt:/);
  });

  it('is run whatever its conditions, also while it is disabled', async () => {
    await told(`automations/${id}/set`, 'OFF');
    await told(`automations/${id}/trigger`, '');
    expect(await isOn()).toBe(true);
    const [trace] = await tracesOf(hub, id);
    expect(trace).toMatchObject({
      outcome: 'finished',
      actor: expect.stringMatching(/^mqtt:/) as string,
      trigger: { path: null, kind: 'manual' },
    });
  });

  it('takes ON and OFF and nothing else', async () => {
    for (const payload of ['on', '', '{"on":true}', 'OFF'.repeat(50_000)]) await told(`automations/${id}/set`, payload);
    await told('automations/nothing/set', 'OFF');
    await told('automations/nothing/trigger', '');
    expect(kept(`automations/${id}/state`)).toBe('ON');
    expect(kept('automations/nothing/state')).toBeUndefined();
  });

  it('is taken away when it is deleted', async () => {
    await hub.request('DELETE', `/automations/${id}`);
    await hub.settle();
    expect(kept(`automations/${id}/state`)).toBeUndefined();
  });
});

describe('an automation in Home Assistant', () => {
  const key = (): string => `automation_${id.replaceAll('-', '')}`;

  it('is a switch, also when either plugin was started anew', async () => {
    for (const plugin of ['home-assistant', 'automations']) {
      await hub.request('POST', `/plugins/${plugin}/restart`);
      await hub.clock.advance(A_WHILE_MS);
      expect(kept(`ha/exposed/${key()}`)).toBe('ON');
      await told(`ha/exposed/${key()}/set`, 'OFF');
      expect(kept(`ha/exposed/${key()}`)).toBe('OFF');
      await told(`ha/exposed/${key()}/set`, 'ON');
    }
    await hub.request('DELETE', `/automations/${id}`);
    await hub.clock.advance(A_WHILE_MS);
    expect(kept(`ha/exposed/${key()}`)).toBeUndefined();
  });
});

describe('the plugin of automations', () => {
  it('takes back all that it set going, and goes on where it was', async () => {
    await makeAutomation(hub, {
      name: 'Clock',
      triggers: [
        { kind: 'interval', every_ms: 60_000 },
        { kind: 'mqtt', topic: 'a/b' },
      ],
    });
    await hub.expectNoLeaks('automations');
    const { items } = await read<{ items: { name: string; status: { armed: boolean } }[] }>(hub, '/automations');
    expect(items.map(({ name, status }) => [name, status.armed])).toEqual([
      ['Evening', true],
      ['Clock', true],
    ]);
    await hub.expectNoLeaks('automations');
  });
});
