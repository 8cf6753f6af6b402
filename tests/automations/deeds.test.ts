import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Notification, Trace } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entries, makeAutomation, makeDevice, read, tracesOf } from './home.js';

/* What automations do, each deed through the whole hub, with what came of it in the trace. */

let hub: TestHub;
let light: string;

beforeEach(async () => {
  hub = await createTestHub({ mqtt: true });
  light = await makeDevice(hub, 'Hall light', { kind: 'color_light' });
});

afterEach(async () => {
  await hub.stop();
});

async function run(actions: object[]): Promise<Trace> {
  const { id } = await makeAutomation(hub, { name: 'Evening', actions });
  const response = await hub.request('POST', `/automations/${id}/run`);
  expect(response.status, response.text).toBe(200);
  const { trace_id } = response.body as { trace_id: string };
  await expect.poll(() => read<Trace>(hub, `/traces/${trace_id}`)).toMatchObject({ finished_at: expect.any(String) as string });
  return read<Trace>(hub, `/traces/${trace_id}`);
}

async function dryRun(actions: object[]): Promise<string[]> {
  const { id } = await makeAutomation(hub, { name: 'Tried out', actions });
  const response = await hub.request('POST', `/automations/${id}/dry-run`);
  expect(response.status, response.text).toBe(200);
  return (response.body as Trace).steps.map(({ result, detail }) => `${result}: ${detail ?? ''}`);
}

const turn = (on: boolean, device_ids: string[]): object => ({ kind: 'device', targets: { device_ids }, command: { on } });

describe('a command', () => {
  it('that one of its devices does not take fails by name, and the others have taken it', async () => {
    const away = await makeDevice(hub, 'Cellar light', { kind: 'light', reachable: false });
    await hub.clock.advance(60_000);
    const trace = await run([turn(true, [light, away])]);
    expect(trace).toMatchObject({ outcome: 'failed', steps: [{ result: 'failed' }] });
    expect(trace.steps[0]?.detail).toMatch(/Cellar light.*Hall light took it\./);
    expect(await read(hub, `/devices/${light}/state`)).toMatchObject({ on: true });
  });

  it('goes on after a failure where that is asked for', async () => {
    const trace = await run([{ ...turn(true, ['gone']), continue_on_error: true }, turn(true, [light])]);
    expect(trace).toMatchObject({ outcome: 'finished', steps: [{ result: 'failed' }, { result: 'done' }] });
  });

  it('is for a room and a label too', async () => {
    const { id: area_id } = (await hub.request('POST', '/areas', { body: { name: 'Hall', kind: 'hall' } })).body as { id: string };
    await hub.request('PATCH', `/devices/${light}`, { body: { area_id } });
    await hub.settle();
    const action = { kind: 'device', targets: { area_ids: [area_id], labels: ['none'] }, command: { brightness: 128 } };
    expect(await dryRun([action])).toEqual(['would: Would turn on Hall light, which is off at 50 %.']);
    expect((await run([action])).steps[0]).toMatchObject({ detail: 'Hall light took it.' });
  });
});

describe('a dry run', () => {
  it('touches nothing, and says by what is known what would happen', async () => {
    const before = (await entries(hub)).length;
    const { id: other } = await makeAutomation(hub, { name: 'Other', actions: [] });
    const steps = await dryRun([
      turn(true, [light]),
      { kind: 'delay', duration_ms: 300_000 },
      { kind: 'mqtt', topic: 'garden/pump', payload: { on: true } },
      { kind: 'webhook', url: 'http://127.0.0.1:9/secret' },
      { kind: 'notify', title: 'Done' },
      { kind: 'automation', automation_id: other, act: 'disable' },
      { kind: 'capture', act: 'stop' },
    ]);
    expect(steps[0]).toBe('would: Would turn on Hall light, which is off.');
    expect(steps.slice(2)).toEqual([
      'would: Would publish “{"on":true}” to garden/pump.',
      'would: Would send POST to 127.0.0.1:9.',
      'would: Would notify “Done”.',
      'would: Would disable Other.',
      expect.stringMatching(/^would: Nothing/),
    ]);
    expect(await read(hub, `/devices/${light}/state`)).toMatchObject({ on: false });
    expect(await read(hub, '/notifications')).toMatchObject({ items: [] });
    // Two automations were made, and nothing else has happened.
    expect((await entries(hub)).length - before).toBe(2);
  });
});

describe('scenes, playlists and captures', () => {
  it('are activated, played and started', async () => {
    const devices = [{ device_id: light, command: { on: true, brightness: 40 } }];
    const { id: scene_id } = (await hub.request('POST', '/scenes', { body: { name: 'Calm', devices } })).body as { id: string };
    const items = [{ scene_id, duration_ms: 60_000 }];
    const { id: playlist_id } = (await hub.request('POST', '/playlists', { body: { name: 'Slow', items } })).body as { id: string };
    const trace = await run([
      { kind: 'scene', scene_id },
      { kind: 'playlist', playlist_id },
      { kind: 'playlist', playlist_id, act: 'stop' },
    ]);
    expect(trace.steps.map(({ detail }) => detail)).toEqual(['Hall light took it.', 'Slow is playing.', 'Slow is stopped.']);
    expect(await read(hub, `/devices/${light}/state`)).toMatchObject({ on: true, brightness: 40 });
    const activated = (await entries(hub, 'categories=automation')).filter(({ action }) => action === 'scene_activated');
    expect(activated.map(({ actor, metadata }) => [actor, metadata.cause_id])).toContainEqual(['automation:Evening', trace.entry_id]);
  });
});

