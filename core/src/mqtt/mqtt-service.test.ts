import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { HubError, z, type ContextInput, type Logger, type MqttMessage, type MqttStatus } from '@lightkeeper/plugin-sdk';
import { Aedes, type AedesOptions, type AedesPublishPacket, type Client } from 'aedes';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createManualClock, type ManualClock } from '../time/manual-clock.js';
import { createMqttService, type KernelMqtt } from './mqtt-service.js';
import type { MqttSettings } from './settings.js';
import type { MqttConnectionEvents, MqttTransport } from './transport.js';

const cleanups: (() => unknown)[] = [];
const lines: { level: string; message: string; data: Record<string, unknown> | undefined }[] = [];
const at = (level: string) => (message: string, data?: Record<string, unknown>) => {
  lines.push({ level, message, data });
};
const log: Logger = { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
const contexts: ContextInput[] = [];
let clock: ManualClock;
let mqtt: KernelMqtt;

interface Broker {
  aedes: Aedes;
  url: string;
  port: number;
  published: { topic: string; payload: string; retain: boolean; client: string | null }[];
  close: () => Promise<void>;
}

async function broker(options: AedesOptions = {}, port = 0): Promise<Broker> {
  const aedes = await Aedes.createBroker(options);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    aedes.handle(socket);
  });
  const published: Broker['published'] = [];
  aedes.on('publish', (packet: AedesPublishPacket, client: Client | null) => {
    if (!packet.topic.startsWith('$SYS')) {
      published.push({ topic: packet.topic, payload: packet.payload.toString(), retain: packet.retain, client: client?.id ?? null });
    }
  });
  const bound = await listen(server, port);
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    const done = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      aedes.close(resolve);
    });
    await done;
  };
  cleanups.push(close);
  return { aedes, url: `mqtt://127.0.0.1:${bound}`, port: bound, published, close };
}

async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function settings(url: string, more: Partial<MqttSettings> = {}): MqttSettings {
  return { enabled: true, url, username: null, password: null, base_topic: 'lightkeeper', client_id: 'lk-test', ...more };
}

/** Resolves when the status is as wanted. */
function until(wanted: (status: MqttStatus) => boolean): Promise<MqttStatus> {
  return new Promise((resolve) => {
    if (wanted(mqtt.status())) {
      resolve(mqtt.status());
      return;
    }
    const dispose = mqtt.onStatus((status) => {
      if (!wanted(status)) return;
      void dispose();
      resolve(status);
    });
  });
}
const state = (name: MqttStatus['state']): Promise<MqttStatus> => until((status) => status.state === name);

/** Waits for what the broker tells in its own time. */
function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 15_000, interval: 5 });
}

async function failure(work: Promise<unknown>): Promise<HubError> {
  const error: unknown = await work.then(
    () => new Error('It succeeded.'),
    (reason: unknown) => reason,
  );
  if (error instanceof HubError) return error;
  throw error;
}

