import type { Device, Page as ApiPage, User } from '@lightkeeper/plugin-sdk/wire';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takePictures } from '../support/browser.js';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';
import { signIn } from '../support/setup.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

interface Stored {
  id: string;
  name: string;
  layout: Record<string, unknown>;
  grade: { brightness: number; saturation: number };
  status: { state: string };
}

const LEDS = 50;
const light = new WledSimulator({ name: 'Television', leds: LEDS });
const realtime = new WledRealtime(light);
let home: Home;
let page: Page;

beforeAll(async () => {
  await light.start();
  await realtime.start();
  home = await Home.start();
  page = (await home.visit('/capture')).page;
});
afterAll(async () => {
  await home.end();
  realtime.end();
  await light.end();
});

const heading = (name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const captures = async (): Promise<Stored[]> => (await home.does<ApiPage<Stored>>('GET', '/captures')).items;
const pictures = async (name: string): Promise<void> => {
  const folder = process.env.LK_PICTURES;
  if (folder !== undefined) await takePictures(page, folder, name, { full_page: true });
};

/** The colours of one of the strip's lights, as they were sent last. */
const led = (at: number): number[] => [...realtime.last.slice(at * 3, at * 3 + 3)];
/** The first light is the one at 0. */
const lit = (): number[] => Array.from({ length: LEDS }, (_, at) => at).filter((at) => led(at).some((part) => part > 0));

describe('an empty page', () => {
  it('leads to making the first one, which asks for lights', async () => {
    await page.getByText('The room can follow the picture').waitFor();
    await expectWellInEveryLook(page);
    await pictures('1-empty');
    await page.getByRole('link', { name: 'Make the first one' }).click();
    await heading('A new capture').waitFor();
    await page.getByText('There are no lights yet').waitFor();
    await expectWellInEveryLook(page);
  });
});

describe('the wizard', () => {
  it('offers the lights that take pictures, with how many they have', async () => {
    const config = { address: light.address, realtime_port: realtime.port };
    const { id } = await home.does<Device>('POST', '/devices', { name: 'Television', driver: 'wled', config, fixture: 'backlight' });
    await home.does('POST', '/devices', { name: 'Shelf', driver: 'virtual', config: { kind: 'strip', leds: 30 } });
    await home.does('POST', '/devices', { name: 'Bulb', driver: 'virtual', config: { kind: 'color_light' } });
    await expect.poll(async () => (await home.does<Device>('GET', `/devices/${id}`)).stream?.leds).toBe(LEDS);
    await page.getByText('50 lights').waitFor();
    await page.getByText('30 lights').waitFor();
    await pictures('2-lights');
    await page.getByRole('checkbox', { name: /Television/ }).check({ force: true });
    await button('Next').click();
  });

  it('offers sources, and effects as a gallery', async () => {
    await page.getByRole('radio', { name: /^Effect/ }).check({ force: true });
    await page.getByText('Which effect').waitFor();
    await expectWellInEveryLook(page);
    await pictures('3-picture');
    await page.getByRole('radio', { name: 'One colour', exact: true }).check({ force: true });
    await page.getByLabel('Colour', { exact: true }).fill('#ff0000');
    await button('Next').click();
  });

  it('spreads the lights around the picture, and says when numbers do not fit', async () => {
    await page.getByText('50 lights, as many as there are.').waitFor();
    await page.getByRole('img', { name: '50 lights around the picture, clockwise from bottom left' }).waitFor();
    await page.getByLabel('Top', { exact: true }).fill('20');
    await page.getByText('These are 54 lights, but there are only 50: 4 too many.').waitFor();
    await expectWellInEveryLook(page);
    await pictures('4-layout');
    await button('Spread them evenly').click();
    await page.getByText('50 lights, as many as there are.').waitFor();
    await page.getByRole('radio', { name: 'Anticlockwise' }).click();
    await page.getByRole('img', { name: /anticlockwise from bottom left/ }).waitFor();
    await page.getByRole('radio', { name: 'Clockwise', exact: true }).click();
  });

  it('shows the edges on the real lights, and leaves nothing behind', async () => {
    const before = JSON.stringify(light.model.state());
    await page.getByRole('radio', { name: 'Edges' }).click();
    await page.getByText(/Above should be red/).waitFor();
    // From the lower left with the clock: up the left side, then along the top.
    await expect.poll(() => led(0)).toEqual([255, 255, 255]);
    await expect.poll(() => led(12)).toEqual([255, 0, 0]);
    await pictures('5-edges');
    await page.getByRole('radio', { name: 'Nothing', exact: true }).click();
    await expect.poll(async () => (await captures()).length).toBe(0);
    await expect.poll(() => JSON.stringify(light.model.state())).toBe(before);
  });

  it('finds the corners by taps as a light runs', async () => {
    await page.getByRole('radio', { name: 'Find the corners' }).click();
    await expect.poll(() => lit().length).toBe(1);
    await button('Hold').click();
    let stood = Number(/Light (\d+) of 50/.exec(await page.getByText(/^Light \d+ of 50$/).innerText())?.[1]) - 1;
    // The light stands; each corner is tapped where it is, and put right step by step with the light to be seen.
    for (const [corner, at] of [
      ['Bottom left', 0],
      ['Top left', 10],
      ['Top right', 25],
      ['Bottom right', 35],
    ] as const) {
      await button(corner).click();
      const step = at > stood ? 'later' : 'earlier';
      for (let steps = Math.abs(at - stood); steps > 0; steps -= 1) await button(`${corner}: one light ${step}`).click();
      if (at !== stood) await expect.poll(lit).toEqual([at]);
      stood = at;
    }
    await page.getByText('Top 15, right 10, bottom 15, left 10.').waitFor();
    await expectWellInEveryLook(page);
    await pictures('6-corners');
    await button('Use these').click();
    await page.getByText(/Above should be red/).waitFor();
    expect(await page.getByLabel('Top', { exact: true }).inputValue()).toBe('15');
    await expect
      .poll(() => [led(5), led(17), led(30), led(42)])
      .toEqual([
        [255, 255, 255],
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
      ]);
  });

  it('saves and starts it: the room is lit, and the page says how it fares', async () => {
    await button('Next').click();
    await page.getByLabel('Name', { exact: true }).fill('Evening');
    await expectWellInEveryLook(page);
    await pictures('7-name');
    await button('Save and start').click();
    await heading('Evening').waitFor();
    await page.getByText('Running', { exact: true }).waitFor();
    await page.getByText('To the lights').waitFor();
    await expect.poll(() => led(20)).toEqual([255, 0, 0]);
    // What was tried out is gone, and the one that was made is left.
    await expect.poll(async () => (await captures()).map(({ name }) => name)).toEqual(['Evening']);
    await page.locator('lk-capture-stage[live]').waitFor();
    await expectWellInEveryLook(page);
    await pictures('8-live');
  });
});

describe('the live page', () => {
  it('shows the colours of the lights', async () => {
    const red = await page.locator('lk-capture-stage').evaluate((stage) => {
      const canvas = stage.shadowRoot?.querySelector('canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let count = 0;
      for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 240 && (pixels[at + 1] ?? 0) < 10) count += 1;
      return count;
    });
    expect(red).toBeGreaterThan(1_000);
  });

  it('lights the light of a zone that is chosen, by click and by keys', async () => {
    const picture = page.getByRole('slider', { name: 'Light', exact: true });
    await picture.focus();
    await page.keyboard.press('Home');
    await expect.poll(lit).toEqual([0]);
    await page.keyboard.press('ArrowRight');
    await expect.poll(lit).toEqual([1]);
    await page.getByText('Light 2 of 50 lights').waitFor();
    await pictures('9-pointed');
    await button('Show all again').click();
    await expect.poll(() => lit().length).toBe(LEDS);
  });

  it('changes the brightness on the lights at once, and takes it back', async () => {
    await page.getByRole('slider', { name: 'Brightness' }).focus();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await expect.poll(async () => (await captures())[0]?.grade.brightness).toBe(50);
    await expect.poll(() => led(20)[0]).toBeLessThan(140);
    await button('Undo').click();
    await expect.poll(async () => (await captures())[0]?.grade.brightness).toBe(100);
    await expect.poll(() => led(20)).toEqual([255, 0, 0]);
  });

  it('keeps a look under a name, and gives it back', async () => {
    await button('Looks').click();
    await page.getByRole('menuitem', { name: 'Keep this look …' }).click();
    const dialog = page.locator('lk-dialog[open]');
    await dialog.getByLabel('Its name').fill('Cinema');
    await button('Keep it').click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('slider', { name: 'Saturation' }).focus();
    await page.keyboard.press('PageUp');
    const saturation = async (): Promise<number | undefined> => (await captures())[0]?.grade.saturation;
    await expect.poll(saturation).toBeGreaterThan(1);
    await button('Looks').click();
    await page.getByRole('menuitem', { name: 'Cinema' }).click();
    await expect.poll(saturation).toBe(1);
  });

  it('says why it might be dark', async () => {
    await button('Why is it dark?').click();
    const dialog = page.locator('lk-dialog[open]');
    await dialog.locator('lk-note').first().waitFor();
    await expectWellInEveryLook(page);
    await pictures('10-doctor');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('stops it, and the light has its own state again', async () => {
    await button('Stop').click();
    await page.getByText('Stopped', { exact: true }).waitFor();
    await expect.poll(async () => (await captures())[0]?.status.state).toBe('stopped');
    await button('Start').waitFor();
  });
});

describe('the settings', () => {
  it('are changed by numbers, with a hint when they do not fit', async () => {
    await page.locator('lk-page').getByRole('link', { name: 'Settings', exact: true }).click();
    await heading('Settings of Evening').waitFor();
    await expectWellInEveryLook(page);
    await pictures('11-settings');
    await page.getByLabel('Bottom', { exact: true }).fill('12');
    await page.getByText('These are 47 lights, but there are 50: 3 would stay dark.').waitFor();
    await expect.poll(async () => (await captures())[0]?.layout.bottom).toBe(12);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(async () => (await captures())[0]?.layout.bottom).toBe(15);
    await expect.poll(() => page.getByLabel('Bottom', { exact: true }).inputValue()).toBe('15');
  });

  it('stand back while something is tried out, and come again', async () => {
    const states = async (): Promise<string[]> => (await captures()).map(({ name, status }) => `${name} ${status.state}`).sort();
    await home.does('POST', `/captures/${(await captures())[0]?.id ?? ''}/start`);
    await expect.poll(states).toEqual(['Evening running']);
    await page.getByRole('radio', { name: 'Edges' }).click();
    await expect.poll(states).toEqual(['Evening stopped', 'Trying out running']);
    await page.getByRole('radio', { name: 'Nothing', exact: true }).click();
    await expect.poll(states).toEqual(['Evening running']);
  });

  it('take another layout: zones are drawn by keys, and come from Hyperion', async () => {
    await page.getByRole('radio', { name: 'Free' }).click();
    const zone = page.getByRole('button', { name: /^Zone 1:/ });
    await zone.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await expect
      .poll(async () => (await captures())[0]?.layout)
      .toEqual({ kind: 'zones', zones: [{ left: 0.05, top: 0, right: 0.55, bottom: 0.95 }] });
    await expectWellInEveryLook(page);
    await pictures('12-zones');
    await button('Layout as a file or text').click();
    await page.getByRole('menuitem', { name: 'Take in …' }).click();
    const leds = [
      { hmin: 0, hmax: 0.5, vmin: 0, vmax: 1 },
      { hmin: 0.5, hmax: 1, vmin: 0, vmax: 1 },
    ];
    await page.locator('lk-dialog[open]').getByLabel('Its text').fill(JSON.stringify({ leds }));
    await button('Take it in').click();
    await page.getByText('2 zones for 50 lights').waitFor();
    await expect.poll(async () => (await captures())[0]?.layout.zones).toHaveLength(2);
  });

  it('take another picture', async () => {
    const picture = page.locator('lk-card').filter({ has: page.getByRole('heading', { name: 'Picture', exact: true }) });
    await picture.getByRole('radio', { name: /^Test pattern/ }).check({ force: true });
    await button('Show this').click();
    await expect
      .poll(async () => (await home.does<ApiPage<{ source: { kind: string } }>>('GET', '/captures')).items[0]?.source.kind)
      .toBe('test-pattern');
  });
});

describe('the list', () => {
  it('starts and stops one and all', async () => {
    await home.does('POST', '/captures', {
      name: 'Fire place',
      source: { kind: 'effect', effect: 'fire' },
      layout: { kind: 'border', top: 30 },
      targets: [{ device_id: (await home.does<ApiPage<Device>>('GET', '/devices')).items.find(({ name }) => name === 'Shelf')?.id }],
    });
    await page.getByRole('link', { name: 'Capture', exact: true }).first().click();
    const card = page.getByRole('article').filter({ hasText: 'Fire place' });
    await card.waitFor();
    await page.getByRole('switch', { name: 'Fire place' }).click({ force: true });
    await card.getByText(/pictures a second/).waitFor();
    await expectWellInEveryLook(page);
    await pictures('13-list');
    await button('All captures').click();
    await page.getByRole('menuitem', { name: 'Stop all' }).click();
    await card.getByText('Stopped').waitFor();
    await button('All captures').click();
    await page.getByRole('menuitem', { name: 'Start all' }).click();
    await expect.poll(async () => (await captures()).map(({ status }) => status.state)).toEqual(['running', 'running']);
  });

  it('deletes one, but not before a yes', async () => {
    await page.getByRole('link', { name: 'Fire place' }).click();
    await heading('Fire place').waitFor();
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Delete …' }).click();
    await button('Delete it').click();
    await heading('Capture').waitFor();
    await expect.poll(async () => (await captures()).map(({ name }) => name)).toEqual(['Evening']);
    await expect.poll(() => page.getByRole('article').count()).toBe(1);
  });
});

describe('somebody who may only look', () => {
  it('sees what there is and starts nothing', async () => {
    const password = 'a lamp for every room';
    await home.does<User>('POST', '/users', { name: 'guest', display_name: 'Guest', role: 'viewer', password });
    const guest = await signIn(home.hub, 'guest', password);
    page = (await home.visit('/capture', { cookies: guest.cookies })).page;
    await page.getByRole('article').filter({ hasText: 'Evening' }).waitFor();
    await page.getByText('You may look at the captures.').waitFor();
    expect(await page.getByRole('switch').count()).toBe(0);
    await page.getByRole('link', { name: 'Evening' }).click();
    await heading('Evening').waitFor();
    for (const name of ['Start', 'Stop', 'More', 'Settings']) expect(await button(name).count()).toBe(0);
    expect(await page.getByRole('slider').count()).toBe(0);
    await expectWellInEveryLook(page);
  });

  it('did what pages may do', () => {
    home.check();
  });
});
