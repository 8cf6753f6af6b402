import type { ActivityEntry, Session } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ELSEWHERE } from './mutation-cases.js';

const PASSWORD = 'a lamp for every room';
let hub: TestHub;

beforeEach(async () => {
  hub = await createTestHub();
  await hub.token('owner');
});

afterEach(async () => {
  await hub.stop();
});

const cookieOf = (headers: Headers): string => headers.get('set-cookie')?.split(';', 1)[0] ?? '';

async function setUp(): Promise<string> {
  const body = { code: 'TEST-CODE', name: 'anna', display_name: 'Anna', password: PASSWORD };
  const { headers, status } = await hub.request('POST', '/setup', { body, as: null });
  expect(status).toBe(201);
  return cookieOf(headers);
}

async function signIn(password = PASSWORD): Promise<{ cookie: string; status: number; body: unknown }> {
  const { headers, status, body } = await hub.request('POST', '/auth/login', { body: { name: 'anna', password }, as: null });
  return { cookie: cookieOf(headers), status, body };
}

const as = (cookie: string) => ({ as: null, headers: { cookie } });

async function newest(): Promise<string> {
  const { items } = (await hub.request('GET', '/activity?limit=1&categories=auth')).body as { items: ActivityEntry[] };
  return `${items[0]?.category ?? ''}.${items[0]?.action ?? ''} by ${items[0]?.actor ?? ''}`;
}

describe('sessions', () => {
  it('covers the routes that the table of mutations leaves to it', () => {
    expect(ELSEWHERE).toEqual(['POST /auth/logout', 'POST /auth/password', 'DELETE /auth/sessions/:id']);
  });

  it('are opened by a cookie that scripts cannot read, and end by signing out', async () => {
    await setUp();
    const login = await hub.request('POST', '/auth/login', { body: { name: 'anna', password: PASSWORD }, as: null });
    expect(login.headers.get('set-cookie')).toMatch(/^lk_session=[^;]{20,};.*HttpOnly.*SameSite=Lax/i);
    const cookie = cookieOf(login.headers);
    expect((await hub.request('GET', '/auth/me', as(cookie))).body).toMatchObject({ kind: 'user', name: 'anna', role: 'owner' });
    await hub.request('POST', '/auth/logout', as(cookie));
    expect(await newest()).toBe('auth.logged_out by user:anna');
    expect((await hub.request('GET', '/auth/me', as(cookie))).status).toBe(401);
  });

  it('can be listed and revoked, which closes their sockets at once', async () => {
    const first = await setUp();
    const second = (await signIn()).cookie;
    const { items } = (await hub.request('GET', '/auth/sessions', as(first))).body as { items: Session[] };
    expect(items.map(({ current }) => current).sort()).toEqual([false, true]);
    const socket = new WebSocket(hub.url.replace('http', 'ws') + '/api/v1/events/ws', { headers: { cookie: second } });
    await new Promise((resolve) => socket.once('message', resolve));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    const other = items.find(({ current }) => !current)?.id ?? '';
    await hub.request('DELETE', `/auth/sessions/${other}`, as(first));
    expect(await closed).toBe(4001);
    expect(await newest()).toBe('auth.session_revoked by user:anna');
    expect((await hub.request('GET', '/auth/me', as(second))).status).toBe(401);
  });

  it('of elsewhere end when the password changes', async () => {
    const first = await setUp();
    const second = (await signIn()).cookie;
    const { status } = await hub.request('POST', '/auth/password', {
      ...as(first),
      body: { current: PASSWORD, next: 'another light entirely' },
    });
    expect(status).toBeLessThan(300);
    expect((await hub.request('GET', '/auth/me', as(second))).status).toBe(401);
    expect((await signIn()).status).toBe(401);
    expect((await signIn('another light entirely')).status).toBe(200);
  });

  it('are refused in the same words for an unknown name as for a wrong password, and later and later', async () => {
    await setUp();
    const wrong = await signIn('not the password');
    const unknown = await hub.request('POST', '/auth/login', { body: { name: 'nobody', password: 'not the password' }, as: null });
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
    for (let attempt = 0; attempt < 5; attempt += 1) await signIn('not the password');
    const locked = await signIn('not the password');
    expect([locked.status, (locked.body as { code: string }).code]).toEqual([429, 'LK_LOCKED_OUT']);
  });

  it('leave the setup closed behind them', async () => {
    await setUp();
    const again = await hub.request('POST', '/setup', {
      body: { code: 'TEST-CODE', name: 'eve', display_name: 'Eve', password: PASSWORD },
      as: null,
    });
    expect([again.status, (again.body as { code: string }).code]).toEqual([409, 'LK_SETUP_DONE']);
  });

  it('are not opened by a wrong setup code', async () => {
    const body = { code: 'XXXX-XXXX', name: 'eve', display_name: 'Eve', password: PASSWORD };
    const wrong = await hub.request('POST', '/setup', { body, as: null });
    expect([wrong.status, (wrong.body as { code: string }).code]).toEqual([403, 'LK_SETUP_CODE_WRONG']);
    expect((await hub.request('GET', '/health', { as: null })).body).toMatchObject({ setup_required: true });
  });
});
