import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Device, Role } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../support/api.js';
import { EventListener, socketTo } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { completeSetup, createTokens } from '../support/setup.js';
import { tempDir } from '../support/temp.js';

const folder = tempDir('websocket');
let hub: HubProcess;
let owner: ApiClient;
let token: string;
const tokens: Partial<Record<Role, string>> = {};
const listeners: EventListener[] = [];

beforeAll(async () => {
  ({ hub, owner, token } = await startHeadless({ data_dir: folder.path }));
  Object.assign(tokens, await createTokens(owner, ['admin', 'member', 'viewer', 'guest']));
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
});
afterAll(async () => {
  await hub.dispose();
  folder.remove();
});

async function listen(who = token, options: Parameters<typeof EventListener.open>[2] = {}): Promise<EventListener> {
  const listener = await EventListener.open(hub, who, options);
  listeners.push(listener);
  return listener;
}

/** How the hub answers a connection that it does not take. */
async function refusal(...args: Parameters<typeof socketTo>): Promise<{ status: number; code: string }> {
  const socket = socketTo(...args);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, AsyncIterable<Buffer> & { statusCode: number }];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const { code } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { code: string };
  socket.on('error', () => undefined);
  socket.terminate();
  return { status: response.statusCode, code };
}

describe('the door to the events', () => {
  it('is shut for pages of another origin, and open for the hub’s own', async () => {
    expect(await refusal(hub, token, { origin: 'https://evil.example' })).toEqual({ status: 403, code: 'LK_CROSS_ORIGIN' });
    expect(await refusal(hub, token, { origin: 'null' })).toEqual({ status: 403, code: 'LK_CROSS_ORIGIN' });
    expect(await refusal(hub, token, { headers: { 'sec-fetch-site': 'cross-site' } })).toEqual({ status: 403, code: 'LK_CROSS_ORIGIN' });
    await listen(token, { origin: hub.url });
  });

  it('is shut for a page of another origin that has a signed-in person’s cookie', async () => {
    const person = await completeSetup(hub);
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { authorization: '', cookie };
    expect((await refusal(hub, '', { headers, origin: 'http://127.0.0.1:1' })).code).toBe('LK_CROSS_ORIGIN');
    const listener = await listen('', { headers, origin: hub.url });
    expect((await person.api('POST', '/auth/logout')).status).toBe(204);
    await eventually('its socket is closed with the session', () => listener.closed !== null);
    expect(listener.closed).toEqual({ code: 4001, reason: 'signed out' });
  });

  it('is shut for strangers', async () => {
    expect(await refusal(hub, 'lk_nobody')).toEqual({ status: 401, code: 'LK_UNAUTHENTICATED' });
    expect(await refusal(hub, '', { headers: { authorization: '' } })).toEqual({ status: 401, code: 'LK_UNAUTHENTICATED' });
  });
});

describe('a client that sends', () => {
  it('more than a message may hold is cut off, and the others stay', async () => {
    const bystander = await listen();
    const loud = await listen();
    loud.socket.send('x'.repeat(300 * 1024));
    await eventually('it is closed', () => loud.closed !== null);
    // RFC 6455, section 7.4.1: 1009, a message too big.
    expect(loud.closed?.code).toBe(1009);
    bystander.send({ type: 'ping', id: 'a' });
    await eventually('the other one is answered', () => bystander.of('pong').length === 1);
  });

  it('nonsense is told so and may go on', async () => {
    const client = await listen();
    client.socket.send('{');
    client.socket.send(Buffer.from([1, 2, 3]));
    client.socket.send('[]');
    client.socket.send('{"type":"launch","id":"a"}');
    client.socket.send('{"type":"ping","__proto__":{"x":1}}');
    client.socket.send('{"type":"device_command","id":"b","device_id":"nobody","command":{"on":true}}');
    await eventually('all were answered', () => client.of('error').length === 6);
    expect(client.of('error').map(({ code }) => code)).toEqual(
      expect.arrayContaining(['LK_BAD_JSON', 'LK_VALIDATION', 'LK_NOT_FOUND']) as string[],
    );
    expect(client.of('error').map(({ code }) => code)).not.toContain('LK_INTERNAL');
    client.send({ type: 'ping' });
    await eventually('it is answered', () => client.of('pong').length === 1);
  });

  it('without end is cut off', async () => {
    const client = await listen();
    for (let n = 0; n < 2_000; n += 1) client.send({ type: 'ping' });
    await eventually('it is closed', () => client.closed !== null);
    expect(client.closed?.reason).toMatch(/\w/);
    expect(client.of('pong').length).toBeLessThan(2_000);
  });
});

