import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityEntry, Device, DeviceState, Page } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { Mosquitto, mosquittoAvailable } from '../support/mosquitto.js';
import { MqttSubscriber } from '../support/mqtt-subscriber.js';

describe.skipIf(!mosquittoAvailable())('devices at the broker (skipped where Mosquitto is not installed)', () => {
  let broker: Mosquitto;
  let subscriber: MqttSubscriber;
  let hub: HubProcess;
  let owner: ApiClient;
  let device: Device;

  beforeAll(async () => {
    broker = await Mosquitto.start({ persistence: true });
    subscriber = await MqttSubscriber.start(broker.url, 'lightkeeper/#');
    ({ hub, owner } = await startHeadless({ args: ['--mqtt-url', broker.url] }));
  });
  afterAll(async () => {
    await hub.dispose();
    await subscriber.close();
    await broker.dispose();
  });
  beforeEach(async () => {
    const { status, body } = await owner.api<Device>('POST', '/devices', { name: 'Hall', driver: 'virtual', config: {} });
    expect(status, JSON.stringify(body)).toBe(201);
    device = body;
    await eventually('it is announced', () => subscriber.on(topic('availability')).at(-1)?.payload === 'online');
  });

  const topic = (what: string): string => `lightkeeper/devices/${device.id}/${what}`;
  const lastState = (): DeviceState | undefined => subscriber.json<DeviceState>(topic('state')).at(-1);
  async function entries(action: string): Promise<ActivityEntry[]> {
    const { body } = await owner.api<Page<ActivityEntry>>('GET', `/activity?entity_id=${device.id}&categories=device`);
    return body.items.filter((entry) => entry.action === action);
  }

  it('shows a state that changed through the API', async () => {
    const command = { on: true, brightness: 201 };
    expect((await owner.api('POST', `/devices/${device.id}/command`, command)).status).toBe(200);
    await eventually('the new state is there', () => lastState()?.brightness === 201);
    expect(lastState()).toMatchObject(command);
    const late = await MqttSubscriber.start(broker.url, topic('#'));
    for (const what of ['state', 'availability']) expect((await late.waitFor(topic(what)))[0]?.retain).toBe(true);
    await late.close();
  });

  it('takes a command, under the name of the broker’s client', async () => {
    await subscriber.publish(topic('set'), JSON.stringify({ on: true, brightness: 77, color: { r: 255, g: 120, b: 0 } }));
    await eventually('the new state is there', () => lastState()?.brightness === 77);
    const [entry, ...more] = await eventually('it is in the log', async () => {
      const found = await entries('commanded');
      return found.length > 0 && found;
    });
    expect(more).toEqual([]);
    expect(entry?.actor).toMatch(/^mqtt:.+/);
    expect(entry?.metadata).toMatchObject({ origin: 'mqtt', changed: ['on', 'brightness', 'color'] });
    await subscriber.publish(topic('set'), 'OFF');
    await eventually('it is off', () => lastState()?.on === false);
  });

  it('refuses what is no command, and what lay there before', async () => {
    for (const nonsense of ['{', '{"on":"perhaps"}', '{"brightness":9000}', '{"__proto__":{"on":true}}', '\u0000', '['.repeat(20_000)]) {
      await subscriber.publish(topic('set'), nonsense);
    }
    await subscriber.publish(topic('set'), 'x'.repeat(200_000));
    await subscriber.publish('lightkeeper/devices/nobody/set', '{"on":true}');
    await subscriber.publish(topic('set'), JSON.stringify({ on: true, brightness: 12 }));
    await eventually('the good one came through', () => lastState()?.brightness === 12);
    expect(await entries('commanded')).toHaveLength(1);
    expect((await owner.api('GET', '/mqtt/status')).body).toMatchObject({ state: 'online' });
  });

  it('ignores a retained command when it connects', async () => {
    await subscriber.publish(topic('set'), JSON.stringify({ brightness: 3 }), { retain: true });
    await eventually('it is taken as a command once', () => lastState()?.brightness === 3);
    expect((await owner.api('POST', `/devices/${device.id}/command`, { brightness: 50 })).status).toBe(200);
    await eventually('that is over', () => lastState()?.brightness === 50);
    await broker.stop();
    const before = subscriber.on(topic('state')).length;
    await broker.start();
    await eventually(
      'a fresh command is taken',
      async () => {
        await subscriber.publish(topic('set'), JSON.stringify({ brightness: 4 }));
        return lastState()?.brightness === 4;
      },
      { every_ms: 200 },
    );
    const since = subscriber.json<DeviceState>(topic('state')).slice(before);
    expect(since.map(({ brightness }) => brightness)).not.toContain(3);
  });

  it('clears what the broker keeps of a device that is deleted', async () => {
    expect((await owner.api('DELETE', `/devices/${device.id}`)).status).toBe(204);
    await eventually('it is cleared', () => ['state', 'availability'].every((what) => subscriber.on(topic(what)).at(-1)?.payload === ''));
    const late = await MqttSubscriber.start(broker.url, ['lightkeeper/devices/#', 'lightkeeper/status']);
    await late.waitFor('lightkeeper/status');
    expect(late.on(topic('#'))).toEqual([]);
    await late.close();
  });
});
