import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MqttStatus } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { Mosquitto, mosquittoAvailable } from '../support/mosquitto.js';
import { MqttSubscriber } from '../support/mqtt-subscriber.js';
import { doThings, expectTopics, expectWholeMirror } from './mirrored.js';

let broker: Mosquitto;
let subscriber: MqttSubscriber;
let hub: HubProcess;
let owner: ApiClient;
let token: string;

async function killHub(): Promise<void> {
  await hub.kill();
}

async function startHub(): Promise<void> {
  hub = await hub.again();
  owner = hub.client(token);
}

async function startBroker(): Promise<void> {
  await broker.start();
  await eventually('the subscriber is back', () => subscriber.connected);
}

const mqttState = async (): Promise<MqttStatus> => (await owner.api<MqttStatus>('GET', '/mqtt/status')).body;

describe.skipIf(!mosquittoAvailable())('the mirror of the log (skipped where Mosquitto is not installed)', () => {
  beforeEach(async () => {
    broker = await Mosquitto.start({ persistence: true });
    subscriber = await MqttSubscriber.start(broker.url, 'lightkeeper/#');
    ({ hub, owner, token } = await startHeadless({ args: ['--mqtt-url', broker.url] }));
  });
  afterEach(async () => {
    await hub.dispose();
    await subscriber.close();
    await broker.dispose();
  });

  it('brings every entry in order, by its topic, with number and event type', async () => {
    await doThings(owner, 60);
    const entries = await expectWholeMirror(subscriber, owner);
    expectTopics(subscriber);
    expect(entries.filter(({ event_type }) => event_type === 'entity.created').length).toBeGreaterThanOrEqual(60);
    expect(entries[0]).toMatchObject({ event_type: 'system.started', actor: 'system' });
  });

  it('loses nothing while the broker is away, and says so meanwhile', async () => {
    await doThings(owner, 10);
    await broker.stop();
    await eventually('the hub notices', async () => (await mqttState()).state !== 'online');
    await doThings(owner, 120);
    expect(await mqttState()).toMatchObject({ error: expect.stringMatching(/\w/) as string });
    const { body } = await owner.api('GET', '/activity/settings');
    expect(body).toMatchObject({ status: { mirror: { state: 'waiting' } } });
    await startBroker();
    await expectWholeMirror(subscriber, owner);
    expectTopics(subscriber);
    await eventually('the hub is content', async () => (await mqttState()).state === 'online');
    expect(await mqttState()).toMatchObject({ error: null, next_try_at: null });
  });

  it('loses nothing when hub and broker go in turn and together, amid writing', async () => {
    await doThings(owner, 20);
    await broker.stop();
    await doThings(owner, 40);
    await killHub();
    await startHub();
    await doThings(owner, 5);
    await startBroker();
    await doThings(owner, 20);
    for (let round = 0; round < 3; round += 1) {
      const writing = Promise.allSettled([doThings(owner, 80)]);
      const before = subscriber.messages.length;
      await eventually('the mirror is at work', () => subscriber.messages.length > before + 10 * round);
      await killHub();
      await writing;
      await startHub();
    }
    await broker.stop();
    await killHub();
    await startBroker();
    await startHub();
    const entries = await expectWholeMirror(subscriber, owner);
    expectTopics(subscriber);
    expect(entries.filter(({ event_type }) => event_type === 'system.unclean_shutdown')).toHaveLength(5);
  });

  it('keeps the hub’s own state on a retained topic, by last will when it is killed', async () => {
    const status = (): string[] => subscriber.on('lightkeeper/status').map(({ payload }) => payload);
    await eventually('it says online', () => status().at(-1) === 'online');
    await killHub();
    await eventually('the broker says offline for it', () => status().at(-1) === 'offline');
    await startHub();
    await eventually('it is online again', () => status().at(-1) === 'online');
    const late = await MqttSubscriber.start(broker.url, 'lightkeeper/status');
    const [kept] = await late.waitFor('lightkeeper/status');
    expect(kept).toMatchObject({ payload: 'online', retain: true });
    await late.close();
    await hub.stop();
    await eventually('it says goodbye', () => status().at(-1) === 'offline');
  });
});
