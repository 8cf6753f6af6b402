import type { Automation, Device, Page as ApiPage, TraceSummary, User } from '@lightkeeper/plugin-sdk/wire';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takePictures } from '../support/browser.js';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';
import { signIn } from '../support/setup.js';

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

  it('is shown while it goes on, and leads to the log', async () => {
    await page.getByRole('link', { name: 'Why it ran' }).click();
    await heading('Activity').waitFor();
    await page.getByText('triggered').first().waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 2, name: /^Run of/ }).waitFor();
    await button('Put the run away').click();
  });
});

describe('changing it', () => {
  it('undoes and redoes each step of the work', async () => {
    await add(steps('And if'), 'Add a condition', 'Time and weekday');
    await page.getByLabel('From', { exact: true }).fill('18:00');
    await page.getByText(/^When Wall switch turns on, if .*18:00.*, then turn on Hall light\.$/).waitFor();
    await button('Undo').click();
    await button('Undo').click();
    await page.getByText('When Wall switch turns on, then turn on Hall light.').waitFor();
    await button('Redo').click();
    await button('Redo').click();
    await page.getByText(/18:00/).first().waitFor();
    await button('Undo').click();
    await button('Undo').click();
    expect(await button('Undo').isDisabled()).toBe(true);
    expect(await button('Save').isDisabled()).toBe(true);
  });

  it('holds steps within steps', async () => {
    await add(steps('Then'), 'Add an action', 'If');
    const inner = page.getByRole('region', { name: 'If', exact: true });
    await add(inner, 'Add a condition', 'Device state');
    await choose(inner.getByRole('combobox', { name: 'Device', exact: true }), 'Hall light');
    await choose(inner.getByRole('combobox', { name: 'What of it' }), 'Brightness');
    await inner.getByLabel('Is', { exact: true }).fill('255');
    const then = page.getByRole('region', { name: 'Then', exact: true });
    await add(then, 'Add an action', 'Notify');
    await then.getByLabel('Title', { exact: true }).fill('The hall is bright');
    await page
      .getByText(/if the brightness of Hall light is 255, notify/)
      .first()
      .waitFor();
    await expectWellInEveryLook(page);
    await pictures('5-nested');
  });

  it('moves steps by keys, and by dragging', async () => {
    const actions = steps('Then').locator('lk-step-list').first();
    const order = (): Promise<string[]> =>
      actions.evaluate((list) =>
        [...(list.shadowRoot?.querySelectorAll('ol > li > lk-step-card') ?? [])].map(
          (card) => card.shadowRoot?.querySelector('.title b')?.textContent ?? '',
        ),
      );
    const [first = '', second = ''] = await order();
    await actions.getByRole('button', { name: `Move: ${first}` }).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(order).toEqual([second, first]);
    await page.getByText('Moved to place 2 of 2').waitFor({ state: 'attached' });
    // The keyboard is still on the one that was moved.
    await page.keyboard.press('ArrowUp');
    await expect.poll(order).toEqual([first, second]);
    const handle = await actions.getByRole('button', { name: `Move: ${first}` }).boundingBox();
    const target = await actions.getByRole('button', { name: 'Add an action' }).last().boundingBox();
    if (handle === null || target === null) throw new Error('There is nothing to drag.');
    await page.mouse.move(handle.x + 10, handle.y + 10);
    await page.mouse.down();
    await page.mouse.move(handle.x + 10, handle.y + 60, { steps: 4 });
    await page.mouse.move(handle.x + 10, target.y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(order).toEqual([second, first]);
    await button('Undo').click();
    await expect.poll(order).toEqual([first, second]);
  });

  it('saves by the keyboard', async () => {
    await page.keyboard.press('Control+s');
    await page.getByText('Path is saved').waitFor();
    expect((await only()).actions).toMatchObject([
      { kind: 'device' },
      { kind: 'if', conditions: [{ is: 255 }], then: [{ kind: 'notify' }] },
    ]);
  });

  it('asks before it is left unsaved', async () => {
    await page.getByRole('link', { name: 'Automations', exact: true }).first().click();
    await page.getByRole('link', { name: 'Path', exact: true }).click();
    await page.getByLabel('Name', { exact: true }).fill('Another path');
    await page.getByRole('link', { name: 'Dashboard', exact: true }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    await dialog.waitFor();
    await button('Stay here').click();
    await dialog.waitFor({ state: 'hidden' });
    await page.goBack();
    await dialog.waitFor();
    await button('Stay here').click();
    await dialog.waitFor({ state: 'hidden' });
    await heading('Path').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Another path');
    await button('Undo').click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Path');
  });
});

describe('a dry run', () => {
  it('shows what would happen and why, and touches nothing', async () => {
    await turn(hall, false);
    await button('Dry run').click();
    await page.getByText('Nothing was touched.').waitFor();
    await page.getByText(/Would turn on Hall light, which is off/i).waitFor();
    await expectWellInEveryLook(page);
    await pictures('6-dry');
    expect((await device(hall)).state?.on).toBe(false);
    expect(await runs()).toHaveLength(1);
    await button('Put the run away').click();
  });
});

describe('running it by hand', () => {
  it('does it, and tells people what it was to tell', async () => {
    await button('Run now').click();
    await page.getByRole('heading', { level: 2, name: /^Run of/ }).waitFor();
    await page.getByText('Finished', { exact: true }).first().waitFor();
    await expect.poll(async () => (await device(hall)).state?.on).toBe(true);
    await page.getByText('The hall is bright').first().waitFor();
    await pictures('7-by-hand');
    await page.getByRole('link', { name: 'Dashboard', exact: true }).first().click();
    const card = page.locator('lk-notifications');
    await card.getByText('The hall is bright', { exact: true }).waitFor();
    await expectWellInEveryLook(page);
    await pictures('8-notification');
    await card.getByRole('button', { name: 'Put away: The hall is bright' }).click();
    await card.getByText('The hall is bright', { exact: true }).waitFor({ state: 'detached' });
    await expect.poll(async () => (await home.does<ApiPage<unknown>>('GET', '/notifications')).items).toEqual([]);
  });
});

describe('as text', () => {
  it('marks a mistake at its line, and keeps what was written until it can be read', async () => {
    await page.goto(`/automations/${(await only()).id}`);
    await page.getByRole('radio', { name: 'Text' }).click();
    const text = page.getByRole('textbox', { name: 'The automation as text' });
    await text.waitFor();
    await page.getByText('kind: device_state').waitFor();
    await expectWellInEveryLook(page);
    await pictures('9-text');
    await text.fill('name: Path\ntriggers: []\nactions:\n  - kind: dely\n    duration_ms: 5\n');
    await button(/^Line 4/).waitFor();
    await pictures('10-mistake');
    await text.fill('name: Path\ntriggers: [\n');
    await button(/^Line /)
      .first()
      .waitFor();
    await page.getByRole('radio', { name: 'Steps' }).click();
    await page.getByText('Mend the marked lines first').first().waitFor();
    await text.fill('name: Path\n# What the hall is for.\ntriggers: []\nactions:\n  - kind: delay\n    duration_ms: 60000\n');
    await page.getByText(/^When somebody runs it, then wait 1 minute/).waitFor();
    await page.getByRole('radio', { name: 'Steps' }).click();
    await steps('Then').getByText('Wait 1 minute').first().waitFor({ state: 'attached' });
    await button('Save').click();
    await page.getByText('Path is saved').waitFor();
    expect(await only()).toMatchObject({ triggers: [], actions: [{ kind: 'delay', duration_ms: 60_000 }] });
  });
});

describe('a long run', () => {
  it('is followed live, and ends when the automation is switched off', async () => {
    await button('Run now').click();
    await page.getByText('Waiting', { exact: true }).first().waitFor();
    await pictures('11-waiting');
    await page.getByRole('switch', { name: 'Enabled' }).click({ force: true });
    await page.getByText('Cancelled', { exact: true }).first().waitFor();
    expect((await only()).enabled).toBe(false);
    await page.getByRole('switch', { name: 'Enabled' }).click({ force: true });
    await expect.poll(async () => (await only()).enabled).toBe(true);
  });
});

describe('two people', () => {
  it('who edit the same are told, and choose', async () => {
    const { id } = await only();
    await page.getByLabel('Name', { exact: true }).fill('Mine');
    await home.does('PATCH', `/automations/${id}`, { name: 'Theirs' });
    await page.getByText('Somebody else has changed it meanwhile.').waitFor();
    await expectWellInEveryLook(page);
    await pictures('12-conflict');
    // The hub refuses what is based on an old version.
    home.allow(/status of 412/);
    await button('Save').click();
    await expect.poll(async () => (await only()).name).toBe('Theirs');
    await page.getByText('Somebody else has changed it meanwhile.').waitFor();
    await button('Look at theirs').click();
    await page.locator('lk-dialog[open]').getByText('name: Theirs').waitFor();
    await page.keyboard.press('Escape');
    await button('Keep mine').click();
    await button('Save').click();
    await expect.poll(async () => (await only()).name).toBe('Mine');
  });
});

describe('a blueprint', () => {
  it('is filled in by a form, with the sentence as it goes', async () => {
    await page.getByRole('link', { name: 'Automations', exact: true }).last().click();
    await page.getByRole('link', { name: 'Blueprints' }).click();
    await page.getByRole('link', { name: /Motion light/ }).click();
    await heading('Motion light').waitFor();
    await button('Make the automation').click();
    await page.getByText('This is needed').first().waitFor();
    const sensor = await home.does<Device>('POST', '/devices', {
      name: 'Hall motion',
      driver: 'virtual',
      config: { kind: 'binary_sensor' },
    });
    await choose(page.getByRole('combobox', { name: /sensor/i }).first(), 'Hall motion');
    await choose(page.getByRole('combobox', { name: /lights/i }).first(), 'Hall light');
    await page.getByText(/^When Hall motion.*Hall light/).waitFor();
    await expectWellInEveryLook(page);
    await pictures('13-blueprint');
    await button('Make the automation').click();
    await heading('Motion light').waitFor();
    await page.getByText('From the blueprint Motion light').waitFor();
    await expectWellInEveryLook(page);
    await pictures('14-filled');
    const made = (await automations()).find(({ name }) => name === 'Motion light');
    expect(made).toMatchObject({
      blueprint: { blueprint_id: 'motion-light', inputs: { sensor: sensor.id, lights: [hall.id] } },
      problems: [],
    });
  });
});

describe('the list', () => {
  it('shows how each fares, and switches, duplicates and deletes', async () => {
    await page.goto('/automations');
    const row = page.getByRole('article').filter({ hasText: 'Mine' });
    await row.getByText('When somebody runs it, then wait 1 minute.').waitFor();
    await expectWellInEveryLook(page);
    await pictures('15-list');
    await page.getByRole('switch', { name: 'Mine' }).click({ force: true });
    await expect.poll(async () => (await automations()).find(({ name }) => name === 'Mine')?.enabled).toBe(false);
    await button('More about Mine').click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await heading('Mine (2)').waitFor();
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Delete …' }).click();
    await button('Delete it').click();
    await heading('Automations').waitFor();
    await expect.poll(async () => (await automations()).map(({ name }) => name).sort()).toEqual(['Mine', 'Motion light']);
  });
});

describe('somebody who may only look', () => {
  it('sees what there is and changes nothing', async () => {
    const password = 'a lamp for every room';
    await home.does<User>('POST', '/users', { name: 'guest', display_name: 'Guest', role: 'viewer', password });
    const guest = await signIn(home.hub, 'guest', password);
    page = (await home.visit('/automations', { cookies: guest.cookies })).page;
    await page.getByRole('link', { name: 'Mine' }).click();
    await heading('Mine').waitFor();
    await page.getByText('You may look at the automations.').waitFor();
    for (const name of ['Save', 'Run now', 'Dry run', 'Add a trigger']) expect(await button(name).count()).toBe(0);
    expect(await page.getByRole('switch', { name: 'Enabled' }).count()).toBe(0);
    await expectWellInEveryLook(page);
  });

  it('did what pages may do', () => {
    home.check();
  });
});
