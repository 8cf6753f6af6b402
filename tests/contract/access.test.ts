import { ROLES, roleAtLeast } from '@lightkeeper/plugin-sdk';
import type { Access, Role } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ELSEWHERE } from './mutation-cases.js';

let hub: TestHub;

beforeAll(async () => {
  hub = await createTestHub();
});

afterAll(async () => {
  await hub.stop();
});

interface Guarded {
  name: string;
  method: string;
  path: string;
  access: Access;
}

function routes(): Guarded[] {
  return hub.hub.container.cradle.routes.all().map(({ method, path, access }) => ({
    name: `${method} ${path}`,
    method,
    path: path.replaceAll(/:[a-z_]+/g, '0190-nobody'),
    access,
  }));
}

const isRefusal = (status: number, body: unknown): boolean => status === 403 && (body as { code?: string }).code === 'LK_FORBIDDEN';

describe('access', () => {
  it('before the setup answers nothing but the public routes, and says why', async () => {
    const closed = await createTestHub();
    try {
      for (const { name, method, path, access } of routes()) {
        const { status, body } = await closed.request(method, path, { as: null });
        const refused = status === 403 && (body as { code?: string }).code === 'LK_SETUP_REQUIRED';
        if (access !== 'public') expect([name, refused]).toEqual([name, true]);
        else if (name !== 'POST /auth/login') expect([name, refused]).toEqual([name, false]);
      }
      const nowhere = await closed.request('GET', '/nowhere', { as: null });
      expect(nowhere.body).toMatchObject({ code: 'LK_SETUP_REQUIRED', status: 403 });
    } finally {
      await closed.stop();
    }
  });

  it.each(ROLES)('lets the role %s use exactly the routes that are declared for it', async (role: Role) => {
    for (const { name, method, path, access } of routes()) {
      // These need a session, or would take the ground from under the rest of the loop.
      if ([...ELSEWHERE, 'POST /plugins/:id/restart', 'DELETE /activity'].includes(name)) continue;
      const { status, body } = await hub.request(method, path, { as: role });
      const allowed = access === 'public' || roleAtLeast(role, access.role);
      expect([name, isRefusal(status, body), status >= 500 && status !== 503 ? status : 'fine']).toEqual([name, !allowed, 'fine']);
    }
  });

  it('asks only for scopes that a token can have', () => {
    const asked = routes().flatMap(({ access }) => (access === 'public' ? [] : [access.scope]));
    expect(asked.filter((scope) => !/^[a-z][a-z0-9_-]*:(read|write)$/.test(scope))).toEqual([]);
  });

  it('lets a token with one scope do only that', async () => {
    const { token } = (await hub.request('POST', '/tokens', { body: { name: 'areas-only', role: 'admin', scopes: ['areas:read'] } }))
      .body as { token: string };
    for (const { name, method, path, access } of routes()) {
      if (access === 'public') continue;
      const { status, body } = await hub.request(method, path, { as: null, headers: { Authorization: `Bearer ${token}` } });
      expect([name, isRefusal(status, body)]).toEqual([name, access.scope !== 'areas:read']);
    }
  });

  it('cannot be walked around by another spelling of the path', async () => {
    const spellings = [
      '/%75sers',
      '/users/',
      '//users',
      '/./users',
      '/areas/../users',
      '/areas/%2e%2e/users',
      '/USERS',
      '/users;x=1',
      '/users%2F',
      '/users%00',
    ];
    for (const spelling of spellings) {
      const raw = await fetch(`${hub.url}/api/v1${spelling}`, { headers: { Authorization: `Bearer ${await hub.token('viewer')}` } });
      const text = await raw.text();
      expect([spelling, raw.status >= 400 && raw.status < 500, text.includes('display_name')]).toEqual([spelling, true, false]);
    }
  });

  it('refuses a change that a page of another origin asks for', async () => {
    const { status, body } = await hub.request('POST', '/areas', {
      body: { name: 'X', kind: 'hall' },
      headers: { Origin: 'https://evil.example' },
    });
    expect([status, (body as { code: string }).code]).toEqual([403, 'LK_CROSS_ORIGIN']);
  });

  it('sends security headers with every answer, errors too', async () => {
    for (const path of ['/', '/nothing.js', '/api/v1/health', '/api/v1/users', '/api/v1/nowhere']) {
      const { headers } = await fetch(hub.url + path);
      expect([
        path,
        headers.get('content-security-policy')?.includes("frame-ancestors 'none'"),
        headers.get('x-frame-options'),
        headers.get('x-content-type-options'),
      ]).toEqual([path, true, 'DENY', 'nosniff']);
    }
  });
});
