import type { ActivityEntry, Area, Page as ListOf } from '@lightkeeper/plugin-sdk/wire';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';

let home: Home;
let page: Page;

beforeAll(async () => {
  home = await Home.start();
  const area = await home.does<Area>('POST', '/areas', { name: 'Attic', kind: 'other' });
  for (let turn = 0; turn < 30; turn += 1) await home.does('PATCH', `/areas/${area.id}`, { name: `Attic ${turn}` });
  page = (await home.visit('/settings/activity')).page;
});
afterAll(async () => {
  await home.end();
});

const days = (): Locator => page.getByRole('textbox', { name: 'Keep entries for, in days' });
const save = (): Locator => page.getByRole('button', { name: 'Save', exact: true });

async function newest(): Promise<ActivityEntry[]> {
  return (await home.does<ListOf<ActivityEntry>>('GET', '/activity?limit=50')).items;
}

describe('the settings of the log', () => {
  it('show what it holds and when it is pruned', async () => {
    const count = (await newest()).length;
    expect(count).toBeGreaterThan(30);
    await expect.poll(() => page.locator('lk-activity-holds .figures').innerText()).toMatch(new RegExp(`${count}[^]*(kB|MB)[^]*on disk`));
    await page.getByText(/Next run: /).waitFor();
    await expectWellInEveryLook(page);
  });

  it('refuse what is out of bounds before it is sent', async () => {
    await days().fill('0');
    expect(await days().getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => save().isDisabled()).toBe(true);
    await days().fill('a few');
    await expect.poll(() => save().isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await days().inputValue()).toBe('90');
  });

  it('are saved by button and by Ctrl+S, and read again after a reload', async () => {
    await days().fill('30');
    await save().click();
    await page.getByText('Saved. The log will hold to it at its next run.').waitFor();
    await page.getByRole('textbox', { name: 'And no more than, in entries' }).fill('500,000');
    await page.keyboard.press('Control+s');
    await expect.poll(() => save().isDisabled()).toBe(true);
    await page.reload();
    await expect.poll(() => days().inputValue()).toBe('30');
    expect(await page.getByRole('textbox', { name: 'And no more than, in entries' }).inputValue()).toBe('500,000');
    const changes = (await newest()).filter(({ message }) => /anna changed .*settings/i.test(message));
    expect(changes.length, JSON.stringify((await newest()).slice(0, 4))).toBeGreaterThanOrEqual(2);
  });

  it('prune on demand, and say what it came to', async () => {
    await page.getByRole('button', { name: 'Prune now' }).click();
    await page.getByText('Nothing was past the limits.').waitFor();
    await page.getByText(/^Last run: .*removed 0 entries/).waitFor();
    expect((await newest())[0]).toMatchObject({ category: 'system', action: 'retention_pruned', actor: 'user:anna' });
  });

  it('clear the log only for who types the word, and tell of it in the log', async () => {
    await page.getByRole('button', { name: 'Clear …' }).click();
    const dialog = page.locator('lk-dialog[open]');
    const yes = dialog.getByRole('button', { name: 'Clear the log' });
    await expect.poll(() => yes.isDisabled()).toBe(true);
    await expectWellInEveryLook(page);
    await dialog.getByLabel('Type “clear” to go on').fill('cleer');
    await expect.poll(() => yes.isDisabled()).toBe(true);
    await dialog.getByLabel('Type “clear” to go on').fill('clear');
    await yes.click();
    await page.getByText('The log is cleared.').waitFor();
    await expect.poll(() => page.locator('lk-activity-holds .figures').innerText()).toMatch(/^1\s/);
    await page.goto('/activity');
    const rows = page.getByRole('article');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(1);
    expect(await rows.first().getAttribute('aria-label')).toMatch(/anna cleared the activity log/);
  });

  it('stop and begin recording only after a question, and the log tells both', async () => {
    await page.goto('/settings/activity');
    const recording = page.getByRole('switch', { name: 'Record what happens' });
    await recording.click({ force: true });
    await page.locator('lk-dialog[open]').getByRole('button', { name: 'Keep recording' }).click();
    await page.getByRole('heading', { name: 'Stop recording?' }).waitFor({ state: 'hidden' });
    await expect.poll(() => recording.isChecked()).toBe(true);
    await recording.click({ force: true });
    await page.locator('lk-dialog[open]').getByRole('button', { name: 'Stop recording' }).click();
    await page.getByText('The log is turned off: nothing is recorded now.').waitFor();
    await page.getByRole('button', { name: 'Record again' }).click();
    await expect.poll(() => recording.isChecked()).toBe(true);
    const told = (await newest()).map(({ message }) => message);
    expect(told.filter((message) => /recording|activity log/i.test(message)).length, told.join('\n')).toBeGreaterThanOrEqual(3);
    home.check();
  });
});
