import type { Automation, Device, Scene } from '@lightkeeper/plugin-sdk/wire';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';

let home: Home;
let page: Page;

/** Anna switches the hall on; an automation answers with a scene; the scene lights a lamp. */
beforeAll(async () => {
  home = await Home.start();
  const lamp = (name: string): Promise<Device> => home.does<Device>('POST', '/devices', { name, driver: 'virtual', config: {} });
  const [hall, shelf] = [await lamp('Hall light'), await lamp('Shelf')];
  const scene = await home.does<Scene>('POST', '/scenes', {
    name: 'Evening',
    devices: [{ device_id: shelf.id, command: { on: true, brightness: 90 } }],
  });
  await home.does<Automation>('POST', '/automations', {
    name: 'Coming home',
    triggers: [{ kind: 'device_state', device_id: hall.id, property: 'on', to: true }],
    actions: [{ kind: 'scene', scene_id: scene.id }],
  });
  page = (await home.visit('/activity')).page;
  await page.getByRole('article').first().waitFor();
  await home.does('POST', `/devices/${hall.id}/command`, { on: false });
  await home.does('POST', `/devices/${hall.id}/command`, { on: true });
});
afterAll(() => home.end());

describe('why', () => {
  it('is told from the lamp back to the person, with the time from the first cause', async () => {
    const row = page.getByRole('article', { name: /Evening|Coming home.*Shelf/ }).filter({ hasText: 'Shelf' });
    await row.getByRole('button', { name: 'Why?' }).click();
    const story = page.getByRole('region', { name: 'Why did this happen?' });
    await story.waitFor();
    const told = await story
      .getByRole('listitem')
      .evaluateAll((items) => items.map((item) => item.querySelector('.what')?.textContent.replace(/\s+/g, ' ').trim()));
    expect(told).toHaveLength(4);
    expect(told[0]).toMatch(/^anna turned on Hall light/);
    expect(told[1]).toMatch(/triggered Coming home: Hall light turned on See the run$/);
    expect(told[2]).toMatch(/Evening/);
    expect(told[3]).toMatch(/Shelf.*this entry$/);
    await expectWellInEveryLook(page);
  });

  it('goes on from the person to all that followed', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('article', { name: /anna turned on Hall light/ }).press('w');
    const story = page.getByRole('region', { name: 'What came of it?' });
    await story.getByText('Shelf').waitFor();
    expect(await story.getByRole('listitem').count()).toBeGreaterThanOrEqual(4);
  });

  it('leads to the run, step by step', async () => {
    await page.getByRole('region', { name: 'What came of it?' }).getByRole('link', { name: 'See the run' }).first().click();
    await page.waitForURL(/\/automations\/.*\?run=/);
    await page.getByRole('heading', { level: 1, name: 'Coming home' }).waitFor();
  });
});
