import { ENTRY_FIELDS, EVENT_TYPES, definePlugin, z } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry, HubEvent } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../support/eventually.js';

const PASSWORD = 'a lamp for every room';
const NEXT_PASSWORD = 'another light entirely';
const BROKER_PASSWORD = 'the broker asks for this one';
const WEBHOOK_ID = 'a-webhook-that-nobody-is-to-guess';
const WEBHOOK_TOKEN = 'what-the-other-side-knows-the-hub-by';
const ACCOUNT_PASSWORD = 'a bridge says this to the broker inside';

/** Words that this run cannot bring about, and where they are shown instead. */
const ELSEWHERE = new Set([
  'system.unclean_shutdown', // tests/crash: it takes a killed process
  'system.shutting_down', // the last entry; asked for after the hub has stopped there
  'system.plugin_installed', // tests/process: it takes a second start on the same data folder
  'system.plugin_removed',
  'automation.automation_repeated', // plugins/automations: it takes sixty runs in a minute that leave nothing else
  'capture.failed', // tests/capture: it takes a thread that dies
  'device.adb_connected', // tests/capture: it takes an Android device
  'device.adb_disconnected',
]);

let hub: TestHub;
let entries: ActivityEntry[];
const events: HubEvent[] = [];
const secrets = new Map<string, string>([
  ['the password', PASSWORD],
  ['the next password', NEXT_PASSWORD],
  ['the password of the broker', BROKER_PASSWORD],
  ['the password of an account of the embedded broker', ACCOUNT_PASSWORD],
  ['the id of a webhook', WEBHOOK_ID],
  ['the token for a webhook', WEBHOOK_TOKEN],
  ['the setup code', 'TEST-CODE'],
]);

const troublemaker: TestPlugin<never, never> = {
  manifest: { id: 'trouble', name: 'Trouble', sdk: '*', permissions: ['entities'] },
  definition: definePlugin({
    async setup(plugin) {
      const things = plugin.entities.register({
        type: 'thing',
        path: 'things',
        label: 'Thing',
        schema: z.object({}),
        access: { read: 'viewer', write: 'admin' },
      });
      await plugin.entities.bulk('a box of things', (tx) => things.create({ name: 'Thing' }, { tx }));
      plugin.hooks.tap('entity.changed', ({ type }) => {
        if (type === 'area') throw new Error('spilled');
      });
    },
  }) as never,
};
const broken: TestPlugin<never, never> = {
  manifest: { id: 'broken', name: 'Broken', sdk: '*' },
  definition: { setup: () => Promise.reject(new Error('no')) },
};

async function send(method: string, path: string, body?: unknown, cookie?: string): Promise<Record<string, unknown>> {
  const response = await hub.request(method, path, {
    ...(body !== undefined && { body }),
    ...(cookie !== undefined && { as: null, headers: { cookie } }),
  });
  for (const [, value] of response.headers) {
    const token = /lk_session=([^;]+)/.exec(value)?.[1];
    if (token) secrets.set(`a session cookie of ${path}`, token);
  }
  const answer = response.body as Record<string, unknown> | null;
  if (typeof answer?.token === 'string') secrets.set('an API token', answer.token);
  return { ...answer, cookie: response.headers.get('set-cookie')?.split(';', 1)[0] ?? '' };
}

