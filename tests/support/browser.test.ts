import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './axe.js';
import { takePictures, TestBrowser } from './browser.js';
import { tempDir } from './temp.js';

const CSP = "default-src 'self'; img-src *; script-src 'self' 'unsafe-inline'; style-src 'self'";
const pages: Record<string, string> = {
  '/good': '<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1></main></html>',
  '/unnamed': '<!doctype html><html lang="en"><title>Bad</title><main><h1>Bad</h1><img src="/x.svg"><button></button></main></html>',
  '/elsewhere':
    '<!doctype html><html lang="en"><title>E</title><main><h1>E</h1><img alt="" src="http://example.invalid/a.png"></main></html>',
  '/throws':
    '<!doctype html><html lang="en"><title>T</title><main><h1>T</h1></main><script>setTimeout(() => { throw new Error("boom") })</script></html>',
};

let browser: TestBrowser;
let origin: string;
const server = createServer((request, response) => {
  const body = pages[request.url ?? ''];
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html', 'content-security-policy': CSP });
  response.end(body);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await TestBrowser.start();
});
afterAll(async () => {
  await browser.close();
  server.close();
});

describe('the browser harness', () => {
  it('finds nothing on a good page, and takes pictures of it', async () => {
    const { page, guard, close } = await browser.visit(origin);
    guard.allow(/favicon/);
    await page.goto('/good');
    await expectAccessible(page);
    const folder = tempDir('pictures');
    const pictures = await takePictures(page, folder.path, 'good');
    expect(pictures).toHaveLength(4);
    for (const picture of pictures) expect(statSync(picture).size).toBeGreaterThan(1_000);
    guard.check();
    await close();
  });

  it('finds what is serious for people who cannot see the page', async () => {
    const { page, close } = await browser.visit(origin);
    await page.goto('/unnamed');
    await expect(expectAccessible(page)).rejects.toThrow(/button-name[^]*image-alt|image-alt[^]*button-name/);
    await close();
  });

  it.each([
    ['/elsewhere', /another host: GET http:\/\/example\.invalid/],
    ['/throws', /boom/],
    ['/missing', /console: .*404/],
  ])('notices what %s does', async (path, expected) => {
    const { page, guard, close } = await browser.visit(origin);
    await page.goto(path, { waitUntil: 'networkidle' });
    expect(() => {
      guard.check();
    }).toThrow(expected);
    await close();
  });
});
