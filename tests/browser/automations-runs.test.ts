import type { Blueprint, Device, Page as ApiPage } from '@lightkeeper/plugin-sdk/wire';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AutomationPages } from '../support/automation-pages.js';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';

let home: Home;
let page: Page;
let at: AutomationPages;
let hall: Device;
let motion: Device;

beforeAll(async () => {
  home = await Home.start();
  hall = await home.does<Device>('POST', '/devices', { name: 'Hall light', driver: 'virtual', config: { kind: 'color_light' } });
  motion = await home.does<Device>('POST', '/devices', { name: 'Hall motion', driver: 'virtual', config: { kind: 'binary_sensor' } });
  page = (await home.visit('/automations')).page;
  at = new AutomationPages(home, page);
});
afterAll(async () => {
  await home.end();
});

const light = (on: boolean): object => ({ kind: 'device', targets: { device_ids: [hall.id] }, command: { on } });

describe('a run with steps of all sorts', () => {
  it('is shown as a tree: nested, repeated, side by side, with what was worked out', async () => {
    const { id } = await home.does<{ id: string }>('POST', '/automations', {
      name: 'Blink',
      variables: { times: 2 },
      actions: [
        { kind: 'repeat', count: 2, actions: [light(true), { kind: 'delay', duration_ms: 20 }, light(false)] },
        {
          kind: 'parallel',
          branches: [[{ kind: 'delay', duration_ms: 10 }], [{ kind: 'notify', title: { $cel: '"Blinked " + string(variables.times)' } }]],
        },
        {
          kind: 'if',
          conditions: [{ kind: 'state', device_id: hall.id, property: 'on', is: true }],
          then: [light(false)],
          else: [light(true)],
        },
        { kind: 'wait', triggers: [{ kind: 'device_state', device_id: motion.id, property: 'motion', to: true }] },
      ],
    });
    await page.goto(`/automations/${id}`);
    await at.button('Run now').click();
    await page.getByText('Waiting', { exact: true }).first().waitFor();
    await page.getByText('round 2').first().waitFor();
    const run = page.locator('lk-run-card');
    await expect.poll(() => run.getByText('Turn on Hall light', { exact: true }).count()).toBe(3);
    await run.getByText('Wait until Hall motion turns on').waitFor();
    const told = run
      .getByRole('listitem')
      .filter({ hasText: /Notify what/ })
      .last();
    await told.getByText('What it was given').click();
    await told.getByText('Blinked 2').first().waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('20-tree');
  });

  it('is ended by a person', async () => {
    await at.button('End it').click();
    await page.getByText('Cancelled', { exact: true }).first().waitFor();
    expect((await at.runs('Blink')).map(({ outcome }) => outcome)).toEqual(['cancelled']);
  });

  it('ends when the automation is switched off', async () => {
    await at.button('Run now').click();
    await at.button('End it').waitFor();
    await page.getByRole('switch', { name: 'Enabled' }).click({ force: true });
    await page.getByText('The automation was switched off.').first().waitFor();
    await expect.poll(async () => (await at.runs('Blink')).map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
    expect((await at.named('Blink')).enabled).toBe(false);
  });
});

describe('a notification', () => {
  it('stands on the Dashboard until somebody puts it away', async () => {
    await home.does('POST', `/automations/${(await at.named('Blink')).id}/run`);
    await page.getByRole('link', { name: 'Dashboard', exact: true }).first().click();
    const card = page.locator('lk-notifications');
    await card.getByText('Blinked 2', { exact: true }).first().waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('21-notifications');
    await card.getByRole('button', { name: 'Put all away' }).click();
    await card.getByText('Blinked 2', { exact: true }).first().waitFor({ state: 'detached' });
    await expect.poll(async () => (await home.does<ApiPage<unknown>>('GET', '/notifications')).items).toEqual([]);
    // One more comes in while the page is open.
    const { id } = await home.does<{ id: string }>('POST', '/automations', {
      name: 'Tell',
      actions: [{ kind: 'notify', title: 'The door is open', message: 'Since noon.', severity: 'warning' }],
    });
    await home.does('POST', `/automations/${id}/run`);
    await card.getByText('Since noon.').waitFor();
    await card.getByRole('button', { name: 'Put away: The door is open' }).click();
    await card.getByText('Since noon.').waitFor({ state: 'detached' });
  });
});

describe('a blueprint', () => {
  it('is filled in by a form, with the sentence as it goes', async () => {
    await page.goto('/automations/blueprints');
    await expectWellInEveryLook(page);
    await at.pictures('22-gallery');
    await page.getByRole('link', { name: /Motion light/ }).click();
    await at.heading('Motion light').waitFor();
    await at.button('Make the automation').click();
    await page.getByText('This is needed').first().waitFor();
    await at.choose(page.getByRole('combobox', { name: 'Motion sensor' }), 'Hall motion');
    await at.choose(page.getByRole('combobox', { name: 'Lights' }), 'Hall light');
    await page.getByText(/^When Hall motion.*Hall light/).waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('23-blueprint');
    await at.button('Make the automation').click();
    await page.getByText('From the blueprint Motion light').waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('24-filled');
    expect(await at.named('Motion light')).toMatchObject({
      blueprint: { blueprint_id: 'motion-light', inputs: { sensor: motion.id, lights: [hall.id] } },
      problems: [],
    });
  });

  it('gives its steps away, to be changed', async () => {
    await at.button('Make the steps its own').click();
    await at.button('Make them its own').click();
    await at.steps('Then').getByText('Command devices').first().waitFor();
    await at.button('Save').click();
    await page.getByText('Motion light is saved').waitFor();
    const { blueprint, triggers } = await at.named('Motion light');
    expect(blueprint).toBeNull();
    expect(triggers).toMatchObject([{ device_id: motion.id }]);
  });

  it('is taken in from a file, saved as one, and refused with the line when it is none', async () => {
    await page.goto('/automations/blueprints');
    const file = page.getByLabel('The file of a blueprint');
    await file.setInputFiles({ name: 'broken.yaml', mimeType: 'text/yaml', buffer: Buffer.from('blueprint:\n  name: [\n') });
    home.allow(/status of 422/);
    await page.getByText(/broken\.yaml was not taken in\. .*line \d/).waitFor();
    const yaml =
      'blueprint:\n  name: Tell me\n  inputs:\n    what: { title: What, selector: { kind: text } }\nactions:\n  - kind: notify\n    title: !input what\n';
    await file.setInputFiles({ name: 'tell.yaml', mimeType: 'text/yaml', buffer: Buffer.from(yaml) });
    await at.heading('Tell me').waitFor();
    await at.button('More').click();
    const saving = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Save as a file' }).click();
    expect((await saving).suggestedFilename()).toBe('Tell me.yaml');
    await at.button('More').click();
    await page.getByRole('menuitem', { name: 'Delete …' }).click();
    await at.button('Delete it').click();
    await at.heading('Blueprints').waitFor();
    const { items } = await home.does<ApiPage<Blueprint>>('GET', '/blueprints');
    expect(items.some(({ name }) => name === 'Tell me')).toBe(false);
  });
});

describe('an automation that misses something', () => {
  it('says so in the list and at its step', async () => {
    await page.goto('/automations');
    await home.does('DELETE', `/devices/${motion.id}`);
    const row = page.getByRole('article').filter({ hasText: 'Motion light' });
    await row
      .getByText(/problems|gone/)
      .first()
      .waitFor();
    await expectWellInEveryLook(page);
    await at.pictures('25-missing');
    await page.getByRole('link', { name: 'Motion light' }).click();
    await at.steps('When').getByText('1 problem').waitFor();
    await at
      .steps('When')
      .getByRole('button', { name: /that is gone/, expanded: false })
      .first()
      .click();
    await at.steps('When').getByText('The device is gone.').waitFor();
  });

  it('did what pages may do', () => {
    home.check();
  });
});