/** One day in the life of a hub, with all that can happen in it. */
async function live(): Promise<void> {
  const setup = await hub.request('POST', '/setup', {
    as: null,
    body: { code: 'TEST-CODE', name: 'anna', display_name: 'Anna', password: PASSWORD },
  });
  const first = setup.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  secrets.set('the first session cookie', first.replace('lk_session=', ''));
  const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/api/v1/events/ws`, { headers: { cookie: first } });
  socket.on('message', (data: Buffer, binary: boolean) => {
    if (!binary) events.push(JSON.parse(data.toString()) as HubEvent);
  });
  await new Promise((resolve) => socket.once('message', resolve));
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', topics: ['logs', 'mqtt_traffic'] }));
  socket.send(JSON.stringify({ type: 'ping', id: '2' }));
  socket.send(JSON.stringify({ type: 'nonsense', id: '3' }));

  const second = await send('POST', '/auth/login', { name: 'anna', password: PASSWORD }, 'x=y');
  const sessions = (await send('GET', '/auth/sessions', undefined, first)).items as { id: string; current: boolean }[];
  await send('DELETE', `/auth/sessions/${sessions.find(({ current }) => !current)?.id ?? ''}`, undefined, first);
  await send('POST', '/auth/password', { current: PASSWORD, next: NEXT_PASSWORD }, first);
  const third = await send('POST', '/auth/login', { name: 'anna', password: NEXT_PASSWORD }, 'x=y');
  await send('POST', '/auth/logout', undefined, third.cookie as string);
  for (let n = 0; n < 7; n += 1) await send('POST', '/auth/login', { name: 'admin', password: `guess ${n} ${PASSWORD}` }, 'x=y');
  await hub.request('GET', '/areas', { as: null, headers: { Authorization: `Bearer lk_${'A'.repeat(43)}` } });
  await hub.request('GET', '/users', { as: 'viewer' });
  const token = await send('POST', '/tokens', { name: 'ha-bridge', role: 'member' });
  await send('DELETE', `/tokens/${token.id as string}`);
  expect(second.cookie).not.toBe('');

  const area = await send('POST', '/areas', { name: 'Hall', kind: 'hall' });
  await send('PATCH', `/areas/${area.id as string}`, { name: 'Entry' });
  const lamp = await send('POST', '/devices', { name: 'Lamp', driver: 'virtual', config: { kind: 'color_light' }, area_id: area.id });
  await hub.settle();
  await send('POST', `/devices/${lamp.id as string}/command`, { on: true, brightness: 200 });
  const snapshot = await send('POST', '/scenes/snapshot', { name: 'Evening', device_ids: [lamp.id] });
  const evening = `/scenes/${snapshot.id as string}`;
  await send('POST', `${evening}/activate`);
  await send('POST', `${evening}/undo`);
  const wrong = [{ device_id: lamp.id, command: { set: { none: true } } }];
  const nothing = await send('POST', '/scenes', { name: 'Nothing', devices: wrong });
  await send('POST', `/scenes/${nothing.id as string}/activate`);
  const items = [{ scene_id: snapshot.id, duration_ms: 60_000 }];
  const playlist = await send('POST', '/playlists', { name: 'Slow colours', items });
  for (const act of ['start', 'pause', 'start', 'skip', 'stop']) await send('POST', `/playlists/${playlist.id as string}/${act}`);
  const ambient = { source: { kind: 'test-pattern' }, layout: { kind: 'border', top: 4 }, targets: [{ device_id: lamp.id }] };
  const capture = await send('POST', '/captures', { name: 'Ambient', ...ambient });
  await send('POST', `/captures/${capture.id as string}/start`);
  await send('POST', `/captures/${capture.id as string}/calibrate`, { grade: { saturation: 1.5 } });
  await send('POST', `/captures/${capture.id as string}/stop`);
  const desk = await send('POST', '/captures', { name: 'Desk', ...ambient, source: { kind: 'browser' } });
  await send('POST', `/captures/${desk.id as string}/start`);
  socket.send(JSON.stringify({ type: 'open_channel', id: '5', name: 'screen_share', options: { capture_id: desk.id } }));
  await eventually('the screen is shared', () => events.some((event) => event.type === 'result' && event.id === '5'));
  await send('POST', `/captures/${desk.id as string}/stop`);
  await automate();
  await hub.clock.advance(3_000);
  socket.send(JSON.stringify({ type: 'device_command', id: '4', device_id: lamp.id, command: { on: false } }));
  hub.mqtt.deliver(`lightkeeper/devices/${lamp.id as string}/set`, '{"on":true}');
  await hub.settle();
  await send('POST', `/devices/${lamp.id as string}/replace`, { config: { kind: 'light' } });
  const script = [{ after_ms: 500, event: { key: 'button', type: 'press' } }];
  const button = await send('POST', '/devices', { name: 'Button', driver: 'virtual', config: { kind: 'event', script } });
  await hub.clock.advance(1_000);
  await send('DELETE', `/devices/${button.id as string}`);
  await send('PATCH', `/devices/${lamp.id as string}`, { config: { kind: 'color_light', reachable: false } });
  await hub.clock.advance(60_000);
  await send('POST', `/devices/${lamp.id as string}/command`, { on: true });
  const shown = [...hub.mqtt.retained.keys()].find((topic) => topic.startsWith('homeassistant/') && topic.includes(lamp.id as string));
  hub.mqtt.publishRetained(shown ?? '', '');
  await hub.settle();
  await send('POST', `/home-assistant/devices/${lamp.id as string}/announce`);
  await send('DELETE', `/devices/${lamp.id as string}`);
  hub.announce({
    name: 'wled-shelf',
    type: 'wled',
    host: 'wled-shelf.local',
    port: 80,
    addresses: ['192.168.1.58'],
    txt: { mac: 'aabbccddeeff' },
  });
  await hub.settle();
  const found = ((await send('GET', '/discoveries')).items as { id: string }[])[0]?.id ?? '';
  await send('POST', `/discoveries/${found}/ignore`);
  await send('DELETE', `/discoveries/${found}/ignore`);
  hub.withdraw('wled-shelf', 'wled');
  await hub.settle();

  await send('PATCH', '/settings/mqtt', { username: 'hub', password: BROKER_PASSWORD });
  const bridge = await send('POST', '/mqtt-accounts', { name: 'zigbee2mqtt', password: ACCOUNT_PASSWORD });
  await send('PATCH', '/settings/broker', { enabled: true, port: Number(new URL(hub.url).port) });
  await send('PATCH', '/settings/broker', { port: 0 });
  await send('PATCH', '/settings/broker', { enabled: false });
  await send('DELETE', `/mqtt-accounts/${bridge.id as string}`);
  await send('POST', '/plugins/trouble/restart');
  for (const name of ['A', 'B', 'C', 'D', 'E']) await send('POST', '/areas', { name, kind: 'other' });
  await hub.settle();
  await send('POST', '/plugins/broken/restart');
  await send('PUT', '/activity/settings', { mirror_enabled: true });
  await hub.settle();
  hub.mqtt.disconnect();
  await hub.settle();
  await send('PATCH', `/areas/${area.id as string}`, { name: 'Porch' });
  await hub.clock.advance(10 * 60_000);
  hub.mqtt.connect();
  await hub.clock.advance(5 * 60_000);
  await send('PUT', '/activity/settings', { enabled: false });
  await send('PUT', '/activity/settings', { enabled: true });
  await hub.request('GET', '/activity/export?format=csv');
  await send('DELETE', `/areas/${area.id as string}`);
  await hub.settle();
  socket.close();
}

/** Automations that end in each of the ways that they can. */
async function automate(): Promise<void> {
  const make = async (name: string, more: object): Promise<string> => (await send('POST', '/automations', { name, ...more })).id as string;
  const run = async (id: string): Promise<string> => (await send('POST', `/automations/${id}/run`)).trace_id as string;
  const headers = { authorization: `Bearer ${WEBHOOK_TOKEN}` };
  const call = { kind: 'webhook', url: `http://127.0.0.1:9/${WEBHOOK_TOKEN}`, headers };
  const webhook = { kind: 'webhook', webhook_id: WEBHOOK_ID, methods: ['POST'] };
  await run(await make('Reminder', { triggers: [webhook], actions: [{ kind: 'notify', title: 'The washing is done' }] }));
  await run(await make('Broken', { actions: [call] }));
  await eventually('the webhook has failed', async () => {
    await hub.settle();
    return ((await send('GET', '/activity?categories=automation&severities=error')).items as unknown[]).length > 0;
  });
  const trace = await run(await make('Patient', { actions: [{ kind: 'delay', duration_ms: 60_000 }] }));
  await send('POST', `/traces/${trace}/cancel`);
  const circle = await make('Circle', { actions: [] });
  await send('PATCH', `/automations/${circle}`, { actions: [{ kind: 'automation', automation_id: circle, act: 'run' }], mode: 'parallel' });
  await run(circle);
  await hub.settle();
  await send('DELETE', '/notifications');
}

