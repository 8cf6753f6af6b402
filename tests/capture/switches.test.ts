import type { ActivityEntry } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HomeAssistant } from '../home-assistant/producer-home-assistant.js';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { Mosquitto, mosquittoAvailable } from '../support/mosquitto.js';
import { MqttSubscriber } from '../support/mqtt-subscriber.js';

/* A capture as a switch over a real Mosquitto, in the part of Home Assistant by its own rules, and for any other client. */

let broker: Mosquitto;
let hub: HubProcess;
let owner: ApiClient;
let home: HomeAssistant;
let client: MqttSubscriber;
let id: string;

const component = (): string => `switch_capture_${id.replaceAll('-', '')}`;
const state = (): string | null => home.state(home.hubId(), component());
const kept = (): string | undefined => client.on(`lightkeeper/captures/${id}/state`).at(-1)?.payload;

async function entries(action: string): Promise<string[]> {
  const { body } = await owner.api<{ items: ActivityEntry[] }>('GET', `/activity?entity_id=${id}`);
  return body.items.filter((entry) => entry.action === action).map(({ actor }) => actor.split(':')[0] ?? '');
}

const becomes = (what: string, wanted: 'ON' | 'OFF'): Promise<unknown> =>
  eventually(`${what}: ${wanted}`, () => state() === wanted && kept() === wanted, { describe: () => `${state() ?? ''} ${kept() ?? ''}` });

describe.skipIf(!mosquittoAvailable())('a capture at a real broker', () => {
  beforeAll(async () => {
    broker = await Mosquitto.start();
    ({ hub, owner } = await startHeadless({ args: ['--mqtt-url', broker.url] }));
    home = await HomeAssistant.start(broker.url);
    client = await MqttSubscriber.start(broker.url, 'lightkeeper/captures/#');
    const strip = { name: 'Strip', driver: 'virtual', config: { kind: 'strip', leds: 4 } };
    const device_id = (await owner.api<{ id: string }>('POST', '/devices', strip)).body.id;
    const body = { name: 'Ambient', source: { kind: 'test-pattern' }, layout: { kind: 'border', top: 4 }, targets: [{ device_id }] };
    id = (await owner.api<{ id: string }>('POST', '/captures', body)).body.id;
    const announced = (): boolean => [...home.devices().values()].some(({ components }) => component() in components);
    await eventually('the capture is announced', announced, { within_ms: 60_000 });
  });

  afterAll(async () => {
    await client.close();
    await home.close();
    await hub.dispose();
    await broker.dispose();
  });

  it('is switched from Home Assistant, and says so to everybody', async () => {
    await becomes('at first', 'OFF');
    await home.send(home.hubId(), component(), 'payload_on');
    await becomes('switched on', 'ON');
    expect(await entries('started')).toEqual(['mqtt']);
    await home.send(home.hubId(), component(), 'payload_off');
    await becomes('switched off', 'OFF');
    expect(await entries('stopped')).toEqual(['mqtt']);
  });

  it('is switched by its own topic, and by the hub', async () => {
    await client.publish(`lightkeeper/captures/${id}/set`, 'ON');
    await becomes('by its topic', 'ON');
    await owner.api('POST', `/captures/${id}/stop`);
    await becomes('by the hub', 'OFF');
  });

  it('is as it is for who comes later, and gone when it is deleted', async () => {
    const late = await MqttSubscriber.start(broker.url, `lightkeeper/captures/${id}/state`);
    await eventually('the state was kept', () => late.messages.some(({ payload, retain }) => payload === 'OFF' && retain));
    await owner.api('DELETE', `/captures/${id}`);
    await eventually('nothing is kept', () => late.messages.at(-1)?.payload === '');
    await late.close();
  });
});
