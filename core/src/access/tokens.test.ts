import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { roleAtLeast } from '@lightkeeper/plugin-sdk';
import { createWorld } from './testing/world.js';
import type { Visitor, World } from './testing/world.js';

let world: World;
let anna: Visitor;

beforeEach(async () => {
  world = await createWorld();
  anna = await world.owner();
});
afterEach(() => world.close());

interface Made {
  id: string;
  token: string;
}
const make = async (body: Record<string, unknown>, by = anna): Promise<Made> => {
  const { body: made } = await by.request('POST', '/tokens', { body: { name: 'bridge', role: 'admin', ...body } });
  return made as unknown as Made;
};
const ask = (token: string, path = '/auth/me') => world.visitor('192.0.2.50').request('GET', path, { token });

describe('tokens', () => {
  it('are shown once, work as a bearer, and are worth nothing when revoked', async () => {
    const before = world.entries().length;
    const { id, token } = await make({});
    expect(token).toMatch(/^lk_[\w-]{43}$/u);
    expect(world.entries().slice(before)).toMatchObject([
      { action: 'auth.token_created', actor: 'user:anna', entity_type: 'token', entity_name: 'bridge' },
    ]);
    expect((await ask(token)).body).toMatchObject({ kind: 'token', name: 'bridge', role: 'admin', scopes: ['*'], session_id: null });
    const list = await anna.request('GET', '/tokens');
    expect(JSON.stringify(list)).not.toContain(token.slice(3));
    expect(list.body.items).toMatchObject([
      { id, name: 'bridge', last_used_at: '2026-01-01T00:00:00.000Z', expires_at: null, revision: 1 },
    ]);
    expect(JSON.stringify(world.db.all('SELECT * FROM token_secrets', []))).not.toContain(token.slice(3));

    expect((await anna.request('DELETE', `/tokens/${id}`)).status).toBe(204);
    expect(world.entries().at(-1)).toMatchObject({ action: 'auth.token_revoked', entity_name: 'bridge' });
    expect(world.closed).toContainEqual({ token_id: id });
    expect((await ask(token)).code).toBe('LK_UNAUTHENTICATED');
    expect(world.db.all('SELECT * FROM token_secrets', [])).toEqual([]);
  });

  it('are recorded under the name of whoever made them, also when several people write at one moment', async () => {
    const people = [anna, await world.user('olaf', 'owner'), await world.user('otto', 'owner')];
    await Promise.all(people.map((person, i) => make({ name: `token ${i}` }, person)));
    const created = world.entries().filter(({ action }) => action === 'auth.token_created');
    expect(created.map(({ actor, entity_name }) => [actor, entity_name])).toEqual([
      ['user:anna', 'token 0'],
      ['user:olaf', 'token 1'],
      ['user:otto', 'token 2'],
    ]);
  });

  it('write no entry when they are used, and remember the time over a restart', async () => {
    const { token } = await make({});
    const before = world.entries().length;
    await world.advance(90_000);
    await ask(token);
    const again = await world.restart();
    expect(again.entries()).toHaveLength(before);
    expect(again.db.all('SELECT last_used_at FROM token_secrets', [])).toEqual([{ last_used_at: Date.UTC(2026, 0, 1, 0, 1, 30) }]);
    expect((await again.visitor().request('GET', '/auth/me', { token })).status).toBe(200);
  });

  it('expire', async () => {
    expect(
      (await anna.request('POST', '/tokens', { body: { name: 'old', role: 'viewer', expires_at: '2025-12-31T00:00:00Z' } })).body.errors,
    ).toMatchObject([{ field: '/expires_at' }]);
    const { id, token } = await make({ expires_at: '2026-01-02T00:00:00Z' });
    const principal = await world.access.authenticate({ ip: '::1', user_agent: '', authorization: `Bearer ${token}` });
    await world.advance(24 * 60 * 60_000);
    expect((await ask(token)).code).toBe('LK_UNAUTHENTICATED');
    expect(world.closed).toContainEqual({ token_id: id });
    expect(principal === null ? null : world.access.refresh(principal)).toBeNull();
    expect(world.entries().at(-1)).toMatchObject({
      action: 'auth.token_rejected',
      entity_name: 'bridge',
      metadata: { reason: 'expired', count: 1 },
    });
  });

  it('hand on no more than they have', async () => {
    const { token } = await make({ name: 'narrow', scopes: ['tokens:write', 'devices:read'] });
    const by = world.visitor();
    const codes = [];
    for (const body of [
      { role: 'owner', scopes: ['devices:read'] },
      { role: 'viewer', scopes: ['*'] },
      { role: 'viewer' },
      { role: 'viewer', scopes: ['devices:write'] },
      { role: 'viewer', scopes: ['devices:read', 'tokens:read'] },
    ]) {
      codes.push((await by.request('POST', '/tokens', { token, body: { name: 'child', ...body } })).code);
    }
    expect(codes).toEqual(['LK_FORBIDDEN', 'LK_FORBIDDEN', 'LK_FORBIDDEN', 'LK_FORBIDDEN', null]);
  });

  it('cannot reach beyond their scopes by making or changing users', async () => {
    const { token } = await make({ scopes: ['users:write'] });
    const body = { name: 'puppet', role: 'member', password: 'a long enough secret' };
    expect((await world.visitor().request('POST', '/users', { token, body })).code).toBe('LK_FORBIDDEN');
    expect(world.entries().at(-1)).toMatchObject({ action: 'auth.permission_denied', actor: 'token:bridge' });
  });

  it('cannot revoke those that outrank them', async () => {
    const { id } = await make({ name: 'top', role: 'owner' });
    const { token } = await make({});
    expect((await world.visitor().request('DELETE', `/tokens/${id}`, { token })).code).toBe('LK_FORBIDDEN');
  });

  it('have no session to end and no password to change', async () => {
    const { token } = await make({});
    expect((await world.visitor().request('POST', '/auth/logout', { token })).code).toBe('LK_FORBIDDEN');
    expect((await world.visitor().request('GET', '/auth/sessions', { token })).body.items).toEqual([]);
  });

  it('refuse fields and scopes that they do not know', async () => {
    for (const [body, field] of [
      [{ scopes: ['devices'] }, '/scopes/0'],
      [{ scopes: [] }, '/scopes'],
      [{ expires_at: 'tomorrow' }, '/expires_at'],
      [{ hash: 'x' }, '/hash'],
      [{ name: '\r\nspoof' + '\u202e' }, '/name'],
    ] as const) {
      const { body: answer } = await anna.request('POST', '/tokens', { body: { name: 'x', role: 'viewer', ...body } });
      expect(answer.errors).toMatchObject([{ field }]);
    }
  });
});

