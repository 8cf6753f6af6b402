import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';
import { WledSimulator } from '../support/wled-simulator.js';

interface Told {
  on: boolean;
  bri: number;
  seg: { col: number[][] }[];
}

const light = new WledSimulator({ name: 'Bookshelf', lc: 1 });
let home: Home;
let page: Page;

beforeAll(async () => {
  await light.start();
  home = await Home.start();
  page = (await home.visit('/devices')).page;
});
afterAll(async () => {
  await home.end();
  await light.end();
});

/** What the light has been told so far. */
const told = (): Told => light.model.state() as unknown as Told;
const color = (): number[] | undefined => told().seg[0]?.col[0];
const heading = (name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name });
const tile = (): Locator => page.getByRole('article').filter({ hasText: 'Shelf' });

/** The dialog's content is slotted into it: it is found by the element that holds both. */
const dialog = (): Locator => page.locator('lk-dialog[open]');
const closed = (): Promise<void> => dialog().waitFor({ state: 'detached' });

/** A page that was loaded anew has lost the mark. */
async function markPage(): Promise<void> {
  await page.evaluate('window.__same_page = true');
}
const isSamePage = (): Promise<unknown> => page.evaluate('window.__same_page');

/** The switch's knob lies over the input that has its name. */
async function flip(name: string): Promise<void> {
  await page.getByRole('switch', { name }).click({ force: true });
}

async function choose(label: string, option: string): Promise<void> {
  await dialog().getByRole('combobox', { name: label }).click();
  const wanted = page.getByRole('option', { name: option, exact: true });
  await wanted.click();
  // A second list could open over the end of this one.
  await wanted.waitFor({ state: 'hidden' });
}

describe('rooms', () => {
  it('are added', async () => {
    for (const [name, drawing] of [
      ['Library', 'Study'],
      ['Cellar', 'Hall'],
    ] as const) {
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('menuitem', { name: 'A room …' }).click();
      await dialog().getByLabel('Name').fill(name);
      await choose('Its drawing', drawing);
      await dialog().getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('heading', { level: 2, name }).waitFor();
      await closed();
    }
  });

  it('are renamed', async () => {
    await page.getByRole('button', { name: 'Cellar, more' }).click();
    await page.getByRole('menuitem', { name: 'Name and drawing …' }).click();
    await dialog().getByLabel('Name').fill('Wine cellar');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 2, name: 'Wine cellar', exact: true }).waitFor();
  });

  it('are deleted, but not before a yes', async () => {
    for (const answer of ['Keep it', 'Delete the room']) {
      await page.getByRole('button', { name: 'Wine cellar, more' }).click();
      await page.getByRole('menuitem', { name: 'Delete the room …' }).click();
      await dialog().getByRole('button', { name: answer }).click();
      await closed();
      expect(await page.getByRole('heading', { level: 2, name: 'Library', exact: true }).count()).toBe(1);
      if (answer === 'Keep it') await page.getByRole('heading', { level: 2, name: 'Wine cellar', exact: true }).waitFor();
      else await page.getByRole('heading', { level: 2, name: 'Wine cellar', exact: true }).waitFor({ state: 'detached' });
    }
  });
});

