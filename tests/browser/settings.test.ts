import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../support/home.js';
import { ROOT } from '../support/hub-process.js';
import { expectWellInEveryLook } from '../support/looks.js';
import { OWNER } from '../support/setup.js';
import { tempDir } from '../support/temp.js';

const data = tempDir('settings');
let home: Home;
let page: Page;

/** A plugin of a third party that works, and one that does not. */
function dropPlugins(): void {
  const from = path.join(ROOT, 'examples/watering');
  cpSync(from, data.file('plugins/watering'), {
    recursive: true,
    filter: (file) => !file.includes('node_modules') && !file.endsWith('.test.ts'),
  });
  const broken = data.file('plugins/tides');
  mkdirSync(broken, { recursive: true });
  const manifest = { id: 'tides', name: 'Tide table', sdk: '^0.1.0', permissions: [] };
  writeFileSync(
    path.join(broken, 'package.json'),
    JSON.stringify({ name: 'tides', version: '1.0.0', type: 'module', main: 'index.js', lightkeeper: manifest }),
  );
  writeFileSync(path.join(broken, 'index.js'), "export default { setup() { throw new Error('no moon, no tide'); } };\n");
}

beforeAll(async () => {
  dropPlugins();
  home = await Home.start({ data_dir: data.path });
  page = (await home.visit('/settings/account')).page;
});
afterAll(async () => {
  await home.end();
  data.remove();
});

const card = (heading: string): Locator =>
  page.locator('lk-card').filter({ has: page.getByRole('heading', { name: heading, exact: true }) });
const dialog = (): Locator => page.locator('lk-dialog[open]');
/** Chooses in a list, and waits until the list has gone: a second one could open over its end. */
async function choose(label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  const wanted = page.getByRole('option', { name: option, exact: true });
  await wanted.click();
  await wanted.waitFor({ state: 'hidden' });
}
const closed = (): Promise<void> => dialog().waitFor({ state: 'detached' });

async function open(name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name, exact: true }).click();
  await page.locator('lk-card').first().waitFor();
}

describe('the account', () => {
  it('lists where one is signed in, and signs another browser out', async () => {
    const other = home.hub.client();
    await other.api('POST', '/auth/login', { name: OWNER.name, password: OWNER.password });
    await page.reload();
    await card('Where you are signed in').getByText('This one').waitFor();
    await expectWellInEveryLook(page);
    await card('Where you are signed in').getByRole('button', { name: 'Sign out' }).first().click();
    await expect.poll(async () => (await other.api('GET', '/auth/me')).status).toBe(401);
    await expect.poll(() => card('Where you are signed in').getByRole('button', { name: 'Sign out' }).count()).toBe(0);
  });

  it('shows day and night as asked, and keeps it', async () => {
    await page.getByRole('radio', { name: 'Day' }).click();
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const day = await ground();
    await page.getByRole('radio', { name: 'Night' }).click();
    await expect.poll(ground).not.toBe(day);
    const night = await ground();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.reload();
    expect(await ground()).toBe(night);
    await page.getByRole('radio', { name: 'As the system' }).click();
    await expect.poll(ground).toBe(day);
  });
});

describe('people', () => {
  it('are added, changed, kept out and removed', async () => {
    await open('People');
    await page.getByRole('button', { name: 'Add a person' }).click();
    await dialog().getByLabel('Name', { exact: true }).fill('Ben');
    await dialog().getByLabel('Password', { exact: true }).fill('a long enough password');
    await expectWellInEveryLook(page);
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    await closed();
    const ben = home.hub.client();
    const login = (): Promise<number> =>
      ben.api('POST', '/auth/login', { name: 'ben', password: 'a long enough password' }).then(({ status }) => status);
    expect(await login()).toBe(200);
    const more = page.getByRole('button', { name: 'What to do with Ben' });
    await more.click();
    await page.getByRole('menuitem', { name: 'Keep out' }).click();
    await page.getByText('May not sign in').waitFor();
    expect(await login()).not.toBe(200);
    await more.click();
    await page.getByRole('menuitem', { name: 'Remove …' }).click();
    await dialog().getByRole('button', { name: 'Remove' }).click();
    await more.waitFor({ state: 'detached' });
  });
});