describe('tokens from the command line', () => {
  it('work on a hub that runs, and on one without an owner', async () => {
    const fresh = await createWorld();
    const { token } = await fresh.access.createToken({ name: 'ci', role: 'admin' });
    expect((await fresh.visitor().request('GET', '/users', { token })).status).toBe(200);
    expect(fresh.access.setupRequired()).toBe(true);
    expect((await fresh.visitor().request('GET', '/users')).code).toBe('LK_SETUP_REQUIRED');
    expect((await fresh.owner()).cookies.has('lk_session')).toBe(true);
    await fresh.close();
  });

  it('are found by a hub that did not make them', async () => {
    const other = await world.restart();
    const { token } = await other.access.createToken({ name: 'late', role: 'viewer' });
    expect((await ask(token)).body).toMatchObject({ kind: 'token', name: 'late' });
  });
});

describe('a wrong bearer token', () => {
  it('is refused, also where a good cookie comes with it, and recorded once a minute for each address', async () => {
    const wrong = `lk_${'x'.repeat(43)}`;
    expect((await anna.request('GET', '/auth/me', { token: wrong })).code).toBe('LK_UNAUTHENTICATED');
    for (let i = 0; i < 20; i += 1) await ask(`lk_${String(i).padStart(2, '0')}${'y'.repeat(41)}`);
    const rejected = () => world.entries().filter(({ action }) => action === 'auth.token_rejected');
    expect(rejected()).toMatchObject([
      { actor: 'anonymous', ip: anna.ip, metadata: { prefix: 'lk_xxxx', reason: 'unknown', count: 1 } },
      { ip: '192.0.2.50', metadata: { count: 1 } },
    ]);
    await world.advance(60_000);
    expect(rejected().at(-1)).toMatchObject({ actor: 'anonymous', ip: '192.0.2.50', metadata: { count: 19 } });
    await world.advance(60_000);
    expect(rejected()).toHaveLength(3);
  });

  it('is refused when the log is broken', async () => {
    world.breakLog();
    expect((await ask('not-even-a-token')).code).toBe('LK_UNAUTHENTICATED');
  });

  it('gives away nothing of a secret that is not ours', async () => {
    await ask('ghp_somebodysSecretOfAnotherService');
    expect(world.entries().at(-1)?.metadata).toMatchObject({ prefix: '(not a token)' });
  });
});

describe('the guard', () => {
  it('holds each role and scope to what it may', async () => {
    const { id } = await make({ role: 'member', scopes: ['devices:write', 'areas:read'] });
    const principal = {
      kind: 'token',
      id,
      name: 'bridge',
      role: 'member',
      scopes: ['devices:write', 'areas:read'],
      session_id: null,
    } as const;
    const allowed = async (role: 'owner' | 'admin' | 'member' | 'viewer' | 'guest', scope: string): Promise<boolean> =>
      world.access.authorize({ ...principal, scopes: [...principal.scopes] }, { role, scope }).then(
        () => true,
        () => false,
      );
    for (const role of ['owner', 'admin', 'member', 'viewer', 'guest'] as const) {
      expect(await allowed(role, 'devices:write')).toBe(roleAtLeast('member', role));
      expect(await allowed(role, 'devices:read')).toBe(roleAtLeast('member', role));
      expect(await allowed(role, 'areas:read')).toBe(roleAtLeast('member', role));
      expect(await allowed(role, 'areas:write')).toBe(false);
      expect(await allowed(role, 'device:read')).toBe(false);
    }
  });

  it('records who was refused what, once a minute', async () => {
    const vera = await world.user('vera', 'viewer');
    for (let i = 0; i < 5; i += 1) expect((await vera.request('GET', '/users')).code).toBe('LK_FORBIDDEN');
    const denied = () => world.entries().filter(({ action }) => action === 'auth.permission_denied');
    expect(denied()).toMatchObject([
      { actor: 'user:vera', ip: vera.ip, metadata: { wanted: 'users:read', least_role: 'admin', role: 'viewer', count: 1 } },
    ]);
    await world.advance(60_000);
    expect(denied()).toMatchObject([{}, { actor: 'user:vera', ip: vera.ip, metadata: { count: 4 } }]);
  });
});
