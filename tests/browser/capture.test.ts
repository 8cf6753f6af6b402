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
  grade: { brightness: number };
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
    await page.getByRole('radio', { name: 'Nothing' }).click();
    await expect.poll(async () => (await captures()).length).toBe(0);
    await expect.poll(() => JSON.stringify(light.model.state())).toBe(before);
  });

  it('finds the corners by taps as a light runs', async () => {
    await page.getByRole('radio', { name: 'Find the corners' }).click();
    await button('Hold').click();
    await expect.poll(() => lit().length).toBe(1);
    // The light stands; each corner is tapped where it is and put right step by step.
    const stood = lit()[0] ?? 0;
    for (const [corner, at] of [
      ['Bottom left', 0],
      ['Top left', 10],
      ['Top right', 25],
      ['Bottom right', 35],
    ] as const) {
      await button(corner).click();
      for (let steps = stood; steps < at; steps += 1) await button(`${corner}: one light later`).click();
      for (let steps = stood; steps > at; steps -= 1) await button(`${corner}: one light earlier`).click();
      if (stood !== at) await expect.poll(lit).toEqual([at]);
      await button('Run on').click();
      await button('Hold').click();
      break;
    }
    await expectWellInEveryLook(page);
    await pictures('6-corners');
  });
});
