import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, createWorld } from './testing/world.js';
import type { Visitor, World } from './testing/world.js';

let world: World;
let anna: Visitor;

beforeEach(async () => {
  world = await createWorld();
  anna = await world.owner();
});
afterEach(() => world.close());

const idOf = async (name: string): Promise<string> => {
  const { body } = await anna.request('GET', '/users');
  const found = (body.items as { id: string; name: string }[]).find((user) => user.name === name);
  return found?.id ?? '';
};
const newActions = async (act: () => Promise<unknown>): Promise<string[]> => {
  const before = world.entries().length;
  await act();
  return world
    .entries()
    .slice(before)
    .map(({ action }) => action);
};

describe('users', () => {
  it('shows what a client may see, and never a password', async () => {
    await world.user('bert', 'member');
    const { body } = await anna.request('GET', `/users/${await idOf('bert')}`);
    expect(Object.keys(body).sort()).toEqual(['created_at', 'display_name', 'enabled', 'id', 'name', 'revision', 'role', 'updated_at']);
    expect(body).toMatchObject({ name: 'bert', display_name: 'bert', role: 'member', enabled: true });
  });

  it('names the wrong field', async () => {
    const errors = async (body: Record<string, unknown>): Promise<unknown> =>
      (await anna.request('POST', '/users', { body: { name: 'carl', role: 'member', password: PASSWORD, ...body } })).body.errors;
    expect(await errors({ name: 'Ann <b>' })).toMatchObject([{ field: '/name' }]);
    expect(await errors({ password: 'short' })).toMatchObject([{ field: '/password' }]);
    expect(await errors({ name: 'charlemagne', password: 'Charlemagne' })).toMatchObject([{ field: '/password' }]);
    expect(await errors({ role: 'god' })).toMatchObject([{ field: '/role' }]);
    expect(await errors({ admin: true })).toMatchObject([{ field: '/admin' }]);
    expect(await errors({ display_name: 'a\u202eb' })).toMatchObject([{ field: '/display_name' }]);
    expect(await errors({ name: 'anna' })).toMatchObject([{ field: '/name' }]);
  });

  it('lets only an owner make, change, remove or give a password to an owner, and records the attempt', async () => {
    const adam = await world.user('adam', 'admin');
    const owner = await idOf('anna');
    const attempts = [
      await adam.request('POST', '/users', { body: { name: 'eve', role: 'owner', password: PASSWORD } }),
      await adam.request('PATCH', `/users/${owner}`, { body: { role: 'guest' } }),
      await adam.request('PATCH', `/users/${owner}`, { body: { password: 'a password of his' } }),
      await adam.request('PATCH', `/users/${await idOf('adam')}`, { body: { role: 'owner' } }),
      await adam.request('DELETE', `/users/${owner}`),
    ];
    expect(attempts.map(({ code }) => code)).toEqual(Array(5).fill('LK_FORBIDDEN'));
    expect(world.entries().at(-1)).toMatchObject({ action: 'auth.permission_denied', actor: 'user:adam', metadata: { count: 1 } });
    expect((await world.visitor().login('anna')).status).toBe(200);
  });

  it('never loses its last owner, not even when two step down at once', async () => {
    const id = await idOf('anna');
    for (const [method, body] of [
      ['DELETE', undefined],
      ['PATCH', { enabled: false }],
      ['PATCH', { role: 'admin' }],
    ] as const) {
      expect((await anna.request(method, `/users/${id}`, { body })).code).toBe('LK_CONFLICT');
    }
    const olaf = await world.user('olaf', 'owner');
    const answers = await Promise.all([
      anna.request('PATCH', `/users/${await idOf('olaf')}`, { body: { role: 'member' } }),
      olaf.request('PATCH', `/users/${id}`, { body: { role: 'member' } }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const owners = world.db.all(`SELECT id FROM entities WHERE type = 'user' AND data LIKE '%"owner"%'`, []);
    expect(owners).toHaveLength(1);
  });

  it.each([
    ['a lower role', 'PATCH', { role: 'viewer' }, ['entity.updated']],
    ['disabling', 'PATCH', { enabled: false }, ['entity.updated']],
    ['a new password', 'PATCH', { password: 'another long secret' }, ['auth.password_changed']],
    ['deletion', 'DELETE', undefined, ['entity.deleted']],
  ] as const)('ends the sessions and sockets at once by %s', async (_what, method, body, actions) => {
    const bert = await world.user('bert', 'member');
    const id = await idOf('bert');
    const principal = await world.access.authenticate({
      ip: bert.ip,
      user_agent: '',
      cookie: `lk_session=${bert.cookies.get('lk_session') ?? ''}`,
    });
    expect(principal).toMatchObject({ name: 'bert' });
    expect(await newActions(() => anna.request(method, `/users/${id}`, { body }))).toEqual(actions);
    expect(world.closed).toContainEqual({ user_id: id });
    expect((await bert.request('GET', '/auth/me')).code).toBe('LK_UNAUTHENTICATED');
    expect(principal === null ? null : world.access.refresh(principal)).toBeNull();
    expect((await (await world.restart()).visitor().request('GET', '/auth/me')).code).toBe('LK_UNAUTHENTICATED');
  });

  it('keeps the session over a change of name, under which the next work is recorded', async () => {
    const bert = await world.user('bert', 'member');
    const id = await idOf('bert');
    await anna.request('PATCH', `/users/${id}`, { body: { name: 'robert' } });
    expect((await bert.request('GET', '/auth/me')).body).toMatchObject({ name: 'robert' });
    expect(world.closed).toContainEqual({ user_id: id });
    expect((await world.visitor().login('bert')).code).toBe('LK_SIGN_IN_FAILED');
    expect((await world.visitor().login('robert')).status).toBe(200);
  });

  it('leaves no entry and no closed session when nothing changed, and minds the revision', async () => {
    const bert = await world.user('bert', 'member');
    const id = await idOf('bert');
    expect(await newActions(() => anna.request('PATCH', `/users/${id}`, { body: { role: 'member' } }))).toEqual([]);
    expect((await bert.request('GET', '/auth/me')).status).toBe(200);
    expect((await anna.request('PATCH', `/users/${id}`, { body: { password: 'another long secret' }, if_match: 7 })).code).toBe(
      'LK_REVISION_CONFLICT',
    );
    expect((await world.visitor().login('bert')).status).toBe(200);
  });

  it('rolls a change back that cannot be recorded', async () => {
    const bert = await world.user('bert', 'member');
    const id = await idOf('bert');
    world.breakLog();
    for (const body of [{ role: 'viewer' }, { password: 'another long secret' }]) {
      expect((await anna.request('PATCH', `/users/${id}`, { body })).code).toBe('LK_LOG_UNAVAILABLE');
    }
    expect((await anna.request('DELETE', `/users/${id}`)).code).toBe('LK_LOG_UNAVAILABLE');
    expect((await bert.request('GET', '/auth/me')).body).toMatchObject({ role: 'member' });
  });

  it('asks for the current password before it changes one', async () => {
    expect(
      (await anna.request('PATCH', `/users/${await idOf('anna')}`, { body: { password: 'another long secret' } })).body.errors,
    ).toMatchObject([{ field: '/password' }]);
    const elsewhere = world.visitor('192.0.2.9');
    await elsewhere.login('anna');
    const wrong = await anna.request('POST', '/auth/password', { body: { current: 'not this one', next: 'another long secret' } });
    expect(wrong.body.errors).toEqual([{ field: '/current', detail: 'is not the current password' }]);
    expect(world.entries().at(-1)).toMatchObject({ action: 'auth.login_failed', metadata: { reason: 'current_password' } });
    const change = (): Promise<unknown> =>
      anna.request('POST', '/auth/password', { body: { current: PASSWORD, next: 'another long secret' } });
    expect(await newActions(change)).toEqual(['auth.password_changed']);
    expect((await anna.request('GET', '/auth/me')).status).toBe(200);
    expect((await elsewhere.request('GET', '/auth/me')).code).toBe('LK_UNAUTHENTICATED');
    expect((await world.visitor().login('anna')).code).toBe('LK_SIGN_IN_FAILED');
    expect((await world.visitor().login('anna', 'another long secret')).status).toBe(200);
  });
});

describe('sessions', () => {
  it('lists and ends my own, and those of others for administrators', async () => {
    const bert = await world.user('bert', 'member');
    const mine = (await bert.request('GET', '/auth/sessions')).body.items as { id: string; current: boolean; user_agent: string }[];
    expect(mine).toMatchObject([{ user_name: 'bert', ip: bert.ip, user_agent: 'a test', current: true }]);
    expect((await bert.request('GET', '/auth/sessions', { query: { all: 'true' } })).code).toBe('LK_FORBIDDEN');
    const all = (await anna.request('GET', '/auth/sessions', { query: { all: 'true' } })).body.items as {
      id: string;
      user_name: string;
    }[];
    expect(all.map(({ user_name }) => user_name).sort()).toEqual(['anna', 'bert']);
    const annas = all.find(({ user_name }) => user_name === 'anna')?.id ?? '';
    expect((await bert.request('DELETE', `/auth/sessions/${annas}`)).code).toBe('LK_NOT_FOUND');
    const adam = await world.user('adam', 'admin');
    expect((await adam.request('DELETE', `/auth/sessions/${annas}`)).code).toBe('LK_FORBIDDEN');

    const berts = mine[0]?.id ?? '';
    expect(await newActions(() => anna.request('DELETE', `/auth/sessions/${berts}`))).toEqual(['auth.session_revoked']);
    expect(world.entries().at(-1)).toMatchObject({ actor: 'user:anna', entity_type: 'session', entity_name: 'bert' });
    expect(world.closed).toContainEqual({ session_id: berts });
    expect((await bert.request('GET', '/auth/me')).code).toBe('LK_UNAUTHENTICATED');
  });

  it('ends with signing out', async () => {
    const kept = anna.cookies.get('lk_session') ?? '';
    expect(await newActions(() => anna.request('POST', '/auth/logout'))).toEqual(['auth.logged_out']);
    expect(anna.cookies.has('lk_session')).toBe(false);
    anna.cookies.set('lk_session', kept);
    expect((await anna.request('GET', '/auth/me')).code).toBe('LK_UNAUTHENTICATED');
  });

  const DAY = 24 * 60 * 60_000;

  it('ends after 14 days without use', async () => {
    await world.advance(13 * DAY);
    expect((await anna.request('GET', '/auth/sessions')).status).toBe(200);
    await world.advance(14 * DAY);
    expect((await anna.request('GET', '/auth/sessions')).code).toBe('LK_UNAUTHENTICATED');
    expect(world.db.all('SELECT id FROM sessions', [])).toEqual([]);
  });

  it('ends after 30 days unless opening the hub renews it, which also gives the cookie anew', async () => {
    const use = async (days: number, path: string): Promise<number> => {
      let status = 0;
      for (let day = 0; day < days; day += 10) {
        await world.advance(10 * DAY);
        status = (await anna.request('GET', path)).status;
      }
      return status;
    };
    expect((await anna.request('GET', '/auth/me')).cookies).toEqual([]);
    expect(await use(60, '/auth/me')).toBe(200);
    expect(await use(20, '/auth/sessions')).toBe(200);
    expect(await use(10, '/auth/sessions')).toBe(401);
  });

  it('outlives a restart of the hub, with the time of its last use', async () => {
    await world.advance(60_000);
    await anna.request('GET', '/auth/sessions');
    const again = await world.restart();
    const browser = again.visitor();
    browser.cookies = anna.cookies;
    const { body } = await browser.request('GET', '/auth/sessions');
    expect(body.items).toMatchObject([{ last_used_at: '2026-01-01T00:01:00.000Z' }]);
  });

  it('makes room for a new one when somebody has fifty', { timeout: 60_000 }, async () => {
    for (let i = 0; i < 50; i += 1) {
      await world.advance(1);
      await world.visitor().login('anna');
    }
    expect(world.db.all('SELECT id FROM sessions', [])).toHaveLength(50);
    expect((await anna.request('GET', '/auth/me')).code).toBe('LK_UNAUTHENTICATED');
  });
});