describe('who hears what', () => {
  it('follows role and scope: a guest hears nothing of the home, a viewer nothing of accounts', async () => {
    const scoped = (
      await owner.api<{ token: string }>('POST', '/tokens', { name: 'areas', role: 'owner', scopes: ['events:read', 'areas:read'] })
    ).body.token;
    const ears = {
      guest: await listen(tokens.guest),
      viewer: await listen(tokens.viewer),
      member: await listen(tokens.member),
      admin: await listen(tokens.admin),
      scoped: await listen(scoped),
    };
    ears.guest.send({ type: 'subscribe', topics: ['logs'], id: 'logs' });
    ears.viewer.send({ type: 'subscribe', topics: ['logs'], id: 'logs' });
    await owner.api('POST', '/areas', { name: 'Hall', kind: 'hall' });
    const { body: device } = await owner.api<Device>('POST', '/devices', { name: 'Lamp', driver: 'virtual', config: {} });
    await owner.api('POST', `/devices/${device.id}/command`, { on: true, brightness: 9 });
    const person = { name: 'ben', display_name: 'Ben', role: 'viewer', password: 'a long enough password' };
    expect((await owner.api('POST', '/users', person)).status).toBe(201);
    expect((await owner.api('POST', '/tokens', { name: 'secret', role: 'viewer' })).status).toBe(201);
    await owner.api('POST', '/auth/login', { name: 'ben', password: 'wrong' });
    await owner.api('PATCH', '/settings/hub', {});
    await owner.api('DELETE', `/devices/${device.id}`);
    await eventually('the last of it is heard', () =>
      ears.admin.of('entity_changed').some(({ op, entity_id }) => op === 'deleted' && entity_id === device.id),
    );
    // What each is to hear was sent before the answer to this.
    for (const ear of Object.values(ears)) ear.send({ type: 'ping' });
    await eventually('all have caught up', () => Object.values(ears).every((ear) => ear.of('pong').length === 1));

    const types = (ear: EventListener): string[] => [...new Set(ear.events.map(({ type }) => type))].sort();
    expect(types(ears.guest)).toEqual(['error', 'hello', 'pong']);
    expect(types(ears.scoped)).toEqual(['entity_changed', 'hello', 'pong']);
    expect(ears.scoped.of('entity_changed').map(({ entity_type }) => entity_type)).toEqual(['area']);
    for (const ear of [ears.viewer, ears.member]) {
      expect(types(ear)).toEqual(expect.arrayContaining(['activity_logged', 'device_state', 'device_status', 'entity_changed']));
      expect(ear.of('activity_logged').map(({ entry }) => entry.category)).not.toContain('auth');
      expect(ear.of('entity_changed').map(({ entity_type }) => entity_type)).not.toEqual(expect.arrayContaining(['token']));
      expect(JSON.stringify(ear.events)).not.toMatch(/lk_[\w-]{20}|a long enough password/);
    }
    expect(ears.viewer.of('error')).toMatchObject([{ id: 'logs', code: 'LK_FORBIDDEN' }]);
    expect(ears.admin.of('activity_logged').map(({ entry }) => entry.action)).toEqual(
      expect.arrayContaining(['token_created', 'login_failed']),
    );
    expect(JSON.stringify(ears.admin.events)).not.toMatch(/lk_[\w-]{20}|a long enough password/);
  });

  it('ends with the token: a revoked one’s socket closes at once', async () => {
    const { body: made } = await owner.api<{ id: string; token: string }>('POST', '/tokens', { name: 'brief', role: 'viewer' });
    const listener = await listen(made.token);
    expect((await owner.api('DELETE', `/tokens/${made.id}`)).status).toBe(204);
    await eventually('it is closed', () => listener.closed !== null);
    expect(listener.closed).toEqual({ code: 4001, reason: 'signed out' });
  });
});