describe('a token', () => {
  it('is shown once, works, and is shut out when it is revoked', async () => {
    await open('Tokens');
    await page.getByRole('button', { name: 'Create a token' }).click();
    await dialog().getByLabel('Name', { exact: true }).fill('ha-bridge');
    await dialog().getByRole('button', { name: 'Create', exact: true }).click();
    const shown = page.locator('code.token');
    await shown.waitFor();
    await expectWellInEveryLook(page);
    const token = await shown.innerText();
    expect(token).toMatch(/^lk_/);
    const use = async (): Promise<number> =>
      (await fetch(`${home.hub.url}/api/v1/devices`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await use()).toBe(200);
    await page.reload();
    await page.getByText('ha-bridge').first().waitFor();
    expect(await page.content()).not.toContain(token);
    expect(await shown.count()).toBe(0);
    await page.getByText(/last used/).waitFor();
    await page.getByRole('button', { name: 'Revoke …' }).click();
    await dialog().getByRole('button', { name: 'Revoke', exact: true }).click();
    await expect.poll(use).toBe(401);
    await page.getByRole('button', { name: 'Revoke …' }).waitFor({ state: 'detached' });
  });
});

describe('the broker', () => {
  it('is set, and says in words that nobody answers there', async () => {
    await open('MQTT');
    await card('Connection').getByRole('switch', { name: 'Connect to a broker' }).click({ force: true });
    await card('Connection').getByLabel('Address', { exact: true }).fill('mqtt://127.0.0.1:9');
    await card('Connection').getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Not reached').waitFor();
    await expect.poll(() => page.locator('lk-mqtt lk-note').innerText()).toMatch(/\w{4,}/);
    await expectWellInEveryLook(page);
    await card('Connection').getByRole('switch', { name: 'Connect to a broker' }).click({ force: true });
    await card('Connection').getByRole('button', { name: 'Save', exact: true }).click();
    await card('Broker').getByText('Off', { exact: true }).waitFor();
  });
});

describe('plugins', () => {
  it('of others show how they do, and why one does not', async () => {
    await open('Plugins');
    const watering = page.locator('lk-setting').filter({ hasText: 'Watering' });
    await watering.getByText('Running').waitFor();
    const tides = page.locator('lk-setting').filter({ hasText: 'Tide table' });
    await tides.getByText('Failed', { exact: true }).waitFor();
    await tides.getByText(/no moon, no tide/).waitFor();
    await expectWellInEveryLook(page);
  });

  it('take their settings in a form of their own', async () => {
    await page.goto('/settings/plugins/watering');
    const every = page.getByLabel('Look every');
    await every.fill('0');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('At least 1').waitFor();
    await every.fill('15');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('lk-toast-host').getByText('Saved').waitFor();
    await expectWellInEveryLook(page);
    await page.reload();
    await expect.poll(() => every.inputValue()).toBe('15');
  });

  it('bring a page and a card: what is done there stands in the log under their name', async () => {
    await home.does('POST', '/plants', { name: 'Fern', every_days: 3 });
    await page.goto('/');
    await page.getByRole('heading', { name: 'Thirsty plants' }).waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Plants' }).click();
    await page.getByRole('heading', { level: 1, name: 'Plants' }).waitFor();
    await expectWellInEveryLook(page);
    await card('Fern').getByRole('button', { name: 'Watered' }).click();
    await card('Fern').getByText('Thirsty').waitFor({ state: 'detached' });
    await page.goto('/activity?categories=watering');
    await page.getByRole('article', { name: /anna watered Fern/ }).waitFor();
  });
});

describe('the log viewer', () => {
  it('follows what the hub says, from the level that is asked for', async () => {
    await page.goto('/settings/logs');
    const lines = page.getByRole('region', { name: 'Debugging tail' }).getByRole('listitem');
    await choose('It writes from', 'debug');
    await choose('Shown from', 'debug');
    await expect.poll(() => page.url()).toMatch(/level=debug/);
    const before = await lines.count();
    await home.does('POST', '/plugins/watering/restart');
    await expect.poll(() => lines.count()).toBeGreaterThan(before);
    await expectWellInEveryLook(page);
    await choose('Shown from', 'error');
    await expect.poll(async () => (await lines.locator('.level').allInnerTexts()).every((text) => /error|fatal/i.test(text))).toBe(true);
    await lines.filter({ hasText: 'no moon, no tide' }).first().waitFor();
    home.check();
  });
});
