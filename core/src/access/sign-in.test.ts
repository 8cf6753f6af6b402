import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, createWorld } from './testing/world.js';
import type { World } from './testing/world.js';

const MINUTE = 60_000;
let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const actions = (): string[] => world.entries().map(({ action }) => action);

describe('signing in', () => {
  it('gives a cookie that scripts and other sites cannot use, and records who came from where', async () => {
    await world.owner();
    const stranger = world.visitor('192.0.2.7');
    const answer = await stranger.login('Anna');
    expect(answer).toMatchObject({ status: 200, body: { kind: 'user', name: 'anna', display_name: 'Anna', role: 'owner', scopes: ['*'] } });
    expect(answer.cookies[0]).toMatch(/^lk_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/u);
    expect(world.entries().at(-1)).toMatchObject({
      action: 'auth.login_succeeded',
      actor: 'user:anna',
      ip: '192.0.2.7',
      entity_name: 'anna',
    });
    expect((await stranger.request('GET', '/auth/me')).body).toMatchObject({ name: 'anna', display_name: 'Anna' });
  });

  it('keeps only hashes of what it gives out', async () => {
    const anna = await world.owner();
    const stored = JSON.stringify([
      world.db.all('SELECT * FROM sessions', []),
      world.db.all('SELECT * FROM known_browsers', []),
      world.db.all('SELECT * FROM user_credentials', []),
      world.entries(),
    ]);
    for (const secret of [...anna.cookies.values(), PASSWORD]) expect(stored).not.toContain(secret);
    expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  it('says and does the same for an unknown name, a wrong password and a disabled user', async () => {
    const anna = await world.owner();
    const { body: bert } = await anna.request('POST', '/users', { body: { name: 'bert', role: 'member', password: PASSWORD } });
    await anna.request('PATCH', `/users/${String(bert.id)}`, { body: { enabled: false } });
    const outcomes = [];
    for (const [name, password] of [
      ['nobody', PASSWORD],
      ['anna', 'not her password'],
      ['bert', PASSWORD],
    ] as const) {
      const before = world.verified();
      const answer = await world.visitor('192.0.2.8').login(name, password);
      outcomes.push({ ...answer, checks: world.verified() - before });
    }
    expect(outcomes[0]).toMatchObject({ status: 401, code: 'LK_SIGN_IN_FAILED', checks: 1 });
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
    expect(
      world
        .entries()
        .slice(-3)
        .map(({ metadata }) => metadata),
    ).toEqual([
      { name_tried: 'nobody', reason: 'unknown_name' },
      { name_tried: 'anna', reason: 'wrong_password' },
      { name_tried: 'bert', reason: 'disabled' },
    ]);
  });

  it('records no typed name that may be a password in the wrong field', async () => {
    await world.owner();
    await world.visitor().login('My Secret Passphrase!\r\n', 'whatever it is');
    expect(world.entries().at(-1)?.metadata).toEqual({ name_tried: '(not a name)', reason: 'unknown_name' });
    expect(JSON.stringify(world.entries())).not.toContain('Passphrase');
  });

  it('opens no session that it cannot record', async () => {
    await world.owner();
    world.breakLog();
    const browser = world.visitor();
    expect(await browser.login('anna')).toMatchObject({ code: 'LK_LOG_UNAVAILABLE', cookies: [] });
    expect(world.db.all('SELECT id FROM sessions', [])).toHaveLength(1);
  });

  it('ends the session that the same browser had before', async () => {
    const anna = await world.owner();
    const old = anna.cookies.get('lk_session') ?? '';
    await anna.login('anna');
    expect(anna.cookies.get('lk_session')).not.toBe(old);
    anna.cookies.set('lk_session', old);
    expect((await anna.request('GET', '/auth/me')).code).toBe('LK_UNAUTHENTICATED');
    expect(world.closed).toHaveLength(1);
  });
});

describe('failing to sign in', () => {
  const fail = async (times: number, ip: string, name = 'anna'): Promise<(string | null)[]> => {
    const codes = [];
    for (let i = 0; i < times; i += 1) codes.push((await world.visitor(ip).login(name, 'wrong wrong wrong')).code);
    return codes;
  };

  it('locks the name for the address after five failures, longer each time, with one entry for each lock', async () => {
    await world.owner();
    expect(new Set(await fail(5, '198.51.100.1'))).toEqual(new Set(['LK_SIGN_IN_FAILED']));
    const checks = world.verified();
    expect(await world.visitor('198.51.100.1').login('anna')).toMatchObject({ status: 429, code: 'LK_LOCKED_OUT', retry_after_s: 30 });
    expect(world.verified()).toBe(checks);
    await world.advance(30_000);
    await fail(1, '198.51.100.1');
    expect(await world.visitor('198.51.100.1').login('anna')).toMatchObject({ code: 'LK_LOCKED_OUT', retry_after_s: 60 });
    const locks = world.entries().filter(({ action }) => action === 'auth.locked_out');
    expect(locks.map(({ metadata }) => metadata.retry_after_s)).toEqual([30, 60]);
    expect(locks[0]).toMatchObject({ actor: 'anonymous', metadata: { name_tried: 'anna', scope: 'name', failures: 5 } });
  });

  it('locks for 15 minutes at most, and forgets 15 minutes after the last lock', async () => {
    await world.owner();
    await fail(5, '198.51.100.1');
    for (const wait of [30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000]) {
      await world.advance(wait);
      await fail(1, '198.51.100.1');
    }
    expect((await world.visitor('198.51.100.1').login('anna')).retry_after_s).toBe(900);
    await world.advance(31 * MINUTE);
    expect(world.db.all('SELECT key FROM sign_in_failures', [])).toEqual([]);
    expect(await fail(4, '198.51.100.1')).toEqual(Array(4).fill('LK_SIGN_IN_FAILED'));
    expect((await world.visitor('198.51.100.1').login('anna')).status).toBe(200);
  });

  it('treats a name that does not exist just the same', async () => {
    await world.owner();
    await fail(5, '198.51.100.1', 'ghost');
    expect((await fail(1, '198.51.100.1', 'ghost'))[0]).toBe('LK_LOCKED_OUT');
    expect((await fail(1, '198.51.100.1', 'anna'))[0]).toBe('LK_SIGN_IN_FAILED');
  });

  it('locks an address after twenty failures, whatever the names, and counts a whole IPv6 /64 as one', async () => {
    await world.owner();
    for (let i = 0; i < 20; i += 1) await fail(1, `2001:db8:0:1::${i + 1}`, `name${i}`);
    expect((await world.visitor('2001:db8:0:1:ffff::1').login('anna')).code).toBe('LK_LOCKED_OUT');
    expect((await world.visitor('2001:db8:0:2::1').login('anna')).status).toBe(200);
  });

  it('keeps nobody out of a browser that they have used before, whatever a stranger behind the same address does', async () => {
    const anna = await world.owner();
    await anna.request('POST', '/auth/logout');
    await fail(5, anna.ip);
    await fail(15, anna.ip, 'ghost');
    expect((await world.visitor(anna.ip).login('anna')).code).toBe('LK_LOCKED_OUT');
    expect((await anna.login('anna')).status).toBe(200);
  });

  it('counts failures in a known browser too', async () => {
    const anna = await world.owner();
    await anna.request('POST', '/auth/logout');
    for (let i = 0; i < 5; i += 1) await anna.login('anna', 'wrong wrong wrong');
    expect((await anna.login('anna')).code).toBe('LK_LOCKED_OUT');
    expect((await world.visitor('198.51.100.9').login('anna')).status).toBe(200);
  });

  it('takes a browser mark from nobody else', async () => {
    const anna = await world.owner();
    const planted = world.visitor();
    planted.cookies.set('lk_browser', 'chosen-by-a-stranger');
    await planted.login('anna');
    expect(planted.cookies.get('lk_browser')).toMatch(/^[\w-]{43}$/u);
    expect(planted.cookies.get('lk_browser')).not.toBe(anna.cookies.get('lk_browser'));
  });

  it('is not outrun by many tries at once', async () => {
    await world.owner();
    const checks = world.verified();
    const tries = Array.from({ length: 30 }, () => world.visitor('198.51.100.1').login('anna', 'wrong wrong wrong'));
    const codes = (await Promise.all(tries)).map(({ code }) => code);
    expect(world.verified() - checks).toBe(5);
    expect(codes.filter((code) => code === 'LK_RATE_LIMITED')).toHaveLength(25);
    expect((await world.visitor('198.51.100.1').login('anna')).code).toBe('LK_LOCKED_OUT');
  });

  it('forgets the failures of a name after a success, and remembers locks over a restart', async () => {
    await world.owner();
    await fail(4, '198.51.100.1');
    expect((await world.visitor('198.51.100.1').login('anna')).status).toBe(200);
    expect(await fail(5, '198.51.100.1')).toEqual(Array(5).fill('LK_SIGN_IN_FAILED'));
    const again = await world.restart();
    expect((await again.visitor('198.51.100.1').login('anna')).code).toBe('LK_LOCKED_OUT');
  });

  it('attributes each of many failures at one moment to its own address', async () => {
    await world.owner();
    const ips = Array.from({ length: 6 }, (_, i) => `203.0.113.${i + 1}`);
    await Promise.all(ips.map((ip) => world.visitor(ip).login('anna', 'wrong wrong wrong')));
    const recorded = world.entries().filter(({ action }) => action === 'auth.login_failed');
    expect(recorded.map(({ ip }) => ip).sort()).toEqual(ips);
  });
});

describe('setting up', () => {
  it('refuses all else before, takes the code once, and signs the owner in', async () => {
    const visitor = world.visitor();
    expect(world.access.setupRequired()).toBe(true);
    expect((await visitor.request('GET', '/auth/me')).code).toBe('LK_SETUP_REQUIRED');
    expect((await visitor.login('anna')).code).toBe('LK_SETUP_REQUIRED');
    const body = { code: 'test code', name: 'anna', password: PASSWORD };
    expect((await visitor.request('POST', '/setup', { body: { ...body, code: 'WRONGONE' } })).code).toBe('LK_SETUP_CODE_WRONG');
    expect(world.entries().at(-1)).toMatchObject({ action: 'auth.login_failed', metadata: { reason: 'setup_code', name_tried: 'anna' } });
    expect(await visitor.request('POST', '/setup', { body })).toMatchObject({ status: 201, body: { name: 'anna', role: 'owner' } });
    expect(world.entries().slice(-2)).toMatchObject([
      { action: 'entity.created', actor: 'user:anna', entity_type: 'user', ip: visitor.ip },
      { action: 'auth.setup_completed', actor: 'user:anna', ip: visitor.ip },
    ]);
    expect((await visitor.request('GET', '/auth/me')).status).toBe(200);
    expect([world.access.setupRequired(), world.access.setupCode()]).toEqual([false, null]);
    expect((await visitor.request('POST', '/setup', { body })).code).toBe('LK_SETUP_DONE');
    expect((await world.restart()).access.setupCode()).toBeNull();
  });

  it('makes one owner of two who come at once', async () => {
    const setUp = (name: string) => world.visitor().request('POST', '/setup', { body: { code: 'TEST-CODE', name, password: PASSWORD } });
    const answers = await Promise.all([setUp('anna'), setUp('eve')]);
    expect(answers.map(({ code }) => code).sort()).toEqual(['LK_SETUP_DONE', null].sort());
  });

  it('locks out whoever guesses', async () => {
    const body = { code: 'GUESSED1', name: 'eve', password: PASSWORD };
    for (let i = 0; i < 5; i += 1) await world.visitor().request('POST', '/setup', { body });
    expect((await world.visitor().request('POST', '/setup', { body: { ...body, code: 'TEST-CODE' } })).code).toBe('LK_LOCKED_OUT');
    expect(actions().at(-1)).toBe('auth.locked_out');
  });

  it('leaves nothing behind when it cannot be recorded', async () => {
    world.breakLog();
    const body = { code: 'TEST-CODE', name: 'anna', password: PASSWORD };
    expect((await world.visitor().request('POST', '/setup', { body })).code).toBe('LK_LOG_UNAVAILABLE');
    for (const table of ['entities', 'user_credentials', 'sessions', 'known_browsers']) {
      expect(world.db.all(`SELECT * FROM ${table}`, [])).toEqual([]);
    }
    expect(world.access.setupRequired()).toBe(true);
  });
});