/** Everything that leaves the log, as one text. */
async function everything(): Promise<string> {
  const exports = await Promise.all(
    ['csv', 'json', 'jsonl'].map(async (format) => (await hub.request('GET', `/activity/export?format=${format}`)).text),
  );
  return [...exports, JSON.stringify(hub.logs()), JSON.stringify(events), JSON.stringify(hub.mqtt.published)].join('\n');
}

beforeAll(async () => {
  hub = await createTestHub({ mqtt: true, plugins: [troublemaker, broken] });
  await live();
  const jsonl = (await hub.request('GET', '/activity/export?format=jsonl')).text;
  entries = jsonl
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ActivityEntry);
  // What pruning and clearing take away is read before they run.
  hub.clock.skip(100 * 24 * 3_600_000);
  await send('POST', '/activity/prune');
  entries.push(...((await hub.request('GET', '/activity?limit=50')).body as { items: ActivityEntry[] }).items);
  await send('DELETE', '/activity');
  const after = (await hub.request('GET', '/activity?limit=50')).body as { items: ActivityEntry[] };
  entries.push(...after.items);
});

afterAll(async () => {
  await hub.stop();
});

describe('after a full run', () => {
  it('every declared word has been written, and no other', () => {
    const declared = hub.hub.container.cradle.vocabulary.all().map(({ category, action }) => `${category}.${action}`);
    const written = new Set(entries.map(({ category, action }) => `${category}.${action}`));
    expect(declared.filter((word) => !written.has(word) && !ELSEWHERE.has(word))).toEqual([]);
    expect([...written].filter((word) => !declared.includes(word))).toEqual([]);
  });

  it('every entry has the eleven fields, a sentence without holes, and an actor', () => {
    for (const entry of entries) {
      expect(Object.keys(entry)).toEqual([...ENTRY_FIELDS]);
      expect(entry.message).not.toMatch(/[{}]|undefined|null|\[object/);
      expect(entry.actor).toMatch(/^(user|token|automation|device|mqtt|plugin):.+$|^(schedule|cli|system|anonymous)$/);
    }
  });

  it('no secret stands in any entry, log line, event, mirror message or export', async () => {
    const text = await everything();
    for (const [what, secret] of secrets) expect([what, text.includes(secret)]).toEqual([what, false]);
    expect(text).not.toMatch(/\$argon2/);
  });

  it('commands are recorded under the door they came through', () => {
    const actors = entries
      .filter(({ action }) => action === 'commanded')
      .map(({ actor, metadata }) => [actor.split(':')[0], metadata.origin]);
    expect(actors).toEqual(
      expect.arrayContaining([
        ['token', 'api'],
        ['user', 'ws'],
        ['mqtt', 'mqtt'],
      ]),
    );
  });

  it('every event that was sent is one that the SDK declares', () => {
    const sent = new Set(events.map(({ type }) => type));
    expect([...sent].filter((type) => !(EVENT_TYPES as readonly string[]).includes(type))).toEqual([]);
    // Cleared after the socket had closed.
    expect(EVENT_TYPES.filter((type) => !sent.has(type))).toEqual(['activity_cleared']);
  });

  it('the mirror carries the entries without addresses', () => {
    const mirrored = hub.mqtt.published.filter(({ topic }) => topic.startsWith('lightkeeper/activity/'));
    expect(mirrored.length).toBeGreaterThan(5);
    for (const { topic, payload, qos, retain } of mirrored) {
      const entry = JSON.parse(payload) as ActivityEntry & { event_type: string; seq: number };
      expect([topic, qos, retain]).toEqual([`lightkeeper/activity/${entry.category}/${entry.action}`, 1, false]);
      expect(entry.event_type).toBe(`${entry.category}.${entry.action}`);
      expect(entry.metadata).not.toHaveProperty('ip');
      expect(entry.metadata).not.toHaveProperty('user_agent');
    }
  });
});
