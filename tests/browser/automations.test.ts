import type { Device, User } from '@lightkeeper/plugin-sdk/wire';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AutomationPages } from '../support/automation-pages.js';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';
import { signIn } from '../support/setup.js';

let home: Home;
let page: Page;
let at: AutomationPages;
let wall: Device;
let hall: Device;

beforeAll(async () => {
  home = await Home.start();
  wall = await home.does<Device>('POST', '/devices', { name: 'Wall switch', driver: 'virtual', config: { kind: 'switch' } });
  hall = await home.does<Device>('POST', '/devices', { name: 'Hall light', driver: 'virtual', config: { kind: 'color_light' } });
  page = (await home.visit('/automations')).page;
  at = new AutomationPages(home, page);
});
afterAll(async () => {
  await home.end();
});

describe('an empty page', () => {
  it('says what automations are, and offers some that are ready', async () => {
    await page.getByText('The home can do things by itself').waitFor();
    await page.getByRole('link', { name: /Motion light/ }).waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('1-empty');
    await page.getByRole('link', { name: 'Build the first one' }).click();
    await at.heading('New automation').waitFor();
  });
});

describe('the editor', () => {
  it('builds an automation of a trigger and an action, and reads it back', async () => {
    await page.getByLabel('Name', { exact: true }).fill('Path');
    await at.button('Add a trigger').click();
    const kinds = page.locator('lk-dialog[open]');
    await kinds.getByRole('button', { name: /^Sun/ }).waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('1b-kinds');
    await page.keyboard.press('Escape');
    await kinds.waitFor({ state: 'detached' });
    await at.add(at.steps('When'), 'Add a trigger', 'Device state');
    await at.pictures('2-trigger');
    await at.choose(page.getByRole('combobox', { name: 'Device', exact: true }), 'Wall switch');
    await at.choose(page.getByRole('combobox', { name: 'What of it' }), 'Switched on');
    await at.choose(page.getByRole('combobox', { name: 'To', exact: true }), 'On');
    await at.add(at.steps('Then'), 'Add an action', 'Command devices');
    // By the keyboard alone.
    await page.getByRole('combobox', { name: 'Devices', exact: true }).focus();
    await page.keyboard.type('hall');
    await page.keyboard.press('Enter');
    await page.getByRole('radiogroup', { name: 'Switch' }).getByRole('radio', { name: 'On', exact: true }).click();
    await page.getByText('When Wall switch turns on, then turn on Hall light.').waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('3-built');
    await at.button('Save').click();
    await at.heading('Path').waitFor();
    expect(await at.named('Path')).toMatchObject({
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
    await at.turn(wall, true);
    await expect.poll(async () => (await at.device(hall)).state?.on).toBe(true);
    await page
      .getByRole('link', { name: /Wall switch/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 2, name: /^Run of/ }).waitFor();
    await page.getByText('Hall light took it.').waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('4-run');
    expect((await at.runs('Path')).map(({ outcome }) => outcome)).toEqual(['finished']);
  });

  it('is shown while it goes on, and leads to the log', async () => {
    await page.getByRole('link', { name: 'Why it ran' }).click();
    await at.heading('Activity').waitFor();
    await page.getByText('triggered').first().waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 2, name: /^Run of/ }).waitFor();
    await at.button('Put the run away').click();
  });
});

