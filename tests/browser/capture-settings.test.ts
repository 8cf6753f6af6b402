import { cpSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Capture, CaptureSourceInfo, Device, FfmpegInfo, NamedLayout, Page as ApiPage } from '@lightkeeper/plugin-sdk/wire';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takePictures } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { Home } from '../support/home.js';
import { ROOT } from '../support/hub-process.js';
import { expectWellInEveryLook } from '../support/looks.js';
import { tempDir } from '../support/temp.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/* The settings of a capture: its lights, its looks by day and night, colours of single lights, layouts with names, and what ffmpeg can read. */

const LEDS = 50;
const light = new WledSimulator({ name: 'Television', leds: LEDS });
const realtime = new WledRealtime(light);
const WHITE = { kind: 'test-pattern', pattern: 'solid', color: { r: 255, g: 255, b: 255 } };
const folder = tempDir('capture-settings');
let home: Home;
let page: Page;
let id: string;

beforeAll(async () => {
  await light.start();
  await realtime.start();
  cpSync(path.join(ROOT, 'examples', 'stage-look'), path.join(folder.path, 'plugins', 'stage-look'), { recursive: true });
  home = await Home.start({ data_dir: folder.path });
  const config = { address: light.address, realtime_port: realtime.port };
  const television = await home.does<Device>('POST', '/devices', { name: 'Television', driver: 'wled', config, fixture: 'backlight' });
  await home.does('POST', '/devices', { name: 'Shelf', driver: 'virtual', config: { kind: 'strip', leds: 30 } });
  await eventually('its lights are known', async () => (await home.does<Device>('GET', `/devices/${television.id}`)).stream?.leds === LEDS);
  const layout = { kind: 'border', top: 15, right: 10, bottom: 15, left: 10 };
  const body = { name: 'Evening', source: WHITE, layout, targets: [{ device_id: television.id }], smoothing: { kind: 'none' } };
  id = (await home.does<Capture>('POST', '/captures', body)).id;
  page = (await home.visit(`/capture/${id}/edit`)).page;
  await page.getByRole('heading', { level: 1, name: 'Settings of Evening' }).waitFor();
});
afterAll(async () => {
  await home.end();
  realtime.end();
  await light.end();
  folder.remove();
});

const button = (name: string, within: Locator | Page = page): Locator => within.getByRole('button', { name, exact: true });
const card = (name: string): Locator => page.locator('lk-card').filter({ has: page.getByRole('heading', { name, exact: true }) });
const now = (): Promise<Capture> => home.does<Capture>('GET', `/captures/${id}`);
const names = async (): Promise<string[]> => (await home.does<ApiPage<Capture>>('GET', '/captures')).items.map(({ name }) => name).sort();
const pictures = async (name: string): Promise<void> => {
  const folder = process.env.LK_PICTURES;
  if (folder !== undefined) await takePictures(page, folder, name, { full_page: true });
};
/** The colours of one of the strip's lights, as they were sent last. */
const led = (at: number): number[] => [...realtime.last.slice(at * 3, at * 3 + 3)];

describe('its lights', () => {
  it('show with a part of a strip, at their own brightness and later', async () => {
    const lights = card('Its lights');
    await lights.getByText('Part, brightness and delay').click();
    await lights.getByLabel('up to').fill('25');
    await expect.poll(async () => (await now()).targets[0]?.segment).toEqual({ start: 0, stop: 25 });
    await lights.getByText('lights 1 to 25 of 50').waitFor();
    await lights.getByLabel('Show so many lights').fill('50');
    await lights.getByLabel('Shows everything later by').fill('120');
    await lights.getByRole('slider', { name: 'Brightness beside the others' }).focus();
    await page.keyboard.press('PageDown');
    await expect.poll(async () => (await now()).targets[0]).toMatchObject({ count: 50, delay_ms: 120, brightness: 90, white: 'accurate' });
    await lights.getByRole('combobox', { name: 'White of lights that have one' }).click();
    await lights.getByRole('option', { name: 'Stays dark' }).click();
    await expect.poll(async () => (await now()).targets[0]?.white).toBe('none');
    await expectWellInEveryLook(page);
    await pictures('20-target');
  });

  it('are several, also parts of the same strip, and go one by one', async () => {
    const lights = card('Its lights');
    await button('Add lights').click();
    await page.getByRole('menuitem', { name: 'Another part of Television' }).click();
    await expect
      .poll(async () => (await now()).targets.map(({ segment }) => segment))
      .toEqual([
        { start: 0, stop: 25 },
        { start: 25, stop: 50 },
      ]);
    await button('Add lights').click();
    await page.getByRole('menuitem', { name: 'Shelf' }).click();
    await expect.poll(async () => (await now()).targets.map(({ first }) => first)).toEqual([0, 50, 75]);
    await pictures('21-targets');
    await button('Take Shelf out', lights).click();
    await button('Take Television out', lights).last().click();
    await expect.poll(async () => (await now()).targets.length).toBe(1);
    for (let steps = 0; steps < 20 && (await now()).targets[0]?.segment !== null; steps += 1) {
      const { revision } = await now();
      await button('Undo').first().click();
      await expect.poll(async () => (await now()).revision).toBeGreaterThan(revision);
    }
    await expect.poll(async () => (await now()).targets).toMatchObject([{ segment: null, count: null, brightness: 100, delay_ms: 0 }]);
  });
});

