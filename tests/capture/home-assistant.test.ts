import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/* Captures as switches at the broker and in Home Assistant. */

/** Longer than the hub listens to the broker before it announces, and than it gathers changes. */
const A_WHILE_MS = 30_000;

let hub: TestHub;
let id: string;

beforeEach(async () => {
  hub = await createTestHub({ mqtt: true });
  id = await make('Ambient');
  await hub.clock.advance(A_WHILE_MS);
});

afterEach(async () => {
  await hub.stop();
});

async function make(name: string): Promise<string> {
  const strip = { name: 'Strip', driver: 'virtual', config: { kind: 'strip', leds: 4 } };
  const device = (await hub.request('POST', '/devices', { body: strip })).body as { id: string };
  await hub.settle();
  const body = { name, source: { kind: 'test-pattern' }, layout: { kind: 'border', top: 4 }, targets: [{ device_id: device.id }] };
  return ((await hub.request('POST', '/captures', { body })).body as { id: string }).id;
}

const key = (suffix = ''): string => `capture_${id.replaceAll('-', '')}${suffix}`;
const kept = (topic: string): string | undefined => hub.mqtt.retained.get(`lightkeeper/${topic}`);
const shown = (suffix?: string): string | undefined => kept(`ha/exposed/${key(suffix)}`);

interface Component {
  name?: string;
  platform: string;
}
function components(): Record<string, Component> {
  const config = [...hub.mqtt.retained].find(([topic]) => /\/lightkeeper_[0-9a-f]{8}\/config$/.test(topic))?.[1] ?? '{}';
  const parsed = JSON.parse(config) as { components?: Record<string, Component>; cmps?: Record<string, Component> };
  return parsed.components ?? parsed.cmps ?? {};
}

async function told(topic: string, payload: string): Promise<void> {
  hub.mqtt.deliver(`lightkeeper/${topic}`, payload);
  await hub.settle();
}

const running = async (): Promise<boolean> =>
  ((await hub.request('GET', `/captures/${id}/status`)).body as { state: string }).state !== 'stopped';

async function actors(action: string): Promise<string[]> {
  const { items } = (await hub.request('GET', `/activity?entity_id=${id}`)).body as { items: { action: string; actor: string }[] };
  return items.filter((entry) => entry.action === action).map(({ actor }) => actor);
}

describe('a capture at the broker', () => {
  it('is a switch whose state is kept there', async () => {
    expect(kept(`captures/${id}/state`)).toBe('OFF');
    await told(`captures/${id}/set`, 'ON');
    expect([await running(), kept(`captures/${id}/state`)]).toEqual([true, 'ON']);
    expect(await actors('started')).toEqual([expect.stringMatching(/^mqtt:/)]);
    await told(`captures/${id}/set`, 'OFF');
    // It waits for the thread of the captures to end, whose time is not the test's.
    await vi.waitFor(() => {
      expect(kept(`captures/${id}/state`)).toBe('OFF');
    });
    expect(await running()).toBe(false);
    expect(await actors('stopped')).toEqual([expect.stringMatching(/^mqtt:/)]);
  });

  it('takes ON and OFF and nothing else', async () => {
    for (const payload of ['on', '', '1', '{"on":true}', 'ON'.repeat(50_000)]) await told(`captures/${id}/set`, payload);
    await told('captures/nothing/set', 'ON');
    expect(await running()).toBe(false);
    expect(kept('captures/nothing/state')).toBeUndefined();
  });

  it('is told anew to a broker that lost everything, and taken away when it is deleted', async () => {
    hub.mqtt.disconnect();
    hub.mqtt.retained.clear();
    hub.mqtt.connect();
    await hub.clock.advance(A_WHILE_MS);
    expect(kept(`captures/${id}/state`)).toBe('OFF');
    await hub.request('DELETE', `/captures/${id}`);
    await hub.settle();
    expect(kept(`captures/${id}/state`)).toBeUndefined();
  });
});

describe('a capture in Home Assistant', () => {
  it('is a switch, with its pictures a second and its latency', async () => {
    expect(components()).toMatchObject({
      [`switch_${key()}`]: { platform: 'switch', name: 'Ambient' },
      [`sensor_${key('_fps')}`]: { platform: 'sensor', unit_of_measurement: 'fps' },
      [`sensor_${key('_latency')}`]: { platform: 'sensor', unit_of_measurement: 'ms' },
    });
    expect([shown(), shown('_fps'), shown('_latency')]).toEqual(['OFF', '0', 'None']);
    await told(`ha/exposed/${key()}/set`, 'ON');
    expect([await running(), shown()]).toEqual([true, 'ON']);
    await hub.request('POST', `/captures/${id}/stop`);
    await hub.settle();
    expect([shown(), shown('_fps')]).toEqual(['OFF', '0']);
  });

  it('follows a new name, and goes with the capture', async () => {
    await hub.request('PATCH', `/captures/${id}`, { body: { name: 'Cinema' } });
    await hub.clock.advance(A_WHILE_MS);
    expect(components()[`switch_${key()}`]?.name).toBe('Cinema');
    await hub.request('DELETE', `/captures/${id}`);
    await hub.clock.advance(A_WHILE_MS);
    expect(components()).not.toHaveProperty(`switch_${key()}`);
    expect(shown()).toBeUndefined();
  });

  it('is there again when that plugin, or the one of captures, was started anew', async () => {
    for (const plugin of ['home-assistant', 'capture']) {
      await hub.request('POST', `/plugins/${plugin}/restart`);
      await hub.clock.advance(A_WHILE_MS);
      expect(components()).toHaveProperty(`switch_${key()}`);
      await told(`ha/exposed/${key()}/set`, 'ON');
      expect(await running()).toBe(true);
      await told(`ha/exposed/${key()}/set`, 'OFF');
      await vi.waitFor(() => {
        expect(shown()).toBe('OFF');
      });
    }
  });
});

describe('the plugin of captures', () => {
  it('takes back all that it set going', async () => {
    await hub.expectNoLeaks('capture');
    await hub.request('POST', `/captures/${id}/start`);
    await hub.hub.container.cradle.supervisor.restart('capture');
    expect(await running()).toBe(false);
    await hub.expectNoLeaks('capture');
  });
});
