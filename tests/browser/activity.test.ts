import { readFileSync } from 'node:fs';
import { ENTRY_FIELDS } from '@lightkeeper/plugin-sdk/wire';
import type { ActivityEntry, Area, CreatedToken, Device, Page as ListOf } from '@lightkeeper/plugin-sdk/wire';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from '../support/csv.js';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';

let home: Home;
let page: Page;

beforeAll(async () => {
  home = await Home.start();
  page = (await home.visit('/activity')).page;
  await page.getByRole('article').first().waitFor();
});
afterAll(async () => {
  await home.end();
});

/** Rows of the log by what they say; each names its time first. */
const row = (text: string | RegExp, on: Page = page): Locator => on.getByRole('article', { name: text });
/** The same in the short lists beside other things. */
const line = (text: RegExp, on: Page): Locator => on.locator('lk-entry-row').filter({ hasText: text });
const rows = (on: Page = page): Promise<string[]> =>
  on.locator('lk-activity-timeline [role=article]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));

async function entries(query: string): Promise<ActivityEntry[]> {
  return (await home.does<ListOf<ActivityEntry>>('GET', `/activity?limit=200&${query}`)).items;
}

describe('what happens', () => {
  let device: Device;
  let area: Area;

  it('appears live where somebody looks at it: the log, the Dashboard, the page of the thing', async () => {
    area = await home.does<Area>('POST', '/areas', { name: 'Study', kind: 'study' });
    await row(/anna added the area Study/i).waitFor();
    device = await home.does<Device>('POST', '/devices', { name: 'Desk lamp', driver: 'virtual', config: {}, area_id: area.id });
    await row(/anna added the device Desk lamp/i).waitFor();
    const dashboard = (await home.visit('/')).page;
    const own = (await home.visit(`/devices/${device.id}`)).page;
    await dashboard.getByText('Recent activity').waitFor();
    await own.getByRole('heading', { name: 'History' }).waitFor();
    await own.getByText('added the device').waitFor();

    await home.does('POST', `/devices/${device.id}/command`, { on: true, brightness: 128 });
    await row(/anna turned on Desk lamp/i).waitFor();
    for (const place of [dashboard, own]) await line(/turned on\s*Desk lamp/, place).waitFor();
    await home.does('PATCH', `/devices/${device.id}`, { name: 'Reading lamp' });
    await row(/anna changed the device Reading lamp/i).waitFor();
    for (const place of [dashboard, own])
      await line(/changed the device\s*Reading lamp/, place)
        .first()
        .waitFor();
    await expect.poll(() => own.getByRole('heading', { level: 1 }).innerText()).toBe('Reading lamp');
    await dashboard.close();
    await own.close();
  });

  it('does so for people, keys and wrong passwords', async () => {
    await home.hub.api('POST', '/auth/login', { name: 'anna', password: 'not the password' });
    await row(/failed to sign in.*warning/i).waitFor();
    const token = await home.does<CreatedToken>('POST', '/tokens', { name: 'ha-bridge', role: 'viewer' });
    await row(/ha-bridge/)
      .first()
      .waitFor();
    await home.does('DELETE', `/tokens/${token.id}`);
    await row(/anna revoked .*ha-bridge/i).waitFor();
    const user = await home.does<{ id: string }>('POST', '/users', {
      name: 'ben',
      display_name: 'Ben',
      role: 'member',
      password: 'a long enough password',
    });
    await row(/anna added the user ben/i).waitFor();
    await home.does('PATCH', `/users/${user.id}`, { role: 'viewer' });
    await home.does('DELETE', `/users/${user.id}`);
    await row(/anna deleted the user ben/i).waitFor();
    await home.does('DELETE', `/areas/${area.id}`);
    await row(/anna deleted the area Study/i).waitFor();
    await expectWellInEveryLook(page);
  });
});

describe('the filters', () => {
  const chip = (label: string): Locator => page.getByRole('search').getByRole('button', { name: new RegExp(`^${label}`) });

  async function pick(label: string, choice: string | RegExp): Promise<void> {
    await chip(label).click();
    const offered = page
      .locator('lk-activity-filter-chip[open]')
      .getByRole(/Category|Severity/.test(label) ? 'checkbox' : 'radio', { name: choice });
    if (/From|Until/.test(label)) await page.locator('lk-activity-filter-chip[open]').getByRole('button', { name: choice }).click();
    else await offered.click();
    if (/Category|Severity/.test(label)) await page.keyboard.press('Escape');
  }

  /** Each filter with what a person does, and what then stands in the address. */
  const cases: [name: string, act: () => Promise<void>, query: RegExp][] = [
    ['words', () => page.getByRole('searchbox', { name: 'Words in the log' }).fill('lamp'), /^message_like=lamp$/],
    ['category', () => pick('Category', /^Sign-ins and access/), /^categories=auth$/],
    ['severity', () => pick('Severity', 'Warning'), /^severities=warning$/],
    ['who', () => pick('Who', /^The hub/), /^actor=system$/],
    ['kind of thing', () => pick('Kind of thing', 'Area'), /^entity_type=area$/],
    ['thing', () => pick('Thing', /^Reading lamp/), /^entity_id=[0-9a-f-]{36}$/],
    ['from', () => pick('From', 'The last hour'), /^since=2\d{3}-/],
    ['until', () => pick('Until', 'A week ago'), /^until=2\d{3}-/],
  ];

  it.each(cases)('%s: the address carries it, and shows the same to whoever opens it', async (name, act, query) => {
    await page.goto('/activity');
    await page.getByRole('article').first().waitFor();
    const all = await rows();
    await act();
    await expect.poll(() => new URL(page.url()).search.slice(1)).toMatch(query);
    const wanted = await entries(new URL(page.url()).search.slice(1));
    await expect.poll(async () => (await rows()).length).toBe(wanted.length);
    if (name === 'until') await page.getByText('Nothing matches').waitFor();
    else if (name !== 'from') expect(wanted.length).toBeLessThan(all.length);
    const shown = await rows();
    expect(shown.map((label) => wanted.some(({ message }) => label.includes(message)))).not.toContain(false);

    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByRole('heading', { name: 'Activity' }).waitFor();
    await expect.poll(() => rows(other)).toEqual(shown);
    await other.close();
  });

  it('act together, and are all taken away by one button', async () => {
    await page.goto('/activity?categories=entity&actor=user%3Aanna');
    await pick('Kind of thing', 'Device');
    await expect
      .poll(async () => (await rows()).length)
      .toBe((await entries('categories=entity&actor=user:anna&entity_type=device')).length);
    await expectWellInEveryLook(page);
    await page.getByRole('search').getByRole('button', { name: 'Clear', exact: true }).click();
    await expect.poll(() => page.url()).toBe(`${home.hub.url}/activity`);
    await page.goBack();
    await expect.poll(() => page.url()).toMatch(/entity_type=device/);
  });
});

describe('an entry', () => {
  it('opens, and a copied link leads whoever follows it to the same entry', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/activity?entity_type=token');
    await row(/revoked/).click();
    const detail = page.locator('lk-activity-entry-detail');
    await detail.getByText('auth.token_revoked').waitFor();
    await expectWellInEveryLook(page);
    await detail.getByRole('button', { name: 'Copy link' }).click();
    await detail.getByRole('button', { name: 'Copied' }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link.startsWith(`${home.hub.url}/activity?entry=`)).toBe(true);
    const other = await page.context().newPage();
    await other.goto(link);
    await other
      .locator('lk-activity-entry-detail')
      .getByText(new URL(link).searchParams.get('entry') ?? '')
      .waitFor();
    expect(await other.locator('lk-entry-row[open]').getAttribute('aria-label')).toMatch(/revoked.*ha-bridge/);
    await other.close();
  });
});

