import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestResponse } from '@lightkeeper/plugin-sdk-testing';
import type { Problem } from '@lightkeeper/plugin-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let hub: TestHub;
let area_id: string;

beforeAll(async () => {
  hub = await createTestHub();
  area_id = ((await hub.request('POST', '/areas', { body: { name: 'Hall', kind: 'hall' } })).body as { id: string }).id;
});

afterAll(async () => {
  await hub.stop();
});

function expectProblem(response: TestResponse, status: number, code: string, field?: string): void {
  const problem = response.body as Problem;
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect([response.status, problem.code, problem.status], response.text).toEqual([status, code, status]);
  expect(problem.detail.length).toBeGreaterThan(3);
  if (field !== undefined) expect(problem.errors?.map((error) => error.field)).toContain(field);
}

const area = (body: unknown) => hub.request('POST', '/areas', { body });

describe('bad input gets a problem that names the field', () => {
  it.each([
    ['an unknown field', { name: 'A', kind: 'hall', colour: 'red' }, '/colour'],
    ['a wrong type', { name: 7, kind: 'hall' }, '/name'],
    ['a missing field', { kind: 'hall' }, '/name'],
    ['an unknown word', { name: 'A', kind: 'dungeon' }, '/kind'],
    ['a name that is too long', { name: 'x'.repeat(121), kind: 'hall' }, '/name'],
    ['an empty name', { name: '   ', kind: 'hall' }, '/name'],
    ['a name with a line break', { name: 'Hall\r\nSet-Cookie: x', kind: 'hall' }, '/name'],
    ['a name that turns the text around', { name: 'Hall\u202Egnp.exe', kind: 'hall' }, '/name'],
  ])('%s', async (_what, body, field) => {
    expectProblem(await area(body), 422, 'LK_VALIDATION', field);
  });

  it('a body that is no JSON, or reaches for the prototype', async () => {
    expectProblem(await area('{"name": '), 400, 'LK_BAD_JSON');
    expectProblem(await area('{"name":"A","kind":"hall","__proto__":{"role":"owner"}}'), 400, 'LK_BAD_JSON');
    expectProblem(await area('{"name":"A","constructor":{"prototype":{"x":1}}}'), 400, 'LK_BAD_JSON');
  });

  it('a body that is too large, of another type, or no object', async () => {
    expectProblem(await area(JSON.stringify({ name: 'x'.repeat(1_100_000), kind: 'hall' })), 413, 'LK_BODY_TOO_LARGE');
    expectProblem(
      await hub.request('POST', '/areas', { body: 'name=A', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
      415,
      'LK_UNSUPPORTED_MEDIA_TYPE',
    );
    for (const body of ['[]', '"text"', 'null', '7']) expectProblem(await area(body), 422, 'LK_VALIDATION');
    expectProblem(await hub.request('POST', '/areas'), 422, 'LK_VALIDATION');
  });

  it('an id that nobody has, a revision that has passed, and a header that is none', async () => {
    expectProblem(await hub.request('GET', '/areas/nobody'), 404, 'LK_NOT_FOUND');
    expectProblem(await hub.request('PATCH', '/areas/nobody', { body: { name: 'B' } }), 404, 'LK_NOT_FOUND');
    expectProblem(
      await hub.request('PATCH', `/areas/${area_id}`, { body: { name: 'B' }, headers: { 'If-Match': '"99"' } }),
      412,
      'LK_REVISION_CONFLICT',
    );
    expectProblem(
      await hub.request('PATCH', `/areas/${area_id}`, { body: { name: 'B' }, headers: { 'If-Match': 'soon' } }),
      422,
      'LK_VALIDATION',
      'If-Match',
    );
    expectProblem(await hub.request('GET', `/areas/${'x'.repeat(300)}`), 422, 'LK_VALIDATION', ':id');
  });

  it('an address or a method that is not there', async () => {
    expectProblem(await hub.request('GET', '/nowhere'), 404, 'LK_NOT_FOUND');
    const response = await hub.request('PUT', '/areas', { body: {} });
    expectProblem(response, 405, 'LK_METHOD_NOT_ALLOWED');
    expect(response.headers.get('allow')).toBe('GET, POST');
  });

  it.each([
    ['?categories=nonsense', '?categories'],
    ['?severities=bad', '?severities'],
    ['?limit=0', '?limit'],
    ['?limit=many', '?limit'],
    ['?since=yesterday', '?since'],
    ['?since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z', '?since'],
    ['?sort=ts;drop', '?sort'],
  ])('activity%s', async (query, field) => {
    expectProblem(await hub.request('GET', `/activity${query}`), 422, 'LK_VALIDATION', field);
  });

  it('a cursor of another query, or no cursor at all', async () => {
    await area({ name: 'Study', kind: 'study' });
    const { next_cursor } = (await hub.request('GET', '/activity?limit=1')).body as { next_cursor: string };
    expectProblem(
      await hub.request('GET', `/activity?limit=1&categories=auth&cursor=${encodeURIComponent(next_cursor)}`),
      400,
      'LK_BAD_CURSOR',
    );
    expectProblem(await hub.request('GET', '/activity?cursor=%27%20OR%201%3D1'), 400, 'LK_BAD_CURSOR');
  });

  it('LIKE and FTS signs in a search are only signs', async () => {
    for (const words of ['%', '_', '"', '*', 'a AND', 'NEAR(', "'; DROP TABLE", '\\', 'ha*ll"']) {
      const { status } = await hub.request('GET', `/activity?message_like=${encodeURIComponent(words)}`);
      expect([words, status]).toEqual([words, 200]);
    }
  });

  it.each([
    [{ base_topic: 'home/#' }, '/base_topic'],
    [{ base_topic: 'home//lights' }, '/base_topic'],
    [{ url: 'http://broker' }, '/url'],
    [{ enabled: true }, '/url'],
    [{ password: 'secret' }, '/username'],
  ])('settings of the broker that cannot work: %j', async (body, field) => {
    expectProblem(await hub.request('PATCH', '/settings/mqtt', { body }), 422, 'LK_VALIDATION', field);
  });

  it('hostile names are stored as they are and come back as they are', async () => {
    const name = '<img src=x onerror=alert(1)>"\'{{7*7}}javascript:';
    const response = await area({ name, kind: 'other' });
    expect([response.status, (response.body as { name: string }).name]).toEqual([201, name]);
    const csv = await hub.request('GET', '/activity/export?format=csv&message_like=onerror');
    expect(csv.headers.get('content-type')).toContain('text/csv');
  });

  it.each(['=cmd|1', '+1', '-1', '@SUM(A1)'])('a cell that begins like %s is harmless in the CSV', async (name) => {
    const { id } = (await area({ name, kind: 'other' })).body as { id: string };
    const csv = await hub.request('GET', `/activity/export?format=csv&entity_id=${id}`);
    expect(csv.text).toContain(`'${name}`);
    expect(csv.text.split('\n').filter((line) => line.includes(id))).toHaveLength(1);
  });
});
