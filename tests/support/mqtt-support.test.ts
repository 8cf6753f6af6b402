import mqtt from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from './eventually.js';
import { matches, MqttSubscriber } from './mqtt-subscriber.js';
import { Mosquitto, mosquittoAvailable } from './mosquitto.js';

const cleanup: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function broker(...args: Parameters<typeof Mosquitto.start>): Promise<Mosquitto> {
  const started = await Mosquitto.start(...args);
  cleanup.push(() => started.dispose());
  return started;
}

async function subscriber(...args: Parameters<typeof MqttSubscriber.start>): Promise<MqttSubscriber> {
  const started = await MqttSubscriber.start(...args);
  cleanup.push(() => started.close());
  return started;
}

describe('matches', () => {
  it.each([
    ['a/+/c', 'a/b/c', true],
    ['a/+', 'a', false],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['a', 'a/b', false],
    ['#', '$SYS/uptime', false],
  ])('%s against %s: %s', (filter, topic, expected) => {
    expect(matches(filter, topic)).toBe(expected);
  });
});

describe.skipIf(!mosquittoAvailable())('Mosquitto (skipped where it is not installed)', () => {
  it('keeps a session while its subscriber is away, and its port over a restart', async () => {
    const server = await broker({ persistence: true });
    const first = await MqttSubscriber.start(server.url, 'house/#', { client_id: 'keeper' });
    await first.close();
    const sender = await subscriber(server.url, 'none');
    await sender.publish('house/lamp', 'on');
    await server.stop();
    await eventually('the sender notices', () => !sender.connected);
    await server.start();
    const second = await subscriber(server.url, 'house/#', { client_id: 'keeper' });
    const [message] = await second.waitFor('house/+');
    expect(message).toMatchObject({ topic: 'house/lamp', payload: 'on', qos: 1, retain: false });
    await eventually('the sender is back', () => sender.connected);
  });

  it('asks for a password and holds to the access list', async () => {
    const server = await broker({
      users: [
        { name: 'hub', password: 'p w:1' },
        { name: 'guest', password: 'x', acl: ['topic read open/#'] },
      ],
    });
    const hub = await subscriber(server.url);
    const guest = await subscriber(server.urlFor({ name: 'guest', password: 'x' }), 'open/#');
    await hub.publish('closed/a', '1');
    await hub.publish('open/a', '2');
    await hub.waitFor('+/a', 2);
    await guest.waitFor('#');
    expect(guest.messages.map(({ topic }) => topic)).toEqual(['open/a']);
    const wrong = { username: 'hub', password: 'p w' };
    await expect(mqtt.connectAsync(server.urlFor(undefined), { ...wrong, reconnectPeriod: 0 })).rejects.toThrow(/not authorized/i);
  });
});
