import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ActivityEntry, Device, Page } from '@lightkeeper/plugin-sdk';
import type { Health } from '@lightkeeper/plugin-sdk/wire';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canMeasureMemory, memoryOf } from '../../bench/src/process-memory.js';
import type { ApiClient } from '../support/api.js';
import type { DeviceMode } from '../support/device-server.js';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { ShellySimulator } from '../support/shelly-simulator.js';
import { WledSimulator } from '../support/wled-simulator.js';

const MODES = ['garbage', 'slow', 'silent', 'huge', 'redirect', 'other'] as const satisfies readonly DeviceMode[];

describe('a Shelly that lies', { timeout: 60_000 }, () => {
  let hub: HubProcess;
  let owner: ApiClient;
  const liars = new Map<DeviceMode, ShellySimulator>();
  const ids = new Map<DeviceMode, string>();
  let temptations = 0;
  const temptation = createServer((_request, response) => {
    temptations += 1;
    response.end('{}');
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => temptation.listen(0, '127.0.0.1', resolve));
    ({ hub, owner } = await startHeadless());
    for (const mode of MODES) {
      const liar = new ShellySimulator();
      liar.mode = mode;
      liar.redirect_to = `http://127.0.0.1:${(temptation.address() as AddressInfo).port}/rpc`;
      await liar.start();
      liars.set(mode, liar);
      const { status, body } = await owner.api<Device>('POST', '/devices', {
        name: mode,
        driver: 'shelly',
        config: { address: liar.address },
      });
      expect(status, JSON.stringify(body)).toBe(201);
      ids.set(mode, body.id);
    }
  });
  afterAll(async () => {
    await hub.dispose();
    for (const liar of liars.values()) await liar.stop();
    temptation.close();
  });

  it.each(MODES)('and is %s is offline, with the reason, and fails its commands', async (mode) => {
    const id = ids.get(mode) ?? '';
    const device = await eventually(
      'it is offline',
      async () => {
        const { body } = await owner.api<Device>('GET', `/devices/${id}`);
        return body.status === 'offline' && body;
      },
      { within_ms: 30_000 },
    );
    expect(device.status_reason).toMatch(/^.{10,}\.$/);
    expect(device.next_try_at).not.toBeNull();
    const refused = await owner.api('POST', `/devices/${id}/command`, { on: true });
    expect(refused).toMatchObject({ status: 503, body: { code: 'LK_DEVICE_OFFLINE' } });
  });

  it('costs the hub neither its memory nor its health, and leads it nowhere', async () => {
    expect((await owner.api<Health>('GET', '/health')).body.status).toBe('ok');
    if (canMeasureMemory) expect(memoryOf(hub.pid).peak).toBeLessThan(250);
    expect(liars.get('redirect')?.times_asked).toBeGreaterThan(0);
    expect(temptations).toBe(0);
  });
});

describe.each(['wled', 'shelly'] as const)('a device (%s) in the middle of a command', (driver) => {
  let hub: TestHub;
  let device: WledSimulator | ShellySimulator;
  let id: string;

  beforeEach(async () => {
    device = driver === 'wled' ? new WledSimulator() : new ShellySimulator();
    await device.start();
    hub = await createTestHub();
    const body = { name: 'Lamp', driver, config: { address: device.address } };
    id = ((await hub.request('POST', '/devices', { body })).body as Device).id;
    await becomes('online');
  });
  afterEach(async () => {
    await hub.stop();
    await device.stop();
  });

  async function becomes(status: Device['status']): Promise<Device> {
    return eventually(`it is ${status}`, async () => {
      const { body } = await hub.request('GET', `/devices/${id}`);
      return (body as Device).status === status && body;
    });
  }

  async function failures(): Promise<ActivityEntry[]> {
    const { items }: Page<ActivityEntry> = (await hub.request('GET', `/activity?entity_id=${id}&categories=device`)).body;
    return items.filter(({ action }) => action === 'command_failed');
  }

  it('whose plug is pulled fails it, says so in the log, and is offline', async () => {
    device.mode = 'silent';
    const asked = device.times_asked;
    const answer = hub.request('POST', `/devices/${id}/command`, { body: { on: true } });
    await eventually('it was asked', () => device.times_asked > asked);
    await device.stop();
    expect(await answer).toMatchObject({ status: 502, body: { code: 'LK_DEVICE_FAILED' } });
    expect(await failures()).toMatchObject([{ severity: 'error', entity_name: 'Lamp', metadata: { code: 'LK_DEVICE_FAILED' } }]);
    expect((await failures())[0]?.message).toMatch(/^test-owner could not turn on Lamp: .{10,}/);
    await eventually('the next command is refused at once', async () => {
      const { status } = await hub.request('POST', `/devices/${id}/command`, { body: { on: true } });
      if (status === 200) throw new Error('it took a command without a plug');
      await hub.clock.advance(1_000);
      return status === 503;
    });
  });

  it('that only falls silent fails it in time, and lets the next one go its way', async () => {
    device.mode = 'silent';
    const asked = device.times_asked;
    const answers = [true, false].map((on) => hub.request('POST', `/devices/${id}/command`, { body: { on } }));
    await eventually('it was asked', () => device.times_asked > asked);
    let done = 0;
    for (const answer of answers) void answer.then(() => (done += 1));
    await eventually('both were given up', async () => {
      await hub.clock.advance(1_000);
      return done === 2;
    });
    for (const answer of answers) expect([502, 503]).toContain((await answer).status);
    expect(await failures()).toHaveLength(2);
  });

  it('that answers with 100 MB, half of JSON, or another address fails it', async () => {
    for (const mode of ['huge', 'garbage', 'redirect'] as const) {
      await becomes('online');
      device.mode = mode;
      const answer = await hub.request('POST', `/devices/${id}/command`, { body: { on: true } });
      expect([mode, answer.status]).toEqual([mode, 502]);
      device.mode = 'normal';
      await eventually('it is well again', async () => {
        await hub.clock.advance(5_000);
        return ((await hub.request('GET', `/devices/${id}`)).body as Device).status === 'online';
      });
    }
    expect(await failures()).toHaveLength(3);
  });
});

