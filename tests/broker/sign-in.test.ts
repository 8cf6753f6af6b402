import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { Child } from '../support/child.js';
import { BrokerHub, PASSWORD, gone, heard } from './broker-hub.js';

let broker: BrokerHub;

beforeEach(async () => {
  broker = await BrokerHub.start();
});

afterEach(async () => {
  await broker.stop();
});

const hasTools = spawnSync('mosquitto_pub', ['--help'], { stdio: 'ignore' }).error === undefined;

async function lamp(): Promise<string> {
  const { body } = await broker.hub.request('POST', '/devices', {
    body: { name: 'Lamp', driver: 'virtual', config: { kind: 'color_light' } },
  });
  await broker.hub.settle();
  return (body as { id: string }).id;
}

describe('an account', () => {
  it('commands a lamp under its own name, and hears what became of it', async () => {
    await broker.account('house', 'home_assistant');
    const id = await lamp();
    const client = await broker.connected('house', { clientId: 'ha-1' });
    const messages = heard(client);
    await client.subscribeAsync('lightkeeper/#', { qos: 1 });
    await eventually('what the hub left there', () => messages.some(({ topic, retain }) => topic === 'lightkeeper/status' && retain));
    await client.publishAsync(`lightkeeper/devices/${id}/set`, '{"on":true}', { qos: 1 });
    await eventually('the lamp is on', () =>
      messages.some(({ topic, payload }) => topic === `lightkeeper/devices/${id}/state` && payload.includes('true')),
    );
    const [entry] = await broker.entries('device', 'commanded');
    expect(entry).toMatchObject({ actor: 'mqtt:house', entity_id: id, metadata: { origin: 'mqtt' } });
    expect((await broker.status()).clients).toEqual([
      { account: 'house', client_id: 'ha-1', address: '127.0.0.1', since: expect.any(String) as string },
    ]);
  });

  it.skipIf(!hasTools)('works with the tools of Mosquitto (skipped where they are not installed)', async () => {
    await broker.account('house', 'home_assistant');
    const id = await lamp();
    const who = ['-h', '127.0.0.1', '-p', String(broker.port), '-u', 'house', '-P', PASSWORD];
    const listener = new Child('mosquitto_sub', [...who, '-v', '-t', 'lightkeeper/devices/+/state']);
    await eventually('the listener is there', async () => (await broker.status()).clients.length === 1);
    const sent = new Child('mosquitto_pub', [...who, '-q', '1', '-t', `lightkeeper/devices/${id}/set`, '-m', '{"on":true}']);
    expect((await sent.exited).code).toBe(0);
    await eventually('the lamp is on', () => listener.output.includes(`lightkeeper/devices/${id}/state`), {
      describe: () => listener.output,
    });
    await listener.finish('SIGTERM');
    expect((await broker.entries('device', 'commanded'))[0]?.actor).toBe('mqtt:house');
    const wrong = new Child('mosquitto_pub', [...who.slice(0, 6), '-P', 'wrong', '-t', 'x', '-m', '1']);
    expect((await wrong.exited).code).not.toBe(0);
  });

  it('is asked for its password', async () => {
    await broker.account('house');
    expect(await broker.refusal('house', { password: 'wrong' })).toBe(4);
    expect(await broker.refusal('nobody')).toBe(4);
    expect(await broker.refusal(undefined)).toBe(4);
    expect(await broker.refusal('house', { password: '' })).toBe(4);
    const entries = await broker.entries('auth', 'login_failed');
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      actor: 'anonymous',
      entity_type: 'mqtt_account',
      entity_name: 'house',
      metadata: { origin: 'mqtt', name_tried: 'house', reason: 'wrong_password', ip: '127.0.0.1', count: 1 },
    });
    expect(JSON.stringify(broker.hub.logs())).not.toContain(PASSWORD);
  });

  it('has to wait after five failures, and longer each time, without filling the log', async () => {
    await broker.account('house');
    for (let n = 0; n < 5; n += 1) expect(await broker.refusal('house', { password: `guess number ${n}` })).toBe(4);
    // MQTT 3.1.1 §3.2.2.3: 3 is "not available", so that an honest client comes again.
    for (let n = 0; n < 5; n += 1) expect(await broker.refusal('house')).toBe(3);
    expect(await broker.entries('auth', 'login_failed')).toHaveLength(1);
    expect(await broker.entries('auth', 'locked_out')).toMatchObject([{ metadata: { scope: 'name', failures: 5, retry_after_s: 30 } }]);
    await broker.hub.clock.advance(61_000);
    expect((await broker.entries('auth', 'login_failed'))[0]?.metadata).toMatchObject({ count: 4 });
    await broker.connected('house');
  });

  it('that is known at an address stays welcome there when another device guesses', async () => {
    await broker.account('house');
    await broker.connected('house');
    for (let n = 0; n < 21; n += 1) await broker.refusal(`stranger${n}`, { password: 'x' });
    expect(await broker.refusal('one-more')).toBe(3);
    await broker.connected('house');
  });

  it.each([
    ['is deleted', (id: string) => broker.hub.request('DELETE', `/mqtt-accounts/${id}`)],
    ['is disabled', (id: string) => broker.hub.request('PATCH', `/mqtt-accounts/${id}`, { body: { enabled: false } })],
    [
      'has a new password',
      (id: string) => broker.hub.request('PATCH', `/mqtt-accounts/${id}`, { body: { password: 'another lantern altogether' } }),
    ],
    ['reaches less far', (id: string) => broker.hub.request('PATCH', `/mqtt-accounts/${id}`, { body: { access: 'own' } })],
  ])('is disconnected at once when it %s', async (what, change) => {
    const { id } = await broker.account('house', 'everything');
    const other = await broker.account('other');
    const client = await broker.connected('house');
    const bystander = await broker.connected('other');
    const closing = gone(client);
    expect((await change(id)).status).toBeLessThan(300);
    await closing;
    expect(bystander.connected).toBe(true);
    if (what !== 'reaches less far') expect(await broker.refusal('house')).toBe(4);
    expect(other.id).not.toBe(id);
  });

  it('cannot take over the connection of another by its client id', async () => {
    await broker.account('house');
    await broker.account('guest');
    const first = await broker.connected('house', { clientId: 'same' });
    await broker.connected('guest', { clientId: 'same' });
    expect(first.connected).toBe(true);
    const closing = gone(first);
    await broker.connected('house', { clientId: 'same' });
    await closing;
  });

  it('is checked like any other record, and its password is never shown', async () => {
    const bad: [object, string][] = [
      [{ name: 'House', password: PASSWORD }, '/name'],
      [{ name: 'a/b', password: PASSWORD }, '/name'],
      [{ name: '+', password: PASSWORD }, '/name'],
      [{ name: 'lightkeeper', password: PASSWORD }, '/name'],
      [{ name: 'homeassistant', password: PASSWORD }, '/name'],
      [{ name: 'short', password: 'short' }, '/password'],
      [{ name: 'house-of-lanterns', password: 'house-of-lanterns' }, '/password'],
      [{ name: 'house' }, '/password'],
      [{ name: 'house', password: PASSWORD, access: 'root' }, '/access'],
    ];
    for (const [body, field] of bad) {
      const answer = await broker.hub.request('POST', '/mqtt-accounts', { body });
      expect([body, answer.status]).toEqual([body, 422]);
      expect((answer.body as { errors: { field: string }[] }).errors[0]?.field).toBe(field);
    }
    await broker.account('house');
    expect((await broker.hub.request('GET', '/mqtt-accounts')).text).not.toContain(PASSWORD);
    expect((await broker.hub.request('GET', '/mqtt-accounts', { as: 'member' })).status).toBe(403);
  });
});