describe('changing it', () => {
  it('undoes and redoes each step of the work', async () => {
    await at.add(at.steps('And if'), 'Add a condition', 'Time and weekday');
    await page.getByLabel('From', { exact: true }).fill('18:00');
    await page.getByText(/^When Wall switch turns on, if .*18:00.*, then turn on Hall light\.$/).waitFor();
    await at.button('Undo').click();
    await at.button('Undo').click();
    await page.getByText('When Wall switch turns on, then turn on Hall light.').waitFor();
    await at.button('Redo').click();
    await at.button('Redo').click();
    await page.getByText(/18:00/).first().waitFor();
    await at.button('Undo').click();
    await at.button('Undo').click();
    expect(await at.button('Undo').isDisabled()).toBe(true);
    expect(await at.button('Save').isDisabled()).toBe(true);
  });

  it('holds steps within steps', async () => {
    await at.add(at.steps('Then'), 'Add an action', 'If');
    const inner = page.getByRole('region', { name: 'If', exact: true });
    await at.add(inner, 'Add a condition', 'Device state');
    await at.choose(inner.getByRole('combobox', { name: 'Device', exact: true }), 'Hall light');
    await at.choose(inner.getByRole('combobox', { name: 'What of it' }), 'Brightness');
    await inner.getByLabel('Is', { exact: true }).fill('255');
    const then = page.getByRole('region', { name: 'Then', exact: true });
    await at.add(then, 'Add an action', 'Notify');
    await then.getByLabel('Title', { exact: true }).fill('The hall is bright');
    await page
      .getByText(/if the brightness of Hall light is 255, notify/)
      .first()
      .waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('5-nested');
  });

  it('moves steps by keys, and by dragging', async () => {
    const actions = at.steps('Then').locator('lk-step-list').first();
    const order = (): Promise<string[]> => at.order(actions);
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
    await at.button('Undo').click();
    await expect.poll(order).toEqual([first, second]);
  });

  it('saves by the keyboard', async () => {
    await page.keyboard.press('Control+s');
    await page.getByText('Path is saved').waitFor();
    expect((await at.named('Path')).actions).toMatchObject([
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
    await at.button('Stay here').click();
    await dialog.waitFor({ state: 'hidden' });
    await page.goBack();
    await dialog.waitFor();
    await at.button('Stay here').click();
    await dialog.waitFor({ state: 'hidden' });
    await at.heading('Path').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Another path');
    await at.button('Undo').click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Path');
  });
});

describe('a dry run', () => {
  it('shows what would happen and why, and touches nothing', async () => {
    await at.turn(hall, false);
    await at.button('Dry run').click();
    await page.getByText('Nothing was touched.').waitFor();
    await page.getByText(/Would turn on Hall light, which is off/i).waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('6-dry');
    expect((await at.device(hall)).state?.on).toBe(false);
    expect(await at.runs('Path')).toHaveLength(1);
    await at.button('Put the run away').click();
  });
});

describe('as text', () => {
  it('marks a mistake at its line, and keeps what was written until it can be read', async () => {
    await page.goto(`/automations/${(await at.named('Path')).id}`);
    await page.getByRole('radio', { name: 'Text' }).click();
    const text = page.getByRole('textbox', { name: 'The automation as text' });
    await text.waitFor();
    await page.getByText('kind: device_state').waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('9-text');
    await text.fill('name: Path\ntriggers: []\nactions:\n  - kind: dely\n    duration_ms: 5\n');
    await at.button(/^Line 4/).waitFor();
    await at.pictures('10-mistake');
    await text.fill('name: Path\ntriggers: [\n');
    await at
      .button(/^Line /)
      .first()
      .waitFor();
    await page.getByRole('radio', { name: 'Steps' }).click();
    await page.getByText('Mend the marked lines first').first().waitFor();
    await at.button('Undo').click();
    await page.getByText('kind: dely').waitFor();
    await text.fill('name: Path\n# What the hall is for.\ntriggers: []\nactions:\n  - kind: delay\n    duration_ms: 60000\n');
    await page.getByText(/^When somebody runs it, then wait 1 minute/).waitFor();
    await page.getByRole('radio', { name: 'Steps' }).click();
    await at.steps('Then').getByText('Wait 1 minute').first().waitFor({ state: 'attached' });
    await page.getByRole('radio', { name: 'Text' }).click();
    await page.getByText('# What the hall is for.').waitFor();
    await page.getByRole('radio', { name: 'Steps' }).click();
    await at.button('Save').click();
    await page.getByText('Path is saved').waitFor();
    expect(await at.named('Path')).toMatchObject({ triggers: [], actions: [{ kind: 'delay', duration_ms: 60_000 }] });
  });
});

describe('two people', () => {
  it('who edit the same are told, and choose', async () => {
    const { id } = await at.named('Path');
    const names = async (): Promise<string[]> => (await at.all()).map(({ name }) => name);
    await page.getByLabel('Name', { exact: true }).fill('Mine');
    await home.does('PATCH', `/automations/${id}`, { name: 'Theirs' });
    await page.getByText('Somebody else has changed it meanwhile.').waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('12-conflict');
    // The hub refuses what is based on an old version.
    home.allow(/status of 412/);
    await at.button('Save').click();
    await expect.poll(names).toEqual(['Theirs']);
    await page.getByText('Somebody else has changed it meanwhile.').waitFor();
    await at.button('Look at theirs').click();
    await page.locator('lk-dialog[open]').getByText('name: Theirs').waitFor();
    await page.keyboard.press('Escape');
    await at.button('Keep mine').click();
    await at.button('Save').click();
    await expect.poll(names).toEqual(['Mine']);
  });
});

describe('the list', () => {
  it('shows how each fares, and switches, duplicates and deletes', async () => {
    await page.goto('/automations');
    const row = page.getByRole('article').filter({ hasText: 'Mine' });
    await row.getByText('When somebody runs it, then wait 1 minute.').waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('15-list');
    await page.getByRole('switch', { name: 'Mine' }).click({ force: true });
    await expect.poll(async () => (await at.all()).find(({ name }) => name === 'Mine')?.enabled).toBe(false);
    await at.button('More about Mine').click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await at.heading('Mine (2)').waitFor();
    await at.button('More').click();
    await page.getByRole('menuitem', { name: 'Delete …' }).click();
    await at.button('Delete it').click();
    await at.heading('Automations').waitFor();
    await expect.poll(async () => (await at.all()).map(({ name }) => name).sort()).toEqual(['Mine']);
  });
});

describe('somebody who may only look', () => {
  it('sees what there is and changes nothing', async () => {
    const password = 'a lamp for every room';
    await home.does<User>('POST', '/users', { name: 'guest', display_name: 'Guest', role: 'viewer', password });
    const guest = await signIn(home.hub, 'guest', password);
    page = (await home.visit('/automations', { cookies: guest.cookies })).page;
    at = new AutomationPages(home, page);
    await page.getByRole('link', { name: 'Mine' }).click();
    await at.heading('Mine').waitFor();
    await page.getByText('You may look at the automations.').waitFor();
    for (const name of ['Save', 'Run now', 'Dry run', 'Add a trigger']) expect(await at.button(name).count()).toBe(0);
    expect(await page.getByRole('switch', { name: 'Enabled' }).count()).toBe(0);
    await expectWellInEveryLook(page);
  });

  it('did what pages may do', () => {
    home.check();
  });
});