describe('a device that cannot stop talking', () => {
  let hub: TestHub;

  beforeEach(async () => {
    hub = await createTestHub({ mqtt: true });
  });
  afterEach(async () => {
    await hub.stop();
  });

  async function add(config: Record<string, unknown>): Promise<string> {
    const { status, body, text } = await hub.request('POST', '/devices', { body: { name: 'Chatterbox', driver: 'virtual', config } });
    expect(status, text).toBe(201);
    await hub.settle();
    return (body as Device).id;
  }

  /** A thousand a second. */
  const script = (step: (index: number) => object): unknown => Array.from({ length: 100 }, (_, index) => ({ after_ms: 1, ...step(index) }));

  it('is told of twenty times a second, the first at once and the last for certain, to people, plugins and the broker', async () => {
    const listener = await EventListener.open(hub, await hub.token('viewer'));
    try {
      const hooked = hub.spy('device.state_changed');
      const id = await add({ kind: 'light', script: script((index) => ({ state: { on: true, brightness: 1 + index } })), repeat: true });
      await hub.clock.advance(5_000);
      await hub.request('DELETE', `/devices/${id}`);
      expect(hooked.length).toBeGreaterThanOrEqual(60);
      expect(hooked.length).toBeLessThanOrEqual(20 + 5 * 20 + 1);
      expect(hooked[0]?.state).toMatchObject({ brightness: 255 });
      const published = hub.mqtt.published.filter(({ topic }) => topic === `lightkeeper/devices/${id}/state`);
      expect(published.length).toBeLessThanOrEqual(hooked.length + 2);
      await eventually('the client has heard of the end', () => listener.of('entity_changed').some(({ op }) => op === 'deleted'));
      expect(listener.of('device_state').length).toBeLessThanOrEqual(hooked.length);
    } finally {
      await listener.close();
    }
  });

  it('is told of with what it showed last', async () => {
    const hooked = hub.spy('device.state_changed');
    const id = await add({ kind: 'light', script: script((index) => ({ state: { on: true, brightness: 1 + index } })) });
    await hub.clock.advance(2_000);
    expect(hooked.length).toBeLessThan(50);
    expect(hooked.at(-1)?.state).toMatchObject({ brightness: 100 });
    const published = hub.mqtt.published.filter(({ topic }) => topic === `lightkeeper/devices/${id}/state`).at(-1);
    expect(JSON.parse(published?.payload ?? '{}')).toMatchObject({ brightness: 100 });
  });

  it('has fifty of its events told in a second, and none of a type that it never named', async () => {
    const events = hub.spy('device.event');
    const id = await add({
      kind: 'event',
      script: script((index) => ({ event: { key: 'button', type: index % 2 === 0 ? 'press' : 'explosion' } })),
      repeat: true,
    });
    await hub.clock.advance(3_000);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['press']));
    expect(events.length).toBeGreaterThanOrEqual(100);
    expect(events.length).toBeLessThanOrEqual(200);
    const published = hub.mqtt.published.filter(({ topic }) => topic === `lightkeeper/devices/${id}/event`);
    expect(published).toHaveLength(events.length);
    expect(published[0]).toMatchObject({ retain: false });
    expect(JSON.parse(published[0]?.payload ?? '{}')).toEqual({ key: 'button', type: 'press', attributes: {} });
  });

  it('does not keep the others from being heard', async () => {
    await add({ kind: 'light', script: script((index) => ({ state: { on: true, brightness: 1 + index } })), repeat: true });
    await hub.clock.advance(1_000);
    const quiet = await add({ kind: 'light' });
    const hooked = hub.spy('device.state_changed');
    expect((await hub.request('POST', `/devices/${quiet}/command`, { body: { on: true } })).status).toBe(200);
    expect(hooked.filter(({ device_id }) => device_id === quiet)).toHaveLength(1);
  });
});
