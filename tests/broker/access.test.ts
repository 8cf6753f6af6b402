import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { BrokerHub, gone, granted, heard } from './broker-hub.js';

let broker: BrokerHub;

beforeEach(async () => {
  broker = await BrokerHub.start();
});

afterEach(async () => {
  await broker.stop();
});

const CONFIG = 'homeassistant/light/shelf/config';

describe('who may hear what', () => {
  it.each<['own' | 'home_assistant' | 'everything', string[], string[]]>([
    [
      'own',
      ['me', 'me/#', 'me/+/state', 'homeassistant/status'],
      [
        '#',
        '+/#',
        '+/status',
        '+',
        '/#',
        'other/#',
        'other/state',
        'mee/x',
        'lightkeeper/#',
        'lightkeeper/status',
        'lightkeeper/devices/+/set',
        'homeassistant/#',
        CONFIG,
        '$SYS/#',
      ],
    ],
    [
      'home_assistant',
      ['me/#', 'other/#', 'lightkeeper/#', 'lightkeeper', 'homeassistant/+/+/config', 'homeassistant/#'],
      ['#', '+/#', '+/state', 'stranger/#', 'lightkeeper2/#', '$SYS/#', '$share/a/#'],
    ],
    ['everything', ['#', '+/#', 'other/#', 'stranger/#', 'lightkeeper/#'], ['$SYS/#', '$SYS/+/new/clients']],
  ])('%s', async (access, yes, no) => {
    await broker.account('me', access);
    await broker.account('other');
    const client = await broker.connected('me');
    for (const filter of yes) expect([filter, await granted(client, filter)]).toEqual([filter, true]);
    for (const filter of no) expect([filter, await granted(client, filter)]).toEqual([filter, false]);
    expect(client.connected).toBe(true);
    const [entry] = await broker.entries('auth', 'permission_denied');
    expect(entry).toMatchObject({ actor: 'mqtt:me', metadata: { origin: 'mqtt', wanted: `subscribing to ${no[0] ?? ''}`, count: 1 } });
  });

  it('loses what it heard when the hub moves to another base topic', async () => {
    await broker.account('home');
    const client = await broker.connected('home');
    const messages = heard(client);
    expect(await granted(client, 'home/#')).toBe(true);
    await broker.hub.request('PATCH', '/settings/mqtt', { body: { base_topic: 'home/hub' } });
    await client.publishAsync('home/mine', 'x', { qos: 1 });
    await eventually('its own message', () => messages.some(({ topic }) => topic === 'home/mine'));
    await client.publishAsync('home/hub/devices/x/set', '{"on":true}', { qos: 1 });
    expect(messages.map(({ topic }) => topic)).toEqual(['home/mine']);
  });
});

describe('who may say what', () => {
  it.each<['own' | 'home_assistant' | 'everything', string[], string[]]>([
    [
      'own',
      ['me/state', 'me', CONFIG, 'homeassistant/device/shelf/config', 'homeassistant/light/node/shelf/config'],
      [
        'other/state',
        'mee/state',
        'lightkeeper/devices/x/set',
        'lightkeeper/devices/x/state',
        'lightkeeper/status',
        'homeassistant/status',
        'homeassistant/light/config',
        'homeassistant/light/a/b/c/config',
        'free/topic',
        '$SYS/me',
        '$refused',
      ],
    ],
    [
      'home_assistant',
      ['me/state', 'other/set', 'homeassistant/status', CONFIG, 'lightkeeper/devices/x/set'],
      ['lightkeeper/status', 'lightkeeper/devices/x/state', 'lightkeeper/activity/auth/login_failed', 'free/topic', '$SYS/me'],
    ],
    ['everything', ['free/topic', 'lightkeeper/anything', 'homeassistant/status', 'other/set'], ['$SYS/me', '$SYS/x/disconnect/clients']],
  ])('%s', async (access, yes, no) => {
    await broker.account('me', access);
    await broker.account('other');
    await broker.account('watcher', 'everything');
    const watcher = await broker.connected('watcher');
    const messages = heard(watcher);
    await watcher.subscribeAsync('#');
    const client = await broker.connected('me');
    // Refused ones are acknowledged and dropped: MQTT 3.1.1 §3.3.5 knows no other way to keep the connection.
    for (const topic of no) await client.publishAsync(topic, 'x', { qos: 1, retain: true });
    for (const topic of no) await client.publishAsync(topic, 'x', { qos: 2 });
    for (const topic of no) await client.publishAsync(topic, 'x', { qos: 0 });
    for (const topic of yes) await client.publishAsync(topic, 'from me', { qos: 1 });
    const mine = () => messages.filter(({ payload }) => payload === 'from me').map(({ topic }) => topic);
    await eventually('all that is allowed', () => mine().length === yes.length, { describe: () => JSON.stringify(messages) });
    expect(mine()).toEqual(yes);
    expect(messages.filter(({ payload }) => payload === 'x')).toEqual([]);
    expect(client.connected).toBe(true);
    expect((await broker.entries('auth', 'permission_denied'))[0]).toMatchObject({
      actor: 'mqtt:me',
      metadata: { wanted: `publishing to ${no[0] ?? ''}` },
    });
  });

  it('keeps an announcement with the account that made it', async () => {
    for (const name of ['first', 'second']) await broker.account(name);
    await broker.account('house', 'home_assistant');
    const [first, second, house] = await Promise.all(['first', 'second', 'house'].map((name) => broker.connected(name)));
    if (first === undefined || second === undefined || house === undefined) throw new Error('not connected');
    const messages = heard(house);
    await first.publishAsync(CONFIG, 'of first', { qos: 1, retain: true });
    await second.publishAsync(CONFIG, 'of second', { qos: 1, retain: true });
    await second.publishAsync(CONFIG, '', { qos: 1, retain: true });
    await house.subscribeAsync(CONFIG);
    await eventually('the announcement', () => messages.length > 0);
    expect(messages).toEqual([{ topic: CONFIG, payload: 'of first', retain: true }]);
    await first.publishAsync(CONFIG, '', { qos: 1, retain: true });
    await second.publishAsync(CONFIG, 'of second', { qos: 1, retain: true });
    await eventually('the next', () => messages.at(-1)?.payload === 'of second');
  });

  it('holds a last will to the same rules', async () => {
    await broker.account('me');
    await broker.account('watcher', 'everything');
    const watcher = await broker.connected('watcher');
    const messages = heard(watcher);
    await watcher.subscribeAsync('#');
    const bad = await broker.connected('me', { clientId: 'a', will: { topic: 'lightkeeper/status', payload: Buffer.from('offline') } });
    const good = await broker.connected('me', { clientId: 'b', will: { topic: 'me/status', payload: Buffer.from('offline') } });
    for (const client of [bad, good]) {
      const closing = gone(client);
      client.stream.destroy();
      await closing;
    }
    await eventually('the allowed will', () => messages.some(({ topic }) => topic === 'me/status'));
    expect(messages.some(({ topic, payload }) => topic === 'lightkeeper/status' && payload === 'offline')).toBe(false);
  });
});
