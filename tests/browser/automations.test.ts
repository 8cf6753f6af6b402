import type { Automation, Device, Page as ApiPage, TraceSummary } from '@lightkeeper/plugin-sdk/wire';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takePictures } from '../support/browser.js';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';

let home: Home;
let page: Page;
let wall: Device;
let hall: Device;

beforeAll(async () => {
  home = await Home.start();
  wall = await home.does<Device>('POST', '/devices', { name: 'Wall switch', driver: 'virtual', config: { kind: 'switch' } });
  hall = await home.does<Device>('POST', '/devices', { name: 'Hall light', driver: 'virtual', config: { kind: 'color_light' } });
  page = (await home.visit('/automations')).page;
});
afterAll(async () => {
  await home.end();
});

const heading = (name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name });
const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: typeof name === 'string' });
const automations = async (): Promise<Automation[]> => (await home.does<ApiPage<Automation>>('GET', '/automations')).items;
const only = async (): Promise<Automation> => {
  const [first] = await automations();
  if (first === undefined) throw new Error('There is no automation.');
  return first;
};
const runs = async (): Promise<TraceSummary[]> =>
  (await home.does<ApiPage<TraceSummary>>('GET', `/automations/${(await only()).id}/traces`)).items;
const device = ({ id }: Device): Promise<Device> => home.does<Device>('GET', `/devices/${id}`);
const turn = (one: Device, on: boolean): Promise<unknown> => home.does('POST', `/devices/${one.id}/command`, { on });
const pictures = async (name: string): Promise<void> => {
  const folder = process.env.LK_PICTURES;
  if (folder !== undefined) await takePictures(page, folder, name, { full_page: true });
};
/** The list of steps under one of the three headings. */
const steps = (name: 'When' | 'And if' | 'Then'): Locator =>
  page.locator('lk-card').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) });
const add = async (list: Locator, what: string, kind: string): Promise<void> => {
  await list.getByRole('button', { name: what }).last().click();
  const dialog = page.locator('lk-dialog[open]');
  await dialog.getByRole('searchbox', { name: 'Search' }).fill(kind);
  await dialog
    .getByRole('button', { name: new RegExp(`^${kind}`) })
    .first()
    .click();
  await dialog.waitFor({ state: 'detached' });
};
/** Chooses from a field that is searched by typing. */
const choose = async (field: Locator, option: string): Promise<void> => {
  await field.click();
  await field.fill(option);
  await page.getByRole('option', { name: option }).first().click();
};

describe('an empty page', () => {
  it('says what automations are, and offers some that are ready', async () => {
    await page.getByText('The home can do things by itself').waitFor();
    await page.getByRole('link', { name: /Motion light/ }).waitFor();
    await expectWellInEveryLook(page);
    await pictures('1-empty');
    await page.getByRole('link', { name: 'Build the first one' }).click();
    await heading('New automation').waitFor();
  });
});

describe('the editor', () => {
  it('builds an automation of a trigger and an action, and reads it back', async () => {
    await page.getByLabel('Name', { exact: true }).fill('Path');
    await add(steps('When'), 'Add a trigger', 'Device state');
    await pictures('2-trigger');
    await choose(page.getByRole('combobox', { name: 'Device', exact: true }), 'Wall switch');
    await choose(page.getByRole('combobox', { name: 'What of it' }), 'Switched on');
    await choose(page.getByRole('combobox', { name: 'To', exact: true }), 'On');
    await add(steps('Then'), 'Add an action', 'Command devices');
    await choose(page.getByRole('combobox', { name: 'Devices', exact: true }), 'Hall light');
    await page.getByRole('radiogroup', { name: 'Switch' }).getByRole('radio', { name: 'On', exact: true }).click();
    await page.getByText('When Wall switch turns on, then turn on Hall light.').waitFor();
    await expectWellInEveryLook(page);
    await pictures('3-built');
    await button('Save').click();
    await heading('Path').waitFor();
    expect(await only()).toMatchObject({
      name: 'Path',
      enabled: true,
      triggers: [{ kind: 'device_state', device_id: wall.id, property: 'on', to: true }],
      actions: [{ kind: 'device', targets: { device_ids: [hall.id] }, command: { on: true } }],
      problems: [],
    });
  });
});

describe('a run', () => {
  it('comes from a person’s hand on the switch, and is shown step by step', async () => {
    await turn(wall, true);
    await expect.poll(async () => (await device(hall)).state?.on).toBe(true);
    await page
      .getByRole('link', { name: /Wall switch/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 2, name: /^Run of/ }).waitFor();
    await page.getByText('Hall light took it.').waitFor();
    await expectWellInEveryLook(page);
    await pictures('4-run');
    expect((await runs()).map(({ outcome }) => outcome)).toEqual(['finished']);
  });

  it('did what pages may do', () => {
    home.check();
  });
});
