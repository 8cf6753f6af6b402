import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from '../support/axe.js';
import { TestBrowser } from '../support/browser.js';
import type { Visitor } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { HubProcess } from '../support/hub-process.js';
import { OWNER } from '../support/setup.js';
import { expectWellInEveryLook } from '../support/looks.js';

let hub: HubProcess;
let browser: TestBrowser;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start(), TestBrowser.start()]);
  visitor = await browser.visit(hub.url);
  page = visitor.page;
  // The browser itself tells of every answer that is not 2xx; these are asked for below.
  visitor.guard.allow(/status of (401|403|409|422|429)/);
});
afterAll(async () => {
  await browser.close();
  await hub.dispose();
});

async function typeCode(code: string): Promise<void> {
  await page.getByLabel('Setup code, eight letters and digits').fill(code);
  await page.getByRole('button', { name: 'Go on' }).click();
}

async function becomeOwner(): Promise<void> {
  await page.getByLabel('Your name').fill(OWNER.display_name);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByLabel('Password again').fill(OWNER.password);
  await page.getByRole('button', { name: 'Light the lamp' }).click();
}

async function signIn(password: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(OWNER.name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function signOut(): Promise<void> {
  await page.goto('/settings/account');
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await page.getByRole('heading', { name: 'Welcome home' }).waitFor();
}

const atDashboard = (): Promise<void> => page.getByRole('heading', { level: 1, name: /day|night|morning|evening/ }).waitFor();

describe('the first visit', () => {
  it('leads to the setup from wherever it begins, and looks well', async () => {
    await page.goto('/devices');
    await page.getByRole('heading', { name: 'Light the lamp' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/setup');
    await expectWellInEveryLook(page);
  });

  it('refuses a wrong code in words', async () => {
    const wrong = hub.setup_code.replace(/./g, (sign) => (sign === '-' ? sign : sign === 'Z' ? 'Y' : 'Z'));
    await typeCode(wrong);
    await becomeOwner();
    await expect.poll(() => page.getByRole('alert').innerText()).toMatch(/code/i);
    await page.getByRole('heading', { name: 'Light the lamp' }).waitFor();
    expect((await hub.api<{ setup_required: boolean }>('GET', '/health')).body.setup_required).toBe(true);
    await expectAccessible(page);
  });

  it('makes the owner with the right code, and shows the Dashboard', async () => {
    await typeCode(hub.setup_code.toLowerCase());
    await page.getByLabel('Your name').waitFor();
    await expectWellInEveryLook(page);
    await becomeOwner();
    await atDashboard();
    expect(new URL(page.url()).pathname).toBe('/');
    await page.getByRole('link', { name: /Anna.*Owner/ }).waitFor();
    await page.getByText('set up the hub and became its owner').waitFor();
    const settings = await page.evaluate(async () => (await fetch('/api/v1/settings')).text());
    expect(settings).toContain('"time_zone":"Europe/Berlin"');
  });

  it('cannot be repeated: the page is gone, and the hub refuses it too', async () => {
    await page.goto('/setup');
    await atDashboard();
    const again = await hub.api('POST', '/setup', { code: hub.setup_code, ...OWNER, name: 'mallory' });
    expect(again).toMatchObject({ status: 409, body: { code: 'LK_SETUP_DONE' } });
  });
});

describe('the door', () => {
  it('closes behind who signs out, and says the same of a wrong password and an unknown name', async () => {
    await signOut();
    await expectWellInEveryLook(page);
    await signIn('not the password');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    const of_password = await alert.innerText();
    expect(of_password).toMatch(/password/i);
    await expectAccessible(page);
    await page.getByLabel('Name', { exact: true }).fill('nobody');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
    expect(await alert.innerText()).toBe(of_password);
    await signIn(OWNER.password);
    await atDashboard();
  });

  it('brings who was sent to it back to where they wanted to go', async () => {
    await signOut();
    await page.goto('/activity?categories=auth');
    await page.getByRole('heading', { name: 'Welcome home' }).waitFor();
    await signIn(OWNER.password);
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    expect(page.url()).toBe(`${hub.url}/activity?categories=auth`);
    await page.getByText('signed in').first().waitFor();
  });

  it.each(['//evil.example/x', 'javascript:window.__pwned=1', '/\\evil.example', 'https://evil.example/', '/%09/evil.example'])(
    'does not follow %s',
    async (redirect) => {
      await signOut();
      await page.goto(`/sign-in?redirect=${encodeURIComponent(redirect).replace('%2509', '%09')}`);
      await signIn(OWNER.password);
      await atDashboard();
      await eventually('the Dashboard has settled', () => page.url() === `${hub.url}/`);
      expect(await page.evaluate('window.__pwned')).toBeUndefined();
    },
  );

  it('kept to its own host, and said nothing unexpected', () => {
    visitor.guard.check();
  });
});