describe('a message', () => {
  it('goes to the broker as text or as JSON', async () => {
    await run([
      { kind: 'mqtt', topic: 'garden/pump', payload: 'ON', retain: true },
      { kind: 'mqtt', topic: 'garden/level', payload: { level: 3 } },
    ]);
    expect(hub.mqtt.published.filter(({ topic }) => topic.startsWith('garden/'))).toEqual([
      { topic: 'garden/pump', payload: 'ON', qos: 0, retain: true },
      { topic: 'garden/level', payload: '{"level":3}', qos: 0, retain: false },
    ]);
  });

  it('fails where there is no broker', async () => {
    hub.mqtt.disconnect();
    await hub.settle();
    expect(await run([{ kind: 'mqtt', topic: 'garden/pump', payload: 'ON' }])).toMatchObject({ outcome: 'failed' });
  });
});

describe('a webhook', () => {
  let server: Server;
  let address: string;
  const calls: { request: IncomingMessage; body: string }[] = [];

  beforeEach(async () => {
    calls.length = 0;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        calls.push({ request, body });
        response.writeHead(request.url === '/no' ? 403 : 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is called, and its secrets are not in the trace', async () => {
    const headers = { authorization: 'Bearer nobody-is-to-know' };
    const trace = await run([{ kind: 'webhook', url: `http://${address}/a-key`, json: { light: { $cel: '"on"' } }, headers }]);
    expect(trace.steps[0]).toMatchObject({ result: 'done', detail: `${address} answered with status 204.` });
    expect(JSON.stringify(trace)).not.toMatch(/nobody-is-to-know|a-key/);
    expect(calls.map(({ request, body }) => [request.method, request.headers.authorization, body])).toEqual([
      ['POST', 'Bearer nobody-is-to-know', '{"light":"on"}'],
    ]);
  });

  it('fails with what the other side answers', async () => {
    const trace = await run([{ kind: 'webhook', url: `http://${address}/no` }]);
    expect(trace.steps[0]).toMatchObject({ result: 'failed', detail: `${address} answered with status 403.` });
  });

  it.each(['http://169.254.169.254/latest/meta-data', 'http://[fe80::1]/', 'http://0.0.0.0/', 'http://224.0.0.1/'])(
    'does not go to %s',
    async (url) => {
      const trace = await run([{ kind: 'webhook', url }]);
      expect(trace.steps[0]).toMatchObject({ result: 'failed' });
      expect(trace.steps[0]?.detail).toMatch(/does not contact|address/);
    },
  );
});

describe('a notification', () => {
  it('is shown, sent on over MQTT and by the hook, and put away', async () => {
    const heard = hub.spy('automation.notified');
    const trace = await run([{ kind: 'notify', title: 'Washing\u202e', message: 'It is done.\nHang it up.', severity: 'warning' }]);
    const { items } = await read<{ items: Notification[] }>(hub, '/notifications');
    expect(items).toMatchObject([
      { title: 'Washing�', message: 'It is done.\nHang it up.', actor: 'automation:Evening', trace_id: trace.id },
    ]);
    expect(heard).toEqual([{ notification: items[0] }]);
    expect(
      hub.mqtt.published.filter(({ topic }) => topic === 'lightkeeper/notifications').map(({ payload }) => JSON.parse(payload) as unknown),
    ).toEqual(items);
    expect((await hub.request('DELETE', `/notifications/${items[0]?.id ?? ''}`)).status).toBe(204);
    expect((await hub.request('DELETE', `/notifications/${items[0]?.id ?? ''}`)).status).toBe(404);
    expect(await read(hub, '/notifications')).toMatchObject({ items: [] });
  });

  it('makes room for newer ones', async () => {
    await run([{ kind: 'repeat', count: 230, actions: [{ kind: 'notify', title: { $cel: 'string(int(repeat.index))' } }] }]);
    const { items } = await read<{ items: Notification[] }>(hub, '/notifications');
    expect([items.length, items[0]?.title, items.at(-1)?.title]).toEqual([200, '229', '30']);
  });
});

describe('another automation', () => {
  it('is disabled, enabled and run', async () => {
    const { id } = await makeAutomation(hub, { name: 'Other', actions: [turn(true, [light])] });
    await run([{ kind: 'automation', automation_id: id, act: 'disable' }]);
    expect(await read(hub, `/automations/${id}`)).toMatchObject({ enabled: false, status: { armed: false, reason: null } });
    await run([
      { kind: 'automation', automation_id: id, act: 'enable' },
      { kind: 'automation', automation_id: id },
    ]);
    expect(await read(hub, `/automations/${id}`)).toMatchObject({ enabled: true, status: { armed: true } });
    await expect.poll(async () => (await tracesOf(hub, id))[0]).toMatchObject({ outcome: 'finished', actor: 'automation:Evening' });
    const changes = (await entries(hub, `entity_id=${id}`)).filter(({ action }) => action === 'updated');
    expect(changes.map(({ actor }) => actor)).toEqual(['automation:Evening', 'automation:Evening']);
  });
});