describe('a WLED light', () => {
  it('is refused in words at a bad address, and what was typed stays', async () => {
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('menuitem', { name: 'A device …' }).click();
    await dialog().getByLabel('Name').fill('Shelf');
    await expectWellInEveryLook(page);
    home.allow(/status of 422/);
    await dialog().getByLabel('Address', { exact: true }).fill('http://two words/');
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    await expect.poll(() => dialog().locator('p.error').innerText()).toMatch(/address/i);
    expect(await dialog().getByLabel('Name').inputValue()).toBe('Shelf');
  });

  it('is added by its address and shows online', async () => {
    await dialog().getByLabel('Address', { exact: true }).fill(light.address);
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    await heading('Shelf').waitFor();
    await page.getByText(/^Online/).waitFor();
    await expect.poll(() => light.websocket_clients).toBe(1);
    await expectWellInEveryLook(page);
    await markPage();
  });

  it('is switched', async () => {
    const before = told().on;
    await flip('Shelf');
    await expect.poll(() => told().on).toBe(!before);
    if (before) await flip('Shelf');
    await expect.poll(() => told().on).toBe(true);
  });

  it('takes its brightness from the keyboard', async () => {
    const slider = page.getByRole('slider', { name: 'Brightness' });
    await slider.press('Home');
    await expect.poll(() => told().bri).toBeLessThanOrEqual(3);
    const low = told().bri;
    await slider.press('PageUp');
    await slider.press('ArrowRight');
    await expect.poll(() => told().bri).toBeGreaterThan(low + 20);
    await slider.press('End');
    await expect.poll(() => told().bri).toBe(255);
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/^100\s?%$/);
  });

  it('takes a colour, and shows what a hand at the light changes', async () => {
    await page.getByRole('button', { name: 'Colour Ocean' }).click();
    await expect.poll(color).toEqual([47, 143, 255]);
    const wheel = page.getByRole('slider', { name: 'Colour' });
    await wheel.press('Shift+ArrowRight');
    await expect.poll(color).not.toEqual([47, 143, 255]);
    light.touch({ seg: [{ id: 0, col: [[255, 90, 60]] }] });
    await page.getByRole('button', { name: 'Colour Sunset', pressed: true }).waitFor();
  });

  it('shows offline with the reason when its plug is pulled, and online again, without a reload', async () => {
    await page.getByRole('link', { name: 'Devices', exact: true }).first().click();
    await tile().getByRole('switch').waitFor();
    await light.stop();
    await tile()
      .getByText(/^Offline/)
      .waitFor();
    await expect.poll(() => tile().locator('.reason').innerText()).toMatch(/\w{3,}.*\./);
    await expectWellInEveryLook(page);
    await light.start();
    await tile().getByRole('button', { name: 'Try now' }).click();
    await tile().getByRole('switch').waitFor();
    expect(
      await tile()
        .getByText(/^Offline/)
        .count(),
    ).toBe(0);
    expect(await isSamePage()).toBe(true);
  });

  it('is found again without anybody asking', async () => {
    await light.stop();
    await tile()
      .getByText(/^Offline/)
      .waitFor();
    await light.start();
    await tile().getByRole('switch').waitFor({ timeout: 60_000 });
  });

  it('is renamed and moved to a room', async () => {
    await tile().getByRole('link', { name: 'Shelf' }).click();
    await heading('Shelf').waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit …' }).click();
    await dialog().getByLabel('Name').fill('Shelf strip');
    await choose('Room', 'Library');
    await expectWellInEveryLook(page);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await heading('Shelf strip').waitFor();
    await page.getByRole('link', { name: 'Devices · Library' }).click();
    await page.getByRole('region', { name: 'Library' }).getByRole('article').filter({ hasText: 'Shelf strip' }).waitFor();
    await page.getByRole('link', { name: 'Dashboard', exact: true }).first().click();
    await page.getByRole('region', { name: 'Rooms' }).getByText('Shelf strip 100%').waitFor();
    await expectWellInEveryLook(page);
  });

  it('is deleted, but not before a yes', async () => {
    await page.getByRole('link', { name: 'Devices', exact: true }).first().click();
    await tile().getByRole('link', { name: 'Shelf strip' }).click();
    for (const answer of ['Keep it', 'Delete it']) {
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Delete …' }).click();
      if (answer === 'Keep it') await expectWellInEveryLook(page);
      await dialog().getByRole('button', { name: answer }).click();
      await closed();
      if (answer === 'Keep it') await heading('Shelf strip').waitFor();
    }
    await heading('Devices').waitFor();
    expect(await tile().count()).toBe(0);
    await eventually('the hub lets go of the light', () => light.websocket_clients === 0);
    home.check();
  });
});