/** Sends as another client would. */
function send(aedes: Aedes, topic: string, payload: string | Buffer, retain = false): Promise<void> {
  return new Promise((resolve, reject) => {
    aedes.publish({ cmd: 'publish', topic, payload, qos: 1, retain, dup: false }, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

beforeEach(() => {
  lines.length = 0;
  contexts.length = 0;
  clock = createManualClock(1_700_000_000_000);
  mqtt = createMqttService({
    clock,
    log,
    random: () => 0.5,
    runAs: (context, fn) => {
      contexts.push(context);
      return fn();
    },
  });
});
afterEach(async () => {
  await mqtt.stop();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('publishing', () => {
  it('announces itself, publishes with acknowledgement, and says goodbye', async () => {
    const { published, url } = await broker();
    const connected = vi.fn();
    mqtt.onConnected(connected);
    expect(mqtt.status()).toMatchObject({ state: 'off', url: null, error: null });
    await mqtt.configure(settings(url));
    await state('online');
    expect(mqtt.connected).toBe(true);
    await mqtt.publish('activity/entry', '{"a":1}', { qos: 1, retain: true });
    await eventually(() => {
      expect(connected).toHaveBeenCalledOnce();
    });
    await mqtt.stop();
    expect(published).toEqual([
      { topic: 'lightkeeper/status', payload: 'online', retain: true, client: 'lk-test' },
      { topic: 'lightkeeper/activity/entry', payload: '{"a":1}', retain: true, client: 'lk-test' },
      { topic: 'lightkeeper/status', payload: 'offline', retain: true, client: 'lk-test' },
    ]);
    expect(mqtt.status()).toMatchObject({ state: 'off', next_try_at: null });
    expect(clock.pending).toBe(0);
  });

  it('leaves a last will', async () => {
    const { aedes, published, url } = await broker();
    let hub: Client | undefined;
    aedes.on('client', (client: Client) => (hub = client));
    await mqtt.configure(settings(url));
    await state('online');
    hub?.conn.destroy();
    await eventually(() => {
      expect(published.at(-1)).toMatchObject({ topic: 'lightkeeper/status', payload: 'offline', retain: true });
    });
  });

  it('refuses at once without a connection, and keeps nothing for later', async () => {
    const first = await broker();
    await mqtt.configure(settings(first.url));
    await state('online');
    await first.close();
    await state('offline');
    expect((await failure(mqtt.publish('x', '1', { qos: 1 }))).code).toBe('LK_MQTT_OFFLINE');
    expect((await failure(mqtt.publish('x', '1'))).code).toBe('LK_MQTT_OFFLINE');
    const second = await broker({}, first.port);
    await clock.advance(2_000);
    await state('online');
    await mqtt.publish('y', '2', { qos: 1 });
    await eventually(() => {
      expect(second.published.map(({ topic }) => topic)).toEqual(['lightkeeper/status', 'lightkeeper/y']);
    });
  });

  it('gives up after 10 s without acknowledgement, and drops the line', async () => {
    const { url, aedes } = await broker({
      authorizePublish: (_client, packet, done) => {
        if (packet.topic !== 'lightkeeper/mute') done(null);
      },
    });
    await mqtt.configure(settings(url));
    await state('online');
    await mqtt.publish('first', '1', { qos: 1 });
    const work = failure(mqtt.publish('mute', '1', { qos: 1 }));
    await clock.advance(10_000);
    expect((await work).code).toBe('LK_TIMEOUT');
    expect(mqtt.status()).toMatchObject({ state: 'offline', error: 'the broker does not acknowledge messages' });
    await eventually(() => {
      expect(aedes.connectedClients).toBe(0);
    });
  });

  it('rejects what is in flight when the connection breaks', async () => {
    const { url, close } = await broker({
      authorizePublish: (_client, packet, done) => {
        if (packet.topic === 'lightkeeper/slow') void close();
        else done(null);
      },
    });
    await mqtt.configure(settings(url));
    await state('online');
    expect((await failure(mqtt.publish('slow', '1', { qos: 1 }))).code).toBe('LK_MQTT_OFFLINE');
  });

  it.each(['', 'a/+', 'a/#', 'a\u0000', 'x'.repeat(2_000)])('refuses the topic %j', async (topic) => {
    expect((await failure(mqtt.publish(topic, '1'))).code).toBe('LK_VALIDATION');
  });
});

describe('a broker that refuses, closes or denies', () => {
  it('shows nobody listening, tries later and later, and comes back', async () => {
    const gone = await broker();
    await gone.close();
    await mqtt.configure(settings(gone.url));
    const first = await state('offline');
    expect(first).toMatchObject({
      error: 'nothing listens at that address and port',
      next_try_at: new Date(clock.now() + 1_500).toISOString(),
    });
    const delays: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const wait = Date.parse(mqtt.status().next_try_at ?? '') - clock.now();
      delays.push(wait);
      await clock.advance(wait);
      await until((status) => status.state === 'offline');
    }
    expect(delays).toEqual([1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000]);
    expect(mqtt.status().since).toBe(first.since);
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    await broker({}, gone.port);
    await clock.advance(45_000);
    expect((await state('online')).error).toBeNull();
  });

  it.each([
    [4, 'the broker refuses the user name or password'],
    [5, 'the broker does not allow this client'],
  ])('says why it was refused (%i)', async (code, words) => {
    const { url } = await broker({
      authenticate: (_client, _username, _password, done) => {
        done(Object.assign(new Error('refused'), { returnCode: code }), false);
      },
    });
    await mqtt.configure(settings(url, { username: 'hub', password: 'wrong' }));
    expect((await state('offline')).error).toBe(words);
  });

  it('takes user name and password from the address, and shows them nowhere', async () => {
    const authenticate = vi.fn<NonNullable<AedesOptions['authenticate']>>((_client, _username, _password, done) => {
      done(null, true);
    });
    const { port } = await broker({ authenticate });
    await mqtt.configure(settings(`mqtt://hub:s%23cret@127.0.0.1:${port}`));
    await state('online');
    expect(authenticate.mock.calls[0]?.[1]).toBe('hub');
    expect(authenticate.mock.calls[0]?.[2]?.toString()).toBe('s#cret');
    expect(mqtt.status().url).toBe(`mqtt://127.0.0.1:${port}`);
    expect(JSON.stringify(lines)).not.toContain('s%23cret');
  });

  it.each([
    ['closes every connection', (socket: Socket) => socket.destroy()],
    ['speaks something else', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['sends garbage', (socket: Socket) => socket.write(Buffer.alloc(64, 0xff))],
  ])('waits when the other side %s', async (_what, greet) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      greet(socket);
    });
    cleanups.push(() => server.close());
    await mqtt.configure(settings(`mqtt://127.0.0.1:${await listen(server)}`));
    expect(await state('offline')).toMatchObject({
      error: expect.stringMatching(/./) as string,
      next_try_at: expect.any(String) as string,
    });
  });

  it('keeps waiting longer when each connection ends as soon as it began', async () => {
    const { url, aedes } = await broker();
    aedes.on('clientReady', (client: Client) => {
      client.close();
    });
    await mqtt.configure(settings(url));
    const delays: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      await state('offline');
      const wait = Date.parse(mqtt.status().next_try_at ?? '') - clock.now();
      delays.push(wait);
      await clock.advance(wait);
    }
    expect(delays).toEqual([1_500, 3_000, 6_000, 12_000]);
  });

  it('begins with short waits again after a connection that held', async () => {
    const { url, port, close } = await broker();
    await close();
    await mqtt.configure(settings(url));
    await state('offline');
    const { aedes } = await broker({}, port);
    let hub: Client | undefined;
    aedes.on('client', (client: Client) => (hub = client));
    await clock.advance(1_500);
    await state('online');
    // Acknowledged, so that nothing waits for the broker when the clock goes on.
    await mqtt.publish('x', '1', { qos: 1 });
    await clock.advance(60_000);
    hub?.conn.destroy();
    const status = await state('offline');
    expect(Date.parse(status.next_try_at ?? '') - clock.now()).toBe(1_500);
  });

  it.each<[string, (socket: Socket, done: (error: Error | null) => void) => void]>([
    [
      'closing',
      (_socket, done) => {
        done(new Error('denied'));
      },
    ],
    ['a reset', (socket) => void socket.resetAndDestroy()],
    [
      'an acknowledgement and closing',
      (socket, done) => {
        const write = socket.write.bind(socket);
        // The next that is written is the acknowledgement.
        socket.write = (data: Uint8Array | string) => {
          write(data);
          socket.end();
          return true;
        };
        done(null);
      },
    ],
  ])('lets a branch rest that the broker answers by %s, and stays connected without it', async (_how, deny) => {
    const { url, published } = await broker({
      authorizePublish: (client, packet, done) => {
        if (packet.topic.startsWith('lightkeeper/denied/')) deny(client?.conn as Socket, done);
        else done(null);
      },
    });
    await mqtt.configure(settings(url));
    for (const topic of ['denied/a', 'denied/b', 'denied/c']) {
      await state('online');
      await mqtt.publish(topic, '1', { qos: 1 }).catch(() => undefined);
      const { next_try_at } = await state('offline');
      await clock.advance(Date.parse(next_try_at ?? '') - clock.now());
    }
    await state('online');
    published.length = 0;
    const refused = await failure(mqtt.publish('denied/d', '1', { qos: 1 }));
    expect(refused).toMatchObject({ code: 'LK_UPSTREAM', message: expect.stringContaining('lightkeeper/denied') as string });
    await mqtt.publish('allowed', '1', { qos: 1 });
    expect(mqtt.connected).toBe(true);
    expect(published.map(({ topic }) => topic)).toEqual(['lightkeeper/allowed']);
  });

  it.each([
    ['a packet longer than its kind can be', [0x20, 2, 0, 0, 0x90, 0xff, 0xff, 0xff, 0x7f]],
    ['a length of five bytes', [0x20, 2, 0, 0, 0x30, 0xff, 0xff, 0xff, 0xff, 1]],
  ])('drops a broker that sends %s', async (_what, bytes) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(Buffer.from(bytes));
    });
    cleanups.push(() => server.close());
    await mqtt.configure(settings(`mqtt://127.0.0.1:${await listen(server)}`));
    expect((await state('offline')).error).toBe('the broker sent something that is not MQTT');
  });

  it('drops a broker that never answers to subscriptions', async () => {
    const { url } = await broker({ authorizeSubscribe: () => undefined });
    mqtt.subscribe('a/#', () => undefined);
    await mqtt.configure(settings(url));
    await eventually(() => {
      expect(clock.pending).toBe(1);
    });
    await clock.advance(10_000);
    expect(await state('offline')).toMatchObject({ error: 'the broker does not answer to subscriptions' });
  });
});