describe('day and night', () => {
  it('dims the lights at a time of day, and says when that is', async () => {
    await home.does('POST', `/captures/${id}/start`);
    await expect.poll(() => led(0)).toEqual([255, 255, 255]);
    const profiles = card('Day and night');
    await button('Add a time of day').click();
    await page.getByRole('menuitem', { name: /Night/ }).click();
    await expect.poll(async () => (await now()).profiles[0]).toMatchObject({ name: 'Night', from: '22:00', to: '06:30' });
    // Twelve hours around now; the hub of a test lives in UTC.
    const hour = new Date().getUTCHours();
    const at = (hours: number): string => `${String((hour + hours) % 24).padStart(2, '0')}:00`;
    for (const [label, value] of [
      ['From', at(18)],
      ['To', at(6)],
    ] as const) {
      await profiles.getByLabel(label, { exact: true }).fill(value);
      await page.keyboard.press('Tab');
    }
    await profiles.getByText('Holds now').waitFor();
    await expect.poll(() => led(0)[0]).toBeLessThan(200);
    await page.getByText(/“Night” holds, with a look of its own/).waitFor();
    await profiles.getByRole('switch', { name: 'Smoothing of its own' }).click({ force: true });
    await expect.poll(async () => (await now()).profiles[0]?.smoothing).toEqual({ kind: 'none' });
    await expectWellInEveryLook(page);
    await pictures('22-profiles');
    await button('Take Night out', profiles).click();
    await expect.poll(async () => (await now()).profiles).toEqual([]);
    await expect.poll(() => led(0)).toEqual([255, 255, 255]);
  });
});

describe('colours of single lights', () => {
  it('are set right while a colour is shown on the lights, and go back to the picture', async () => {
    const colors = card('Colours of single lights');
    await button('Set colours right', colors).click();
    const which = colors.getByLabel('Which lights');
    await which.fill('1-ten');
    await page.keyboard.press('Tab');
    await colors.getByText('Numbers and ranges with commas between them, counted from 1.').waitFor();
    await which.fill('1-10, 12');
    await page.keyboard.press('Tab');
    await expect.poll(async () => (await now()).grade.calibration[0]?.lights).toBe('0-9,11');
    await colors.getByRole('combobox', { name: 'What the lights show meanwhile' }).click();
    await colors.getByRole('option', { name: 'Red' }).click();
    await expect
      .poll(() => [led(0), led(20)])
      .toEqual([
        [255, 0, 0],
        [255, 0, 0],
      ]);
    await colors.getByRole('switch', { name: 'Each colour by itself' }).click({ force: true });
    await colors.getByLabel('Red', { exact: true }).fill('#00ff00');
    await expect
      .poll(() => [led(0), led(11), led(20)])
      .toEqual([
        [0, 255, 0],
        [0, 255, 0],
        [255, 0, 0],
      ]);
    await expectWellInEveryLook(page);
    await pictures('23-calibration');
    await colors.getByRole('combobox', { name: 'What the lights show meanwhile' }).click();
    await colors.getByRole('option', { name: 'The picture' }).click();
    await expect.poll(names).toEqual(['Evening']);
    await expect.poll(async () => (await now()).status.state).toBe('running');
    await colors.getByRole('slider', { name: 'Blue in white' }).focus();
    await page.keyboard.press('Home');
    await expect
      .poll(() => [led(0), led(20)])
      .toEqual([
        [255, 255, 0],
        [255, 255, 255],
      ]);
    await button('Leave Lights 1–10, 12 as they are', colors).click();
    await expect.poll(async () => (await now()).grade.calibration).toEqual([]);
  });
});

