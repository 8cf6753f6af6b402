import { once } from 'node:events';
import { createServer, connect as connectTcp } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { definePlugin } from '@lightkeeper/plugin-sdk';
import type { MqttMessage } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry, BrokerStatus, MqttStatus, MqttTraffic } from '@lightkeeper/plugin-sdk/wire';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { startHeadless } from '../support/headless-hub.js';
import { MqttSubscriber } from '../support/mqtt-subscriber.js';
import { BrokerHub, PASSWORD, heard } from './broker-hub.js';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function testHub(options: Parameters<typeof createTestHub>[0] = {}): Promise<TestHub> {
  const hub = await createTestHub(options);
  cleanups.push(() => hub.stop());
  return hub;
}

async function brokerHub(options: Parameters<typeof createTestHub>[0] = {}): Promise<BrokerHub> {
  const broker = await BrokerHub.start(options);
  cleanups.push(() => broker.stop());
  return broker;
}

const brokerOf = async (hub: TestHub): Promise<BrokerStatus> => (await hub.request('GET', '/mqtt/broker')).body;
const mqttOf = async (hub: TestHub): Promise<MqttStatus> => (await hub.request('GET', '/mqtt/status')).body;
const configure = (hub: TestHub, body: object): Promise<{ status: number; body: never }> =>
  hub.request('PATCH', '/settings/broker', { body });

async function systemEntries(hub: TestHub): Promise<ActivityEntry[]> {
  await hub.settle();
  const { items } = (await hub.request('GET', '/activity?categories=system&limit=200')).body as { items: ActivityEntry[] };
  return items.filter(({ action }) => action.startsWith('broker_'));
}

async function occupied(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, server };
}

