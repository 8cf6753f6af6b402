import { afterEach, describe, expect, it } from 'vitest';
import type { ActivityStatus, Device, DeviceState, MqttStatus } from '@lightkeeper/plugin-sdk/wire';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HeadlessHub } from '../support/headless-hub.js';
import { Mosquitto, mosquittoAvailable } from '../support/mosquitto.js';
import { MqttSubscriber } from '../support/mqtt-subscriber.js';
import { doThings } from './mirrored.js';

const cleanup: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function hubAt(url: string): Promise<HeadlessHub> {
  const started = await startHeadless({ args: ['--mqtt-url', url] });
  cleanup.push(() => started.hub.dispose());
  return started;
}

async function brokerWith(...args: Parameters<typeof Mosquitto.start>): Promise<Mosquitto> {
  const broker = await Mosquitto.start(...args);
  cleanup.push(() => broker.dispose());
  return broker;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

describe.skipIf(!mosquittoAvailable())('a broker that does not want (skipped where Mosquitto is not installed)', () => {
  it('and refuses the password: the state says so, the next try is planned, and the hub works', async () => {
    const broker = await brokerWith({ users: [{ name: 'hub', password: 'right' }] });
    const { hub, owner } = await hubAt(broker.urlFor({ name: 'hub', password: 'wrong' }));
    const status = await eventually('the refusal shows', async () => {
      const { body } = await owner.api<MqttStatus>('GET', '/mqtt/status');
      return body.state === 'offline' && body;
    });
    expect(status.error).toMatch(/refuses the user name or password|does not allow this client/);
    expect(status.next_try_at).not.toBeNull();
    await doThings(owner, 30);
    // One to two seconds, then twice as long each time: a loop would be hundreds of tries by now.
    expect(count(broker.output, /New connection/g)).toBeLessThan(20);
    expect(hub.output + JSON.stringify(status)).not.toContain('wrong');
  });

  it('and denies the log’s topics by its access list: no loop, a word about it, and the rest goes on', async () => {
    const broker = await brokerWith({
      users: [
        { name: 'hub', password: 'x', acl: ['topic deny lightkeeper/activity/#', 'topic readwrite lightkeeper/#'] },
        { name: 'eye', password: 'y' },
      ],
    });
    const eye = await MqttSubscriber.start(broker.urlFor({ name: 'eye', password: 'y' }), 'lightkeeper/#');
    cleanup.push(() => eye.close());
    const { owner } = await hubAt(broker.url);
    await doThings(owner, 50);
    const { body: device } = await owner.api<Device>('POST', '/devices', { name: 'Lamp', driver: 'virtual', config: {} });

    // Mosquitto 2.0.11 acknowledges what it denies and closes the connection; later ones drop it without a word.
    const closes = (): number => count(broker.output, /Bad socket read/g);
    const denials = (): number => count(broker.output, /Denied PUBLISH/g);
    await eventually('the broker denies', () => denials() > 0);
    const settled = await eventually(
      'the log has stopped trying',
      async () => {
        const { mirror } = (await owner.api<{ status: ActivityStatus }>('GET', '/activity/settings')).body.status;
        return (closes() > 0 ? mirror.error?.includes('seems not to allow') === true : mirror.pending === 0) && mirror;
      },
      { within_ms: 60_000, every_ms: 200 },
    );
    expect(closes()).toBeLessThan(10);
    expect(denials()).toBeLessThan(100);
    expect(settled.state).toBe(closes() > 0 ? 'waiting' : 'idle');

    await eye.waitFor(`lightkeeper/devices/${device.id}/availability`);
    const after = closes();
    for (const brightness of [10, 20, 30]) {
      expect((await owner.api('POST', `/devices/${device.id}/command`, { brightness })).status).toBe(200);
      await eventually('its state is told', () =>
        eye.json<DeviceState>(`lightkeeper/devices/${device.id}/state`).some((state) => state.brightness === brightness),
      );
    }
    expect(closes()).toBe(after);
    expect(eye.on('lightkeeper/activity/#')).toEqual([]);
    expect((await owner.api<MqttStatus>('GET', '/mqtt/status')).body.state).toBe('online');
  });
});
