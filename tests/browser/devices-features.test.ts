import type { Area, Device } from '@lightkeeper/plugin-sdk/wire';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';

/** Acts when it is taken for more than text. */
const HOSTILE = '<img src=x onerror=window.__pwned=1>';

let home: Home;
let page: Page;

beforeAll(async () => {
  home = await Home.start();
  page = (await home.visit('/devices')).page;
});
afterAll(async () => {
  await home.end();
});

async function virtual(name: string, kind: string, config: object = {}, more: object = {}): Promise<Device> {
  return home.does<Device>('POST', '/devices', { name, driver: 'virtual', config: { kind, ...config }, ...more });
}
const fact = (id: string): Promise<Device> => home.does<Device>('GET', `/devices/${id}`);
const reading = async (id: string, key: string): Promise<unknown> => (await fact(id)).state?.readings?.[key];
const dialog = (): Locator => page.locator('lk-dialog[open]');
const heading = (name: string): Locator => page.getByRole('heading', { level: 1, name, exact: true });
const tile = (name: string): Locator =>
  page.getByRole('article').filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) });
const online = (id: string): Promise<boolean> => eventually('the device is online', async () => (await fact(id)).status === 'online');

async function open({ id, name }: Device): Promise<void> {
  await page.goto(`/devices/${id}`);
  await heading(name).waitFor();
  await page.getByText(/^Online/).waitFor();
}

async function choose(scope: Page | Locator, label: string, option: string): Promise<void> {
  await scope.getByRole('combobox', { name: label }).click();
  const wanted = page.getByRole('option', { name: option, exact: true });
  await wanted.click();
  await wanted.waitFor({ state: 'hidden' });
}

describe('a blind', () => {
  let id = '';

  it('is added by hand', async () => {
    await page.getByRole('button', { name: 'Add a device' }).click();
    await choose(dialog(), 'How it speaks', 'Virtual device');
    await dialog().getByLabel('Name').fill(HOSTILE);
    await choose(dialog(), 'Kind', 'Cover');
    expect(await dialog().getByLabel('Latency').isVisible()).toBe(false);
    await dialog().getByText('More settings').click();
    await dialog().getByLabel('Latency').waitFor();
    await expectWellInEveryLook(page);
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    await heading(HOSTILE).waitFor();
    id = new URL(page.url()).pathname.split('/').pop() ?? '';
    await page.getByText(/^Online/).waitFor();
  });

  it('opens, and is seen to move', async () => {
    await page.getByRole('button', { name: 'Open Blind' }).click();
    await page
      .getByText(/^Opening/)
      .first()
      .waitFor();
    await expect.poll(() => reading(id, 'cover')).toBe('open');
    await expect.poll(() => page.getByRole('slider', { name: /how far open/ }).getAttribute('aria-valuenow')).toBe('100');
    await expectWellInEveryLook(page);
  });

  it('goes to a position by the keyboard, and stops', async () => {
    const slider = page.getByRole('slider', { name: /how far open/ });
    await slider.press('PageDown');
    await slider.press('PageDown');
    await expect.poll(() => reading(id, 'cover_position')).toBe(80);
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/^80\s?%$/);
    await page.getByRole('button', { name: 'Close Blind' }).click();
    await page
      .getByText(/^Closing/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Stop Blind' }).click();
    await expect.poll(() => reading(id, 'cover')).toMatch(/stopped|open/);
  });

  it('is worked on its tile', async () => {
    await page.goto('/devices');
    await tile(HOSTILE).getByRole('button', { name: 'Close Blind' }).click();
    await expect.poll(() => reading(id, 'cover')).toBe('closed');
    await tile(HOSTILE).getByText('Closed').waitFor();
    expect(await page.evaluate(() => (globalThis as unknown as { __pwned: unknown }).__pwned)).toBeUndefined();
  });

  it('is deleted', async () => {
    await tile(HOSTILE).getByRole('link').first().click();
    await heading(HOSTILE).waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete …' }).click();
    await dialog().getByRole('button', { name: 'Delete it' }).click();
    await heading('Devices').waitFor();
    expect((await home.owner.api('GET', `/devices/${id}`)).status).toBe(404);
  });
});