function takesConnections(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

describe('the embedded broker', () => {
  it('is off until somebody switches it on, and listens on loopback alone until told otherwise', async () => {
    const hub = await testHub();
    expect(await brokerOf(hub)).toMatchObject({ state: 'off', host: null, port: null, error: null, clients: [] });
    expect((await hub.request('GET', '/settings/broker')).body).toMatchObject({
      value: { enabled: false, host: '127.0.0.1', port: 1883 },
    });
    await configure(hub, { enabled: true, port: 0 });
    const { state, host, port } = await brokerOf(hub);
    expect({ state, host }).toEqual({ state: 'running', host: '127.0.0.1' });
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const { address, family, internal } of others) {
      if (family === 'IPv4' && !internal) expect([address, await takesConnections(address, port ?? 0)]).toEqual([address, false]);
    }
  });

  it('is the broker of the hub itself, without a port or a password, and the hub leaves it properly', async () => {
    const broker = await brokerHub();
    const { hub } = broker;
    await eventually('the hub is connected', async () => (await mqttOf(hub)).state === 'online');
    expect(await mqttOf(hub)).toMatchObject({ url: null, error: null });
    expect((await broker.status()).clients).toEqual([]);
    await broker.account('tool', 'everything');
    const client = await broker.connected('tool');
    const messages = heard(client);
    await client.subscribeAsync('#', { qos: 1 });
    await eventually('the hub has said that it is there', () =>
      messages.some(({ topic, payload, retain }) => topic === 'lightkeeper/status' && payload === 'online' && retain),
    );
    await configure(hub, { enabled: false });
    await eventually('the hub has said goodbye', () =>
      messages.some(({ topic, payload }) => topic === 'lightkeeper/status' && payload === 'offline'),
    );
    await eventually('the client is gone', () => !client.connected);
    expect((await brokerOf(hub)).state).toBe('off');
    expect((await mqttOf(hub)).state).toBe('off');
    expect((await systemEntries(hub)).map(({ action, actor }) => [action, actor])).toEqual([
      ['broker_stopped', 'token:test-owner'],
      ['broker_started', 'token:test-owner'],
    ]);
  });

  it('lets plugins hear and tell other programs as any broker does', async () => {
    const messages: (Pick<MqttMessage, 'topic' | 'retained' | 'truncated'> & { text: string; actor: string })[] = [];
    let listen = (): void => undefined;
    let answer = (): Promise<void> => Promise.resolve();
    const listener = definePlugin({
      setup(plugin) {
        listen = () => {
          plugin.mqtt.subscribe('bridge/+', ({ topic, payload, retained, truncated }) => {
            const text = Buffer.from(payload).toString().slice(0, 5);
            messages.push({ topic, retained, truncated, text, actor: plugin.context.current().actor });
          });
        };
        answer = () => plugin.mqtt.publishTo('bridge/set', 'hello', { qos: 1 });
      },
    });
    const broker = await brokerHub({
      plugins: [{ manifest: { id: 'listener', name: 'Listener', sdk: '*', permissions: ['mqtt'] }, definition: listener as never }],
    });
    await broker.account('bridge');
    const client = await broker.connected('bridge');
    await client.publishAsync('bridge/kept', 'kept', { qos: 1, retain: true });
    await client.publishAsync('bridge/unheard', 'lost', { qos: 1 });
    listen();
    await eventually('what was kept', () => messages.length === 1);
    const answers = heard(client);
    await client.subscribeAsync('bridge/set');
    await client.publishAsync('bridge/live', 'x'.repeat(65_537), { qos: 1, retain: true });
    await client.publishAsync('bridge/a/b', 'deeper', { qos: 1 });
    await client.publishAsync('bridge/last', 'last', { qos: 1 });
    await eventually('all of it', () => messages.at(-1)?.topic === 'bridge/last');
    const from = { actor: 'mqtt:bridge', truncated: false };
    expect(messages).toEqual([
      { ...from, topic: 'bridge/kept', retained: true, text: 'kept' },
      { ...from, topic: 'bridge/live', retained: false, truncated: true, text: 'xxxxx' },
      { ...from, topic: 'bridge/last', retained: false, text: 'last' },
    ]);
    await answer();
    await eventually('the answer', () => answers.length > 0);
    expect(answers).toEqual([{ topic: 'bridge/set', payload: 'hello', retain: false }]);
    // What the hub says on a topic that it listens to comes back to it, and names no account.
    await eventually('the echo', () => messages.at(-1)?.topic === 'bridge/set');
    expect(messages.at(-1)?.actor).toMatch(/^mqtt:lightkeeper-/u);
  });

  it('stands beside another broker that the settings name', async () => {
    const broker = await brokerHub({ mqtt: true });
    const { hub } = broker;
    await broker.account('tool', 'everything');
    const client = await broker.connected('tool');
    const messages = heard(client);
    await client.subscribeAsync('#', { qos: 1 });
    await hub.request('POST', '/areas', { body: { name: 'Hall', kind: 'hall' } });
    await client.publishAsync('mark', 'x', { qos: 1 });
    await eventually('the mark', () => messages.length > 0);
    expect(messages.map(({ topic }) => topic)).toEqual(['mark']);
    expect((await mqttOf(hub)).url).toBe('mqtt://broker.test:1883');
    expect(hub.mqtt.published.some(({ topic }) => topic === 'lightkeeper/status')).toBe(true);
  });

  it('says what is wrong with a port that is taken, tries again, and moves when it is told to', async () => {
    const hub = await testHub();
    const { port, server } = await occupied();
    await configure(hub, { enabled: true, port });
    const sentence = `Another program listens at 127.0.0.1:${port} already. Stop it, or choose another port.`;
    expect(await brokerOf(hub)).toMatchObject({ state: 'failed', host: null, port: null, error: sentence });
    await hub.clock.advance(10_000);
    await eventually('it has tried again', () =>
      hub.logs().some(({ message, level }) => message.includes('does not run') && level === 'debug'),
    );
    expect((await systemEntries(hub)).map(({ action }) => action)).toEqual(['broker_failed']);
    server.close();
    await eventually('it comes back by itself', async () => {
      await hub.clock.advance(60_000);
      return (await brokerOf(hub)).state === 'running';
    });
    const other = await freePort();
    await configure(hub, { port: other });
    expect(await brokerOf(hub)).toMatchObject({ state: 'running', port: other });
    expect(await takesConnections('127.0.0.1', port)).toBe(false);
    expect((await systemEntries(hub)).map(({ action }) => action)).toEqual([
      'broker_started',
      'broker_stopped',
      'broker_started',
      'broker_failed',
    ]);
  });

  it.each([
    [{ port: -1 }, '/port'],
    [{ port: 70_000 }, '/port'],
    [{ host: 'a b' }, '/host'],
    [{ discovery_prefix: 'a/#' }, '/discovery_prefix'],
    [{ enabled: 'yes' }, '/enabled'],
  ])('refuses %j', async (body, field) => {
    const hub = await testHub();
    const answer = await configure(hub, body);
    expect(answer.status).toBe(422);
    expect((answer.body as { errors: { field: string }[] }).errors[0]?.field).toBe(field);
  });

  it('names an address that this machine does not have', async () => {
    const hub = await testHub();
    // TEST-NET-1 (RFC 5737).
    await configure(hub, { enabled: true, host: '192.0.2.1', port: 0 });
    expect((await brokerOf(hub)).error).toContain('This machine has no address 192.0.2.1');
  });

  it('tells of its clients and of what goes through, to admins who look on', async () => {
    const broker = await brokerHub();
    const { hub } = broker;
    const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/api/v1/events/ws`, {
      headers: { Authorization: `Bearer ${await hub.token('admin')}` },
    });
    const events: { type: string; status?: BrokerStatus; items?: MqttTraffic[] }[] = [];
    socket.on('message', (data: Buffer) => events.push(JSON.parse(data.toString()) as (typeof events)[number]));
    await once(socket, 'message');
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', topics: ['mqtt_traffic'] }));
    await eventually('it is subscribed', () => events.some(({ type }) => type === 'result'));
    await broker.account('house', 'home_assistant');
    const client = await broker.connected('house', { clientId: 'ha' });
    await client.publishAsync('lightkeeper/devices/x/set', '{"on":true}', { qos: 1 });
    await eventually('what went through', async () => {
      await hub.clock.advance(250);
      return events.some(({ items }) => items?.some(({ topic, direction }) => topic === 'lightkeeper/devices/x/set' && direction === 'in'));
    });
    expect(events.some(({ status }) => status?.clients[0]?.client_id === 'ha')).toBe(true);
    const { items } = (await hub.request('GET', '/mqtt/messages')).body as { items: MqttTraffic[] };
    expect(items.find(({ topic }) => topic.endsWith('/set'))).toEqual({
      at: expect.any(String) as string,
      direction: 'in',
      topic: 'lightkeeper/devices/x/set',
      payload: '{"on":true}',
      bytes: 11,
      retained: false,
    });
    expect(items.some(({ topic, direction }) => topic === 'lightkeeper/status' && direction === 'out')).toBe(true);
    expect((await hub.request('GET', '/mqtt/messages', { as: 'member' })).status).toBe(403);
    socket.close();
  });

  it('is there again after the hub was restarted, with its accounts, and what the hub keeps there', async () => {
    const port = await freePort();
    const started = await startHeadless();
    let { hub, owner } = started;
    cleanups.push(() => hub.dispose());
    await owner.api('PATCH', '/settings/broker', { enabled: true, port });
    await owner.api('POST', '/mqtt-accounts', { name: 'house', access: 'home_assistant', password: PASSWORD });
    const subscriber = await MqttSubscriber.start(`mqtt://house:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`, 'lightkeeper/status');
    cleanups.push(() => subscriber.close());
    await subscriber.waitFor('lightkeeper/status');
    await hub.stop();
    await eventually('the hub has said goodbye', () => subscriber.messages.at(-1)?.payload === 'offline');
    hub = await hub.again();
    owner = hub.client(started.token);
    // It comes back by itself, and hears what the hub has published anew.
    await eventually('the hub is there again', () => subscriber.messages.at(-1)?.payload === 'online');
    const { body } = await owner.api<BrokerStatus>('GET', '/mqtt/broker');
    expect(body.clients.map(({ account }) => account)).toEqual(['house']);
  });
});