describe('settings', () => {
  it('moves to another broker and another topic while it runs', async () => {
    const [one, two] = [await broker(), await broker()];
    await mqtt.configure(settings(one.url));
    await state('online');
    await mqtt.configure(settings(two.url, { base_topic: 'home/lk' }));
    await state('online');
    await mqtt.publish('x', '1', { qos: 1 });
    expect(one.published.at(-1)).toMatchObject({ topic: 'lightkeeper/status', payload: 'offline' });
    await eventually(() => {
      expect(two.published.map(({ topic }) => topic)).toEqual(['home/lk/status', 'home/lk/x']);
    });
    expect(mqtt.base_topic).toBe('home/lk');
    await mqtt.configure(settings(two.url, { enabled: false }));
    expect(mqtt.status().state).toBe('off');
    expect(clock.pending).toBe(0);
  });

  it('stays connected when nothing changed', async () => {
    const { url, published } = await broker();
    await mqtt.configure(settings(url));
    await state('online');
    await mqtt.configure(settings(url));
    await mqtt.publish('x', '1', { qos: 1 });
    await eventually(() => {
      expect(published.map(({ topic }) => topic)).toEqual(['lightkeeper/status', 'lightkeeper/x']);
    });
  });

  it.each<[string, Partial<MqttSettings>]>([
    ['/url', { url: 'http://x' }],
    ['/url', { url: null }],
    ['/base_topic', { base_topic: 'a/#' }],
    ['/base_topic', { base_topic: '/a' }],
    ['/base_topic', { base_topic: '$SYS/x' }],
    ['/client_id', { client_id: 'a b' }],
    ['/username', { password: 'x' }],
  ])('names the wrong field %s', async (field, wrong) => {
    expect((await failure(mqtt.configure(settings('mqtt://127.0.0.1:9', wrong)))).errors?.[0]?.field).toBe(field);
    expect(mqtt.status().state).toBe('off');
  });
});

