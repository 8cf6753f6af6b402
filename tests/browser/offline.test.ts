import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';
import { freePort } from '../support/free-port.js';

let home: Home;
let page: Page;

beforeAll(async () => {
  home = await Home.start({ port: await freePort() });
  await home.does('POST', '/areas', { name: 'Study', kind: 'study' });
  page = (await home.visit('/activity')).page;
  // The browser tells of each try that nobody answers.
  home.allow(
    /net::ERR_(CONNECTION_REFUSED|EMPTY_RESPONSE|CONNECTION_RESET)|WebSocket connection to .* failed|status of 503|Failed to fetch dynamically imported module/,
  );
});
afterAll(async () => {
  await home.end();
});

describe('a hub that goes away', () => {
  it('is said to be away, while what was loaded stays', async () => {
    await page.getByRole('article', { name: /added the area Study/ }).waitFor();
    await page.evaluate('window.__same_page = true');
    await home.hub.stop();
    await page.getByText('The hub does not answer.').waitFor();
    await page.getByText('Hub away').first().waitFor();
    await page.getByRole('article', { name: /added the area Study/ }).waitFor();
    await expectWellInEveryLook(page);
    await page.getByRole('link', { name: 'Devices', exact: true }).first().click();
    await page.getByText('could not be loaded').waitFor();
  });

  it('is followed again when it is back, without a reload', async () => {
    await home.again();
    await page.getByText('The hub does not answer.').waitFor({ state: 'detached', timeout: 60_000 });
    await page.getByText('Hub well').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    await page.goBack();
    await page
      .getByRole('article', { name: /The hub started/ })
      .first()
      .waitFor();
    await home.does('POST', '/areas', { name: 'Boathouse', kind: 'other' });
    await page.getByRole('article', { name: /added the area Boathouse/ }).waitFor();
    expect(await page.evaluate('window.__same_page')).toBe(true);
  });

  it('is asked at once by whoever cannot wait', async () => {
    await home.hub.stop();
    const again = page.getByRole('button', { name: 'Now' });
    await again.waitFor();
    await home.again();
    await again.click();
    await page.getByText('Hub well').waitFor();
    home.check();
  });
});
