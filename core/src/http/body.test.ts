import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HubError } from '@lightkeeper/plugin-sdk';
import { mediaType, readBody } from './body.js';

const MIB = 1024 * 1024;
let wish: Parameters<typeof readBody>[1] = {};
const server = createServer((request, response) => {
  readBody(request, wish)
    .then((body) => ({
      body: Buffer.isBuffer(body) ? { bytes: [...body] } : body,
      type: mediaType(request),
    }))
    .catch((error: unknown) => (error instanceof HubError ? { code: error.code, detail: error.message } : { code: String(error) }))
    .then((answer) => response.end(JSON.stringify(answer)))
    .catch(() => response.destroy());
});

beforeEach(async () => {
  wish = {};
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

async function send(type: string, body: BodyInit): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  return (
    await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'Content-Type': type, Connection: 'close' }, body })
  ).json();
}

describe('the body of a request', () => {
  it('is JSON, and nothing else where the route asks for nothing else', async () => {
    expect(await send('application/json; charset=utf-8', '{"a":1}')).toEqual({ body: { a: 1 }, type: 'application/json' });
    expect(await send('text/yaml', 'a: 1')).toMatchObject({ code: 'LK_UNSUPPORTED_MEDIA_TYPE' });
    expect(await send('application/json', '{"__proto__":{}}')).toMatchObject({ code: 'LK_BAD_JSON' });
  });

  it('is text or bytes of the media types that the route takes, and JSON still', async () => {
    wish = { accepts: { text: ['text/yaml'], bytes: ['application/octet-stream'] } };
    expect(await send('Text/YAML', 'a: ä')).toEqual({ body: 'a: ä', type: 'text/yaml' });
    expect(await send('application/octet-stream', new Uint8Array([0, 255]))).toEqual({
      body: { bytes: [0, 255] },
      type: 'application/octet-stream',
    });
    expect(await send('application/json', '[]')).toEqual({ body: [], type: 'application/json' });
    expect(await send('text/html', '<p>')).toMatchObject({
      detail: 'The body came as "text/html"; send it as application/json or text/yaml or application/octet-stream.',
    });
  });

  it('is text of any type where the route takes any', async () => {
    wish = { accepts: { text: ['*'] } };
    expect(await send('application/x-www-form-urlencoded', 'a=1')).toMatchObject({ body: 'a=1' });
  });

  it('is refused beyond the length that the route takes', async () => {
    wish = { max_body_bytes: 4 };
    expect(await send('application/json', '12345')).toMatchObject({ code: 'LK_BODY_TOO_LARGE' });
    wish = { max_body_bytes: 4 * MIB, accepts: { text: ['text/plain'] } };
    expect(await send('application/json', JSON.stringify('x'.repeat(MIB)))).toMatchObject({ type: 'application/json' });
    expect(await send('text/plain', 'x'.repeat(3 * MIB))).toMatchObject({ type: 'text/plain' });
  });

  it('of JSON is never longer than can be read at once', async () => {
    wish = { max_body_bytes: 4 * MIB };
    expect(await send('application/json', JSON.stringify('x'.repeat(3 * MIB)))).toMatchObject({
      detail: 'The body is larger than 2 MiB.',
    });
  });
});