describe('subscriptions', () => {
  it('hears its filters as soon as it is online, and again after a reconnect', async () => {
    const first = await broker();
    const heard: string[] = [];
    const dispose = mqtt.subscribe('zigbee2mqtt/+', ({ topic, payload, retained }) => {
      heard.push(`${topic} ${Buffer.from(payload).toString()} ${retained}`);
    });
    await send(first.aedes, 'zigbee2mqtt/kept', '0', true);
    await mqtt.configure(settings(first.url));
    await state('online');
    await send(first.aedes, 'zigbee2mqtt/lamp', '1');
    await eventually(() => {
      expect(heard).toEqual(['zigbee2mqtt/kept 0 true', 'zigbee2mqtt/lamp 1 false']);
    });
    expect(contexts.at(-1)).toEqual({ actor: 'mqtt:lk-test', origin: 'mqtt' });
    await first.close();
    await state('offline');
    const second = await broker({}, first.port);
    await clock.advance(2_000);
    await state('online');
    await send(second.aedes, 'zigbee2mqtt/lamp', '2');
    await eventually(() => {
      expect(heard.at(-1)).toBe('zigbee2mqtt/lamp 2 false');
    });
    const left = once(second.aedes, 'unsubscribe');
    void dispose();
    expect((await left)[0]).toEqual(['zigbee2mqtt/+']);
    await send(second.aedes, 'zigbee2mqtt/lamp', '3');
    expect(heard).toHaveLength(3);
  });

  it('asks for thousands in some packets, before it says that it is there', async () => {
    const { aedes, url, published } = await broker();
    const packets: number[] = [];
    let asked_at_greeting = 0;
    aedes.on('subscribe', (subscriptions: { topic: string }[]) => packets.push(subscriptions.length));
    aedes.on('publish', ({ topic }: AedesPublishPacket) => {
      if (topic === 'lightkeeper/status') asked_at_greeting = packets.reduce((sum, count) => sum + count, 0);
    });
    const disposers = Array.from({ length: 1_050 }, (_, n) => mqtt.subscribe(`lamps/${n}`, () => undefined));
    await mqtt.configure(settings(url));
    await state('online');
    expect(packets).toEqual([...Array.from({ length: 10 }, () => 100), 50]);
    expect(asked_at_greeting).toBe(1_050);
    expect(published[0]).toMatchObject({ topic: 'lightkeeper/status', payload: 'online' });
    const gone: number[] = [];
    aedes.on('unsubscribe', (filters: string[]) => gone.push(filters.length));
    for (const dispose of disposers) void dispose();
    const later = Array.from({ length: 150 }, (_, n) => mqtt.subscribe(`later/${n}`, () => undefined));
    await eventually(() => {
      expect(packets.slice(11)).toEqual([100, 50]);
      expect(gone).toEqual([...Array.from({ length: 10 }, () => 100), 50]);
    });
    expect(later).toHaveLength(150);
  });

  it('goes on without what the broker denies, and says which it was', async () => {
    const { aedes, url } = await broker({
      authorizeSubscribe: (_client, subscription, done) => {
        done(null, subscription.topic === 'lamps/7' ? null : subscription);
      },
    });
    const handler = vi.fn<(message: MqttMessage) => void>();
    for (let n = 0; n < 20; n += 1) mqtt.subscribe(`lamps/${n}`, handler);
    await mqtt.configure(settings(url));
    await state('online');
    expect(lines.filter(({ message }) => message === 'The broker denied a subscription').map(({ data }) => data?.filter)).toEqual([
      'lamps/7',
    ]);
    await send(aedes, 'lamps/8', 'x');
    await send(aedes, 'lamps/7', 'x');
    await send(aedes, 'lamps/9', 'x');
    await eventually(() => {
      expect(handler.mock.calls.map(([{ topic }]) => topic)).toEqual(['lamps/8', 'lamps/9']);
    });
  });

  it('hears the beginning of what is too long, acknowledges it, and warns once', async () => {
    const { aedes, url } = await broker();
    const heard: { topic: string; bytes: number; truncated: boolean }[] = [];
    mqtt.subscribe('big/#', ({ topic, payload, truncated }) => heard.push({ topic, bytes: payload.byteLength, truncated }));
    await send(aedes, 'big/kept', 'x'.repeat(10_000_000), true);
    await mqtt.configure(settings(url));
    await state('online');
    const acknowledged: unknown[] = [];
    aedes.on('ack', (packet) => acknowledged.push(packet));
    for (let n = 0; n < 3; n += 1) await send(aedes, 'big/one', 'x'.repeat(65_537));
    await send(aedes, 'big/two', 'x'.repeat(65_536));
    await eventually(() => {
      expect(heard).toEqual([
        { topic: 'big/kept', bytes: 65_536, truncated: true },
        ...Array.from({ length: 3 }, () => ({ topic: 'big/one', bytes: 65_536, truncated: true })),
        { topic: 'big/two', bytes: 65_536, truncated: false },
      ]);
      expect(acknowledged.length).toBeGreaterThanOrEqual(4);
    });
    const warnings = lines.filter(({ message }) => message.startsWith('A message was too long'));
    expect(warnings.map(({ data }) => data)).toEqual([{ topic: 'big/kept', bytes: 10_000_000 }]);
    expect(mqtt.connected).toBe(true);
  });
});