describe('the export', () => {
  async function exported(format: 'CSV' | 'JSON'): Promise<string> {
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: format, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
    return readFileSync(await download.path(), 'utf8');
  }

  it('holds what is filtered, with eleven fields, as CSV and as JSON', async () => {
    await page.goto('/activity?entity_type=device');
    const wanted = await entries('entity_type=device');
    await expect.poll(async () => (await rows()).length).toBe(wanted.length);
    const [head = [], ...lines] = readCsv((await exported('CSV')).replace(/^\uFEFF/, ''));
    expect(head).toEqual([...ENTRY_FIELDS]);
    expect(lines.map((cells) => cells.length)).toEqual(wanted.map(() => ENTRY_FIELDS.length));
    expect(lines.map((cells) => cells[0])).toEqual(wanted.map(({ id }) => id));
    expect(lines.map((cells) => cells[6])).toEqual(wanted.map(({ message }) => message));
    expect(JSON.parse(await exported('JSON'))).toEqual(wanted);
    await page.goto('/activity');
    await row(/anna exported/i)
      .first()
      .waitFor();
  });
});

describe('a reader further down', () => {
  it('is not moved by what is new, and is told how much there is', async () => {
    const area = await home.does<Area>('POST', '/areas', { name: 'Attic', kind: 'other' });
    for (let turn = 0; turn < 60; turn += 1) await home.does('PATCH', `/areas/${area.id}`, { name: `Attic ${turn % 7}` });
    await page.goto('/activity');
    await page.getByRole('article').nth(40).waitFor();
    await page.mouse.move(600, 600);
    await page.mouse.wheel(0, 1_200);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(1_000);
    const place = await page.getByRole('article').nth(30).boundingBox();
    await home.does('POST', '/areas', { name: 'Boathouse', kind: 'other' });
    const pill = page.getByRole('button', { name: '1 new' });
    await pill.waitFor();
    expect(await row(/Boathouse/).count()).toBe(0);
    expect((await page.getByRole('article').nth(30).boundingBox())?.y).toBeCloseTo(place?.y ?? 0, 0);
    await expectWellInEveryLook(page);
    await pill.click();
    await row(/added the area Boathouse/i).waitFor();
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
    home.check();
  });
});