describe('a device of every feature', () => {
  let device: Device;

  beforeAll(async () => {
    device = await virtual('Climate box', 'multi');
    await online(device.id);
    await open(device);
  });

  it('is well in every look, with its diagnostics opened', async () => {
    await page.getByText('Diagnostics').click();
    await page.getByText('Battery', { exact: true }).waitFor();
    await page.getByText('Motion', { exact: true }).waitFor();
    await page.getByText('Still', { exact: true }).waitFor();
    await expectWellInEveryLook(page);
  });

  it('takes a number', async () => {
    const slider = page.getByRole('slider', { name: 'Target temperature' });
    await slider.press('ArrowRight');
    await slider.press('ArrowRight');
    await expect.poll(() => reading(device.id, 'target_temperature')).toBe(21);
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('21\u00a0°C');
    await home.does('POST', `/devices/${device.id}/command`, { set: { target_temperature: 7.5 } });
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('7.5\u00a0°C');
  });

  it('takes a choice', async () => {
    await choose(page, 'Mode', 'boost');
    await expect.poll(() => reading(device.id, 'mode')).toBe('boost');
  });

  it('takes a switch', async () => {
    await page.getByRole('switch', { name: 'Child lock' }).click({ force: true });
    await expect.poll(() => reading(device.id, 'child_lock')).toBe(true);
  });

  it('is pressed, and says that the press arrived', async () => {
    const before = await reading(device.id, 'presses');
    await page.getByRole('button', { name: 'Restart' }).click();
    await page.getByText('Restart: pressed').waitFor({ state: 'attached' });
    expect(await reading(device.id, 'presses')).toBe(Number(before) + 1);
  });
});

describe('a button on the wall', () => {
  it('says what happened last, and when', async () => {
    const script = [{ after_ms: 100, event: { key: 'button', type: 'double_press' } }];
    const remote = await virtual('Wall remote', 'event', { script, repeat: true });
    await online(remote.id);
    await open(remote);
    await page
      .getByRole('status')
      .filter({ hasText: /Double press · / })
      .waitFor();
  });
});