describe('filters and algorithms that a plugin brings', () => {
  const look = (): Locator => card('Look');

  it('are chosen beside those of the hub, and set', async () => {
    await look().getByRole('combobox', { name: 'Colour of a zone' }).click();
    await look().getByRole('option', { name: 'Brightest pixel' }).click();
    await expect.poll(async () => (await now()).algorithm).toBe('brightest');
    await button('Add a filter').click();
    await page.getByRole('menuitem', { name: 'Blend neighbours' }).click();
    await expect.poll(async () => (await now()).filters).toEqual([{ kind: 'blend', options: {} }]);
    await look().getByText('Settings of Blend neighbours').click();
    await look().getByLabel('Share').fill('0.2');
    await button('Apply', look()).click();
    await expect.poll(async () => (await now()).filters).toEqual([{ kind: 'blend', options: { share: 0.2 } }]);
    await expectWellInEveryLook(page);
    await pictures('27-filters');
    await button('Take Blend neighbours out').click();
    await expect.poll(async () => (await now()).filters).toEqual([]);
    await button('Undo', look()).click();
    await expect.poll(async () => (await now()).filters).toHaveLength(1);
  });
});

describe('layouts with names', () => {
  const saved = async (): Promise<NamedLayout[]> => (await home.does<ApiPage<NamedLayout>>('GET', '/layouts')).items;

  it('are kept, used by others, renamed, and deleted when nobody uses them', async () => {
    await button('Saved layouts').click();
    await page.getByRole('menuitem', { name: 'Keep this layout …' }).click();
    const dialog = page.locator('lk-dialog[open]');
    await dialog.getByLabel('Its name').fill('Round the screen');
    await button('Keep it').click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(async () => (await now()).layout_id).toBe((await saved())[0]?.id);
    await page.getByText('It uses the saved layout “Round the screen”').waitFor();

    await page.getByLabel('Bottom', { exact: true }).fill('12');
    await expect.poll(async () => (await now()).layout_id).toBeNull();
    await button('Saved layouts').click();
    await page.getByRole('menuitemcheckbox', { name: /Round the screen/ }).click();
    await expect.poll(async () => (await now()).layout).toMatchObject({ bottom: 15 });

    await button('Saved layouts').click();
    await page.getByRole('menuitem', { name: 'Rename or delete …' }).click();
    await dialog.getByText('Used by Evening, and stays as long as it is.').waitFor();
    expect(await button('Delete Round the screen', dialog).isDisabled()).toBe(true);
    await dialog.getByLabel('Name of Round the screen').fill('Television');
    await page.keyboard.press('Tab');
    await expect.poll(async () => (await saved()).map(({ name }) => name)).toEqual(['Television']);
    await expectWellInEveryLook(page);
    await pictures('24-layouts');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('take a changed one in their place, and go', async () => {
    await page.getByLabel('Bottom', { exact: true }).fill('12');
    await expect.poll(async () => (await now()).layout_id).toBeNull();
    await button('Saved layouts').click();
    await page.getByRole('menuitem', { name: 'Keep this layout …' }).click();
    const dialog = page.locator('lk-dialog[open]');
    await dialog.getByLabel('Its name').fill('Television');
    await dialog.getByText('There is a layout Television: this one takes its place.').waitFor();
    await button('Put it in its place').click();
    await expect.poll(async () => (await saved())[0]?.layout).toMatchObject({ bottom: 12 });
    await dialog.waitFor({ state: 'detached' });
    await page.getByLabel('Bottom', { exact: true }).fill('15');
    await expect.poll(async () => (await now()).layout_id).toBeNull();
    await button('Saved layouts').click();
    await page.getByRole('menuitem', { name: 'Rename or delete …' }).click();
    await button('Delete Television', dialog).click();
    await dialog.getByText('None is left.').waitFor();
    expect(await saved()).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('go to a file and come from one, also Hyperion’s', async () => {
    const menu = async (item: string): Promise<void> => {
      await button('Layout as a file or text').click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await menu('Give to Hyperion …');
    const [download] = await Promise.all([page.waitForEvent('download'), button('Save as a file').click()]);
    expect(download.suggestedFilename()).toBe('hyperion-leds.json');
    const leds = JSON.parse(await readFile(await download.path(), 'utf8')) as { hmin: number }[];
    expect(leds).toHaveLength(LEDS);
    await menu('Take in …');
    const dialog = page.locator('lk-dialog[open]');
    const buffer = Buffer.from(JSON.stringify({ leds }));
    await dialog.getByLabel('From a file').setInputFiles({ name: 'hyperion.json', mimeType: 'application/json', buffer });
    await dialog.getByText('50 lights').waitFor();
    await expectWellInEveryLook(page);
    await pictures('25-take-in');
    await button('Take it in').click();
    await expect.poll(async () => (await now()).layout).toMatchObject({ kind: 'zones', zones: { length: LEDS } });
    await button('Undo').first().click();
    await expect.poll(async () => (await now()).layout).toMatchObject({ kind: 'border' });
  });
});

describe('zones of their own', () => {
  it('are drawn on the live picture', async () => {
    const { layout, source } = await now();
    await home.does('PATCH', `/captures/${id}`, { source: { kind: 'push', pattern: null, color: null } });
    await home.does('POST', `/captures/${id}/start`);
    await page.getByRole('radio', { name: 'Free' }).click();
    const frame = { format: 'rgb24', width: 2, height: 1, data: Buffer.from([255, 0, 0, 0, 0, 255]).toString('base64') };
    const corner = (): Promise<number[]> =>
      page.locator('lk-live-picture canvas:visible').evaluate((canvas: HTMLCanvasElement) => {
        return [...(canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? [])];
      });
    await eventually('the picture is seen', async () => {
      await home.does('PUT', `/captures/${id}/frame`, frame);
      return (await page.locator('lk-live-picture canvas:visible').count()) > 0 && (await corner()).join() === '255,0,0,255';
    });
    await expectWellInEveryLook(page);
    await pictures('28-zones-live');
    await home.does('PATCH', `/captures/${id}`, { source: { ...source }, layout: { zones: null, ...layout } });
    await page
      .getByRole('img', { name: /around the picture/ })
      .first()
      .waitFor();
  });
});

describe('a source that ffmpeg reads', () => {
  it('offers what works on the hub’s machine', async () => {
    const info = await home.does<FfmpegInfo>('GET', '/capture-sources/ffmpeg');
    const picture = card('Picture');
    const kinds = await home.does<ApiPage<CaptureSourceInfo>>('GET', '/capture-sources');
    const name = kinds.items.find(({ kind }) => kind === 'ffmpeg')?.name ?? '';
    await picture.getByRole('radio', { name: new RegExp(`^${name}`) }).check({ force: true });
    await picture.getByRole('combobox', { name: 'What is read' }).click();
    const offered = await picture.getByRole('option').allInnerTexts();
    expect(offered).toContain('Video file');
    expect(offered).not.toContain('This Mac’s screen (AVFoundation)');
    expect(offered.includes('Camera or grabber (V4L2)')).toBe(info.inputs.includes('v4l2') && info.cameras.length > 0);
    await picture.getByRole('option', { name: 'Video file' }).click();
    await expectWellInEveryLook(page);
    await pictures('26-ffmpeg');
  });

  it('has its further settings folded, with labels that are read', async () => {
    for (const summary of await page.getByText(/^(More settings|Offset, depth and gaps|Part, brightness and delay)$/).all())
      await summary.click();
    await expectWellInEveryLook(page);
  });
});

describe('what is tried out', () => {
  it('goes when the page is closed, and what stood back for it runs again', async () => {
    await home.does('POST', `/captures/${id}/start`);
    const { page: other } = await home.visit(`/capture/${id}/edit`);
    await other.getByRole('radio', { name: 'Edges' }).click();
    await expect.poll(names).toEqual(['Evening', 'Trying out']);
    await expect.poll(() => led(20)).not.toEqual([255, 255, 255]);
    await other.close();
    await expect.poll(names).toEqual(['Evening']);
    await expect.poll(async () => (await now()).status.state).toBe('running');
  });

  it('did what pages may do', () => {
    home.check();
  });
});
