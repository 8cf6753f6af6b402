import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../support/home.js';
import { focused, tabTo } from '../support/keyboard.js';
import type { Focus } from '../support/keyboard.js';
import { expectNoSidewaysScroll } from '../support/looks.js';
import { OWNER } from '../support/setup.js';

let home: Home;
let page: Page;

beforeAll(async () => {
  home = await Home.start();
  page = (await home.visit('/')).page;
  await page.getByRole('heading', { level: 1 }).waitFor();
});
afterAll(async () => {
  await home.end();
});

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const path = (): string => new URL(page.url()).pathname;
/** A menu or dialog has the keyboard a moment after it shows. */
const arriveAt = (name: RegExp): Promise<void> => expect.poll(async () => (await focused(page))?.name).toMatch(name);
const heading = (name: string | RegExp): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();

/** Goes through all that Tab comes to, once around. */
async function walk(): Promise<Focus[]> {
  const met: Focus[] = [];
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
  });
  for (let turn = 0; turn < 150; turn += 1) {
    await press('Tab');
    const now = await focused(page);
    if (now === null) break;
    if (met.length > 3 && now.name === met[0]?.name && now.path === met[0].path) break;
    met.push(now);
  }
  return met;
}

describe('by keyboard alone', () => {
  it('one goes from page to page with two letters, and sees all keys with ?', async () => {
    for (const [letter, where] of [
      ['a', '/activity'],
      ['v', '/devices'],
      [',', '/settings'],
      ['d', '/'],
    ] as const) {
      await press('g');
      await press(letter);
      await expect.poll(path).toBe(where);
    }
    await press('?');
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await page.locator('lk-keys').getByText('Activity').first().waitFor();
    await press('Escape');
    await page.getByRole('heading', { name: 'Keys' }).waitFor({ state: 'hidden' });
  });

  it('one skips to the page, and starts there after each step', async () => {
    await page.goto('/devices');
    await heading('Devices');
    await press('Tab');
    expect(await focused(page)).toMatchObject({ name: 'Skip to the page', in_sight: true });
    await press('Enter');
    await press('Tab');
    expect((await focused(page))?.path).toMatch(/lk-mount|lk-devices-page/);
  });

  it('a room is made, a light is added, switched, dimmed and deleted', async () => {
    await page.goto('/devices');
    await heading('Devices');
    await tabTo(page, /^Add$/);
    await press('Enter');
    await arriveAt(/^A device/);
    await press('ArrowDown');
    await arriveAt(/^A room/);
    await press('Enter');
    await arriveAt(/^Name/);
    await page.keyboard.type('Study');
    await press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Study', exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Add a room' }).waitFor({ state: 'hidden' });

    await tabTo(page, /^Add$/);
    await press('Enter');
    await arriveAt(/^A device/);
    await press('Enter');
    await arriveAt(/^How it speaks/);
    await press('Enter');
    await page.getByRole('option', { name: 'Virtual device' }).waitFor();
    await page.keyboard.type('Virt');
    await press('Enter');
    await tabTo(page, /^Name/);
    await page.keyboard.type('Desk lamp');
    await press('Enter');
    await tabTo(page, /^Add$/);
    await press('Enter');
    await heading('Desk lamp');

    const knob = page.getByRole('switch', { name: 'Desk lamp' });
    const before = await knob.isChecked();
    await tabTo(page, /^Desk lamp$/);
    await press('Space');
    await expect.poll(() => knob.isChecked()).toBe(!before);
    await tabTo(page, /^Brightness/);
    const slider = page.getByRole('slider', { name: 'Brightness' });
    const was = Number(await slider.getAttribute('aria-valuenow'));
    await press('PageDown');
    await press('ArrowLeft');
    await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeLessThan(was - 5);

    await tabTo(page, /^More$/, 'Shift+Tab');
    await press('Enter');
    await arriveAt(/^Edit/);
    await press('End');
    await arriveAt(/^Delete/);
    await press('Enter');
    await page.getByRole('heading', { name: 'Delete Desk lamp?' }).waitFor();
    await expect.poll(async () => (await focused(page))?.name).toBe('Keep it');
    await press('Tab');
    await press('Enter');
    await heading('Devices');
    await page.getByText('Desk lamp is deleted').waitFor();
  });

  it('the log is read, opened, searched and filtered', async () => {
    await page.goto('/activity');
    await page.getByRole('article').nth(3).waitFor();
    const labels = await page
      .getByRole('article')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')?.replace(/\s+/g, ' ')));
    const now = (): Promise<string | undefined> => focused(page).then((focus) => focus?.name);
    await press('j');
    await expect.poll(now).toBe(labels[0]);
    await press('j');
    await press('j');
    await expect.poll(now).toBe(labels[2]);
    await press('k');
    await expect.poll(now).toBe(labels[1]);
    await press('Enter');
    await page.locator('lk-activity-entry-detail').waitFor();
    await press('Escape');
    await page.locator('lk-activity-entry-detail').waitFor({ state: 'detached' });
    await press('f');
    await expect.poll(() => page.url()).toMatch(/actor=user%3Aanna/);
    await press('/');
    await page.keyboard.type('deleted');
    await expect.poll(() => page.url()).toMatch(/message_like=deleted/);
    await tabTo(page, /^Category/);
    await press('Enter');
    await page.locator('lk-activity-filter-chip[open] lk-activity-choices').waitFor();
    await tabTo(page, /^Home/);
    await press('Space');
    await expect.poll(() => page.url()).toMatch(/categories=entity/);
    await press('Escape');
    await expect.poll(async () => (await focused(page))?.name).toMatch(/^Category/);
    await tabTo(page, /^Clear$/);
    await press('Enter');
    await expect.poll(() => page.url()).toBe(`${home.hub.url}/activity`);
  });

  it('letters can be turned off, and are dead where one writes', async () => {
    await press('/');
    await page.keyboard.type('g d?');
    expect(path()).toBe('/activity');
    await page.goto('/settings/account');
    await tabTo(page, /^Keys of a single letter/);
    await press('Space');
    await press('Tab');
    await press('g');
    await press('d');
    await press('?');
    expect(path()).toBe('/settings/account');
    expect(await page.getByRole('heading', { name: 'Keys', exact: true }).isVisible()).toBe(false);
    await tabTo(page, /^Keys of a single letter/, 'Shift+Tab');
    await press('Space');
  });

  it.each(['/', '/devices', '/activity', '/settings/account', '/settings/activity', '/settings/logs'])(
    'on %s Tab goes once around, and what it comes to is named, marked and in sight',
    async (where) => {
      if (where === '/') await home.does('POST', '/devices', { name: 'Desk lamp', driver: 'virtual', config: {} });
      await page.goto(where);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('lk-skeleton').first().waitFor({ state: 'detached' });
      const met = await walk();
      expect(met.length).toBeGreaterThan(6);
      expect(met.length).toBeLessThan(149);
      expect(met.filter(({ name }) => name === '')).toEqual([]);
      expect(met.filter(({ marked }) => !marked)).toEqual([]);
      expect(met.filter(({ in_sight }) => !in_sight)).toEqual([]);
    },
  );

  it('one signs out and in', async () => {
    home.allow(/status of 401/);
    await page.goto('/settings/account');
    await tabTo(page, /^Sign out$/);
    await press('Enter');
    await heading('Welcome home');
    await expect.poll(async () => (await focused(page))?.name).toMatch(/^Name/);
    await page.keyboard.type(OWNER.name);
    await press('Tab');
    await page.keyboard.type(OWNER.password);
    await press('Enter');
    await page.getByRole('link', { name: /Anna.*Owner/ }).waitFor();
  });
});

describe('the narrowest screen, and eyes that want rest', () => {
  it('has no page that must be scrolled sideways, and no motion without end', async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const settings = ['account', 'home', 'plugins', 'people', 'tokens', 'mqtt', 'activity', 'logs', 'about'];
    for (const where of [
      '/',
      '/devices',
      '/devices?add=1',
      '/activity',
      '/more',
      '/nowhere',
      ...settings.map((name) => `/settings/${name}`),
    ]) {
      await page.goto(where);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await expectNoSidewaysScroll(page);
      const endless = await page.evaluate(() => {
        const roots: (Document | ShadowRoot)[] = [document];
        for (const root of roots) for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot !== null) roots.push(shadowRoot);
        const moving = roots.flatMap((root) => root.getAnimations()).filter(({ playState }) => playState === 'running');
        return moving
          .filter(({ effect }) => effect?.getComputedTiming().endTime === Infinity)
          .map(({ effect }) =>
            effect instanceof KeyframeEffect ? `${effect.target?.localName ?? ''}.${effect.target?.className ?? ''}` : '',
          );
      });
      expect(endless, where).toEqual([]);
    }
    home.check();
  });
});