describe('commands', () => {
  const schema = z.strictObject({ on: z.boolean() });

  it('runs a valid command as the client, with its parameters', async () => {
    const { aedes, url } = await broker();
    const handler = vi.fn();
    mqtt.command({ topic: 'devices/+/set', summary: 'Command a device', schema, handler });
    await mqtt.configure(settings(url));
    await state('online');
    await send(aedes, 'lightkeeper/devices/lamp-1/set', '{"on":true}');
    await eventually(() => {
      expect(handler).toHaveBeenCalledWith({ on: true }, ['lamp-1']);
    });
    expect(contexts).toEqual([{ actor: 'mqtt:lk-test', origin: 'mqtt' }]);
    expect(mqtt.commands()).toEqual([{ topic: 'devices/+/set', summary: 'Command a device', mutates: true }]);
    expect(mqtt.counters()).toEqual({ done: 1, refused: 0, dropped: 0 });
  });

  it('takes commands that are added and removed while it is connected', async () => {
    const { aedes, url } = await broker();
    await mqtt.configure(settings(url));
    await state('online');
    const handler = vi.fn();
    const subscribed = once(aedes, 'subscribe');
    const dispose = mqtt.command({ topic: 'scenes/+/activate', summary: 'x', schema: z.enum(['ON']), mutates: false, handler });
    await subscribed;
    await send(aedes, 'lightkeeper/scenes/a/activate', 'ON');
    await eventually(() => {
      expect(handler).toHaveBeenCalledWith('ON', ['a']);
    });
    const unsubscribed = once(aedes, 'unsubscribe');
    await dispose();
    await dispose();
    await unsubscribed;
    expect(mqtt.commands()).toEqual([]);
  });

  it('keeps the others when the broker denies one topic', async () => {
    const { aedes, url } = await broker({
      authorizeSubscribe: (_client, subscription, done) => {
        done(null, subscription.topic === 'lightkeeper/a' ? null : subscription);
      },
    });
    const handler = vi.fn();
    mqtt.command({ topic: 'a', summary: 'a', schema, handler });
    mqtt.command({ topic: 'b', summary: 'b', schema, handler });
    await mqtt.configure(settings(url));
    await state('online');
    await send(aedes, 'lightkeeper/b', '{"on":true}');
    await eventually(() => {
      expect(handler).toHaveBeenCalledOnce();
    });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'The broker denied a subscription' }));
    await mqtt.publish('x', '1', { qos: 1 });
  });

  it('refuses, counts and logs what is no command, and goes on', async () => {
    const { aedes, url } = await broker();
    const handler = vi.fn();
    mqtt.command({ topic: 'set', summary: 'x', schema, handler });
    mqtt.command({
      topic: 'fail',
      summary: 'x',
      schema,
      handler: () => {
        throw new HubError('LK_DEVICE_OFFLINE', 'The lamp is offline.');
      },
    });
    await send(aedes, 'lightkeeper/set', '{"on":true}', true);
    await mqtt.configure(settings(url));
    await state('online');
    const bad: (string | Buffer)[] = [
      'no json',
      '{"on":"yes"}',
      '{"on":true,"extra":1}',
      '{"on":true,"__proto__":{"x":1}}',
      '[',
      '',
      Buffer.from([0xff, 0xfe]),
      `{"on":true,"pad":"${'x'.repeat(70_000)}"}`,
    ];
    for (const payload of bad) await send(aedes, 'lightkeeper/set', payload);
    await send(aedes, 'lightkeeper/fail', '{"on":true}');
    await send(aedes, 'lightkeeper/set', '{"on":false}');
    await eventually(() => {
      expect(handler).toHaveBeenCalledWith({ on: false }, []);
    });
    expect(handler).toHaveBeenCalledOnce();
    // One more than those: the retained command, which came at the subscription.
    expect(mqtt.counters()).toEqual({ done: 1, refused: bad.length + 2, dropped: 0 });
    expect(lines.filter(({ message }) => message === 'An MQTT command was refused').map(({ data }) => data?.code)).toContain(
      'LK_DEVICE_OFFLINE',
    );
  });

  it('knows the sender where the broker has proven it, and refuses a command of which only the beginning came', async () => {
    let tell: MqttConnectionEvents | null = null;
    const handler = vi.fn();
    mqtt.command({ topic: 'set', summary: 'x', schema, handler });
    const inner: MqttTransport = (_options, events) => {
      tell = events;
      setImmediate(() => {
        events.open();
      });
      const done = (): Promise<void> => Promise.resolve();
      return { publish: done, subscribe: done, unsubscribe: done, end: done };
    };
    await mqtt.configure({ ...settings('mqtt://127.0.0.1:9'), url: null, inner });
    await state('online');
    const message = { topic: 'lightkeeper/set', payload: Buffer.from('{"on":true}'), bytes: 11, truncated: false, retained: false };
    const events = tell as MqttConnectionEvents | null;
    events?.message({ ...message, sender: 'zigbee2mqtt' });
    events?.message({ ...message, truncated: true, bytes: 70_000, sender: 'zigbee2mqtt' });
    await eventually(() => {
      expect(mqtt.counters()).toEqual({ done: 1, refused: 1, dropped: 0 });
    });
    expect(contexts).toEqual([{ actor: 'mqtt:zigbee2mqtt', origin: 'mqtt' }]);
    expect(mqtt.status()).toMatchObject({ state: 'online', url: null });
  });

  it('drops what comes while too many are at work', async () => {
    const { aedes, url } = await broker();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    mqtt.command({ topic: 'set', summary: 'x', schema, handler: () => gate });
    await mqtt.configure(settings(url));
    await state('online');
    for (let count = 0; count < 120; count += 1) await send(aedes, 'lightkeeper/set', '{"on":true}');
    await eventually(() => {
      expect(mqtt.counters().dropped).toBe(20);
    });
    release();
    await eventually(() => {
      expect(mqtt.counters()).toEqual({ done: 100, refused: 0, dropped: 20 });
    });
  });

  it('refuses a topic that is taken or makes no sense', () => {
    const handler = (): void => undefined;
    mqtt.command({ topic: 'devices/+/set', summary: 'x', schema, handler });
    for (const topic of ['devices/+/set', 'a/#', 'a//b', '', 'a/b+']) {
      expect(() => {
        mqtt.command({ topic, summary: 'x', schema, handler });
      }).toThrow(expect.objectContaining({ code: 'LK_PLUGIN_INVALID' }) as Error);
    }
  });
});