describe('what does not work', () => {
  it('is a command that takes too long: the control goes back and the page says so, until the device has answered after all', async () => {
    const slow = await virtual('Slow heater', 'select', { latency_ms: 4_500 });
    await online(slow.id);
    await open(slow);
    const shown = (): Promise<string> => page.getByRole('combobox', { name: 'Mode' }).inputValue();
    await expect.poll(shown).toBe('eco');
    await choose(page, 'Mode', 'boost');
    await expect.poll(shown).toBe('boost');
    await page.getByRole('alert').filter({ hasText: 'It did not take the command. No answer for 2 seconds.' }).waitFor();
    await expect.poll(shown).toBe('eco');
    await expect.poll(shown).toBe('boost');
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('is a device that is away: it says why, how long, and is tried at once', async () => {
    const lamp = await virtual('Porch light', 'light');
    await online(lamp.id);
    await open(lamp);
    await home.does('PATCH', `/devices/${lamp.id}`, { config: { reachable: false } });
    await page.getByText(/^Offline since/).waitFor();
    await page
      .getByText(/It is set to be unreachable\./)
      .first()
      .waitFor();
    await page.getByText(/^Away for/).waitFor();
    await page.getByText(/^Was connected/).waitFor();
    await page.getByRole('button', { name: 'Try now' }).click();
    await expectWellInEveryLook(page);
    await home.does('PATCH', `/devices/${lamp.id}`, { config: { reachable: true } });
    await page.getByText(/^Online/).waitFor();
    await page
      .getByText(/^Was away/)
      .first()
      .waitFor();
  });
});

describe('a device', () => {
  it('is taken out of use, and put back', async () => {
    const plug = await virtual('Spare plug', 'switch');
    await online(plug.id);
    await open(plug);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Take out of use' }).click();
    await page.getByText('Not in use').first().waitFor();
    expect((await fact(plug.id)).enabled).toBe(false);
    await page.getByRole('button', { name: 'Put into use' }).click();
    await page.getByText(/^Online/).waitFor();
  });

  it('is replaced by another unit, and stays who it is', async () => {
    const device = await virtual('Hall light', 'switch', {}, { labels: ['hall'] });
    await online(device.id);
    await open(device);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Replace …' }).click();
    await dialog().getByRole('combobox', { name: 'Kind' }).waitFor();
    await expectWellInEveryLook(page);
    await choose(dialog(), 'Kind', 'Color light');
    await dialog().getByRole('button', { name: 'Replace' }).click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByRole('slider', { name: 'Brightness' }).waitFor();
    expect(await fact(device.id)).toMatchObject({ id: device.id, name: 'Hall light', labels: ['hall'], config: { kind: 'color_light' } });
  });
});

describe('several devices', () => {
  const lamps: Device[] = [];

  beforeAll(async () => {
    const area = await home.does<Area>('POST', '/areas', { name: 'Studio', kind: 'study' });
    for (const name of ['Easel light', 'Shelf light', 'Desk lamp']) {
      lamps.push(await virtual(name, 'light', {}, { area_id: area.id, labels: ['studio'] }));
    }
    await virtual('Studio air', 'temperature', {}, { area_id: area.id, labels: ['studio'] });
    for (const { id } of lamps) await online(id);
    await page.goto('/devices?label=studio');
    for (const { name } of lamps) await tile(name).getByRole('switch').waitFor();
  });
  const lit = async (): Promise<unknown[]> => Promise.all(lamps.map(async ({ id }) => (await fact(id)).state?.on));

  it('are found by their label, chosen, and switched together over a time', async () => {
    expect(await page.getByRole('article').count()).toBe(4);
    await page.getByRole('button', { name: 'Several at once' }).click();
    await page.getByRole('menuitem', { name: 'Choose several …' }).click();
    expect(await page.getByRole('checkbox').count()).toBe(3);
    await page.getByRole('checkbox', { name: 'Easel light' }).check();
    await page.getByRole('button', { name: 'All 3 shown' }).click();
    await page.getByText('3 chosen').waitFor();
    await expectWellInEveryLook(page);
    await choose(page, 'How fast', 'Over 3\u00a0s');
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByText('All 3 took the command').waitFor();
    expect(await lit()).toEqual([true, true, true]);
    await page.getByRole('button', { name: 'Done choosing' }).click();
    await page.getByRole('checkbox').first().waitFor({ state: 'detached' });
  });

  it('say which of them is offline, one by one', async () => {
    const desk = lamps[2];
    if (!desk) throw new Error('no desk lamp');
    await home.does('PATCH', `/devices/${desk.id}`, { config: { reachable: false } });
    await tile('Desk lamp')
      .getByText(/^Offline/)
      .waitFor();
    await page.getByRole('button', { name: 'Studio, more' }).click();
    await page.getByRole('menuitem', { name: 'All lights off' }).click();
    const result = page.getByRole('status').filter({ hasText: '2 of 3 took it. Desk lamp is offline.' });
    await result.waitFor();
    await result.getByText('Device by device').click();
    await result.getByText('Easel light').waitFor();
    await expectWellInEveryLook(page);
    expect((await lit()).slice(0, 2)).toEqual([false, false]);
    await home.does('PATCH', `/devices/${desk.id}`, { config: { reachable: true } });
    await tile('Desk lamp').getByRole('switch').waitFor();
    await result.getByRole('button', { name: 'Try those again' }).click();
    await result.waitFor({ state: 'hidden' });
    home.check();
  });
});
