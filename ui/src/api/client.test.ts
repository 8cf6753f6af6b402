import { describe, expect, it } from 'vitest';
import { ApiClient, apiUrl, toQuery } from './client.js';
import { ProblemError, UNREACHABLE, describeError } from './problem-error.js';

interface Call {
  url: string;
  init: RequestInit;
}

function clientWith(answer: () => Response | Promise<Response>) {
  const calls: Call[] = [];
  const client = new ApiClient((input, init) => {
    calls.push({ url: input as string, init: init ?? {} });
    return Promise.resolve(answer());
  });
  return { client, calls };
}

const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });

async function caught(promise: Promise<unknown>): Promise<ProblemError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ProblemError);
  return error as ProblemError;
}

describe('addresses', () => {
  it('stand below the API and leave empty parameters out', () => {
    expect(apiUrl('/devices', { limit: 5, cursor: null, q: '', tags: ['a', 'b'], on: false })).toBe(
      '/api/v1/devices?limit=5&tags=a%2Cb&on=false',
    );
    expect(toQuery({})).toBe('');
  });
});

describe('ApiClient', () => {
  it('sends JSON, the revision, and the cookie of its own origin only', async () => {
    const { client, calls } = clientWith(() => json({ id: '1' }));
    expect(await client.patch('devices/1', { name: 'Sofa' }, { if_match: 3 })).toEqual({ id: '1' });
    expect(calls[0]?.url).toBe('/api/v1/devices/1');
    expect(calls[0]?.init).toMatchObject({
      method: 'PATCH',
      body: '{"name":"Sofa"}',
      credentials: 'same-origin',
      headers: { 'if-match': '"3"', 'content-type': 'application/json' },
    });
  });

  it('sends text as it is, where its type is named', async () => {
    const { client, calls } = clientWith(() => json({}));
    await client.post('automations/check', 'name: Path\n', { text_type: 'text/yaml' });
    expect(calls[0]?.init).toMatchObject({ body: 'name: Path\n', headers: { 'content-type': 'text/yaml' } });
  });

  it('sends no body and no content type when there is none', async () => {
    const { client, calls } = clientWith(() => new Response(null, { status: 204 }));
    await expect(client.delete('devices/1')).resolves.toBeUndefined();
    expect(calls[0]?.init.body).toBeUndefined();
    expect(calls[0]?.init.headers).not.toHaveProperty('content-type');
  });

  it('throws the problem that the hub answered, with its fields', async () => {
    const problem = { code: 'LK_VALIDATION', title: 'Not valid', detail: 'No.', errors: [{ field: '/name', detail: 'is too long' }] };
    const { client } = clientWith(() => json(problem, 422));
    const error = await caught(client.post('devices', {}));
    expect(error.status).toBe(422);
    expect(error.code).toBe('LK_VALIDATION');
    expect(error.field('/name')).toBe('is too long');
    expect(error.field('/other')).toBeUndefined();
    expect(describeError(error)).toBe('No.');
  });

  it('makes a problem of an answer that is none', async () => {
    const { client } = clientWith(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    const error = await caught(client.get('devices'));
    expect(error.status).toBe(502);
    expect(error.code).toBe('LK_UNKNOWN');
  });

  it('says that the hub is unreachable when nothing answers', async () => {
    const { client } = clientWith(() => Promise.reject(new TypeError('Failed to fetch')));
    expect((await caught(client.get('devices'))).code).toBe(UNREACHABLE);
  });

  it('lets an aborted request end as an abort', async () => {
    const abort = new AbortController();
    abort.abort();
    const reason = new DOMException('gone', 'AbortError');
    const { client } = clientWith(() => Promise.reject(reason));
    await expect(client.get('devices', { signal: abort.signal })).rejects.toBe(reason);
  });

  it('tells when the session is over, but not of a failed sign-in', async () => {
    const { client } = clientWith(() => json({ code: 'LK_UNAUTHENTICATED' }, 401));
    let told = 0;
    client.on_unauthorised = () => {
      told += 1;
    };
    await caught(client.get('devices'));
    await caught(client.post('auth/login', {}));
    expect(told).toBe(1);
  });
});
