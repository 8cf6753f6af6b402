import type { Device, DeviceCommand, DeviceState, Page as ApiPage, Playlist, Scene } from '@lightkeeper/plugin-sdk/wire';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takePictures } from '../support/browser.js';
import { Home } from '../support/home.js';
import { focused, tabTo } from '../support/keyboard.js';
import { expectWellInEveryLook } from '../support/looks.js';
import { signIn } from '../support/setup.js';

let home: Home;
let page: Page;
const ids = new Map<string, string>();

beforeAll(async () => {
  home = await Home.start();
  page = (await home.visit('/scenes')).page;
});
afterAll(async () => {
  await home.end();
});

const id = (name: string): string => ids.get(name) ?? 'none';
const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: typeof name === 'string' });
const heading = (name: string): Locator => page.getByRole('heading', { level: 1, name });
const state = (name: string): Promise<DeviceState> => home.does('GET', `/devices/${id(name)}/state`);
const command = (name: string, wish: DeviceCommand): Promise<unknown> => home.does('POST', `/devices/${id(name)}/command`, wish);
const scenes = async (): Promise<Scene[]> => (await home.does<ApiPage<Scene>>('GET', '/scenes')).items;
const playlists = async (): Promise<Playlist[]> => (await home.does<ApiPage<Playlist>>('GET', '/playlists')).items;
const pictures = async (name: string): Promise<void> => {
  const folder = process.env.LK_PICTURES;
  if (folder !== undefined) await takePictures(page, folder, name, { full_page: true });
};

async function add(name: string, config: object, fixture = 'bulb'): Promise<void> {
  const device = await home.does<Device>('POST', '/devices', { name, driver: 'virtual', config, fixture });
  ids.set(name, device.id);
}

describe('an empty page', () => {
  it('says what scenes are for, and leads to the first device, then to the first scene', async () => {
    await page.getByText('Light, as you like it, kept').waitFor();
    await page.getByRole('link', { name: 'To the devices' }).waitFor();
    await expectWellInEveryLook(page);
    await add('Sofa lamp', { kind: 'color_light' }, 'floor');
    await add('Shelf', { kind: 'light' }, 'strip');
    await add('Blind', { kind: 'cover' }, 'wall');
    await add('Gone', { kind: 'light', reachable: false });
    await button('Keep the lights as they are now').waitFor();
    await pictures('scenes-1-empty');
  });
});

describe('a scene', () => {
  it('is kept from what the chosen devices show, and tells of those that it could not ask', async () => {
    await command('Sofa lamp', { on: true, brightness: 120, color: { r: 255, g: 140, b: 60 } });
    await button('Keep the lights as they are now').click();
    await page.getByRole('checkbox', { name: /Sofa lamp/ }).waitFor();
    await expect.poll(() => page.getByRole('checkbox', { name: /Sofa lamp/ }).isChecked()).toBe(true);
    await page.getByRole('checkbox', { name: /Shelf/ }).check();
    await page.getByRole('checkbox', { name: /Gone/ }).check();
    await button('Save').click();
    await page.getByText('Give it a name.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Evening');
    await expectWellInEveryLook(page);
    await pictures('scenes-2-save');
    await button('Save').click();
    await page.getByText(/Gone: It is offline, so nobody knows what it shows/).waitFor();
    await button('Close').last().click();
    const [made] = await scenes();
    expect(made?.devices.map(({ device_id, command: part }) => [device_id, part.on])).toEqual([
      [id('Sofa lamp'), true],
      [id('Shelf'), false],
    ]);
  });

  it('is lit by a touch, seen to be active, and taken back', async () => {
    await command('Sofa lamp', { on: true, brightness: 20, color: { r: 0, g: 0, b: 255 } });
    await button('Evening').click();
    await expect.poll(async () => (await state('Sofa lamp')).brightness).toBe(120);
    await page.getByText('Active', { exact: true }).waitFor();
    expect(await button('Evening').getAttribute('aria-pressed')).toBe('true');
    await expectWellInEveryLook(page);
    await pictures('scenes-3-active');
    await command('Shelf', { on: true });
    await page.getByText('Changed since: Shelf', { exact: true }).waitFor();
    await button('Back to before').click();
    await expect.poll(() => state('Sofa lamp')).toMatchObject({ brightness: 20, color: { r: 0, g: 0, b: 255 } });
    await page.getByText('The lights are as they were before Evening.').waitFor();
  });

  it('says which devices it did not reach, and leads to why', async () => {
    const devices = ['Shelf', 'Gone'].map((name) => ({ device_id: id(name), command: { on: true, brightness: 200 } }));
    await home.does('POST', '/scenes', { name: 'Bright', devices });
    await button('Bright').click();
    await page.getByText('Not reached: Gone').waitFor();
    await expectWellInEveryLook(page);
    await pictures('scenes-4-partly');
    await page.getByRole('link', { name: 'Why?' }).click();
    await heading('Activity').waitFor();
    await page
      .getByText(/activated the scene Bright/)
      .first()
      .waitFor();
    await page.goBack();
  });

  it('is changed value by value, with the lights following, which go back when it is left', async () => {
    await command('Sofa lamp', { on: true, brightness: 10 });
    await page.goto(`/scenes/${(await scenes()).find(({ name }) => name === 'Evening')?.id ?? ''}`);
    await heading('Evening').waitFor();
    await page.getByRole('switch', { name: 'See it on the lights' }).click({ force: true });
    await expect.poll(async () => (await state('Sofa lamp')).brightness).toBe(120);
    await page.getByRole('slider', { name: 'Brightness' }).focus();
    await page.keyboard.press('End');
    await expect.poll(async () => (await state('Sofa lamp')).brightness).toBe(255);
    await button('Add a device').click();
    await page.getByRole('menuitem', { name: 'Blind' }).click();
    await page.getByRole('slider', { name: 'Blind' }).focus();
    await page.keyboard.press('End');
    await expect.poll(async () => (await state('Blind')).readings?.cover_position, { timeout: 30_000 }).toBe(100);
    await expectWellInEveryLook(page);
    await pictures('scenes-5-edit');
    await page.getByRole('link', { name: 'Scenes', exact: true }).first().click();
    await page.getByText('What you changed here is lost then.').waitFor();
    await button('Leave').click();
    await heading('Scenes').waitFor();
    await expect.poll(async () => (await state('Sofa lamp')).brightness).toBe(10);
  });

  it('keeps what was changed, unless somebody else was faster', async () => {
    const evening = (await scenes()).find(({ name }) => name === 'Evening');
    await page.goto(`/scenes/${evening?.id ?? ''}`);
    await heading('Evening').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Late evening');
    await home.does('PATCH', `/scenes/${evening?.id ?? ''}`, { description: 'Somebody else was here.' });
    home.allow(/status of 412/);
    await button('Save').click();
    await page.getByText('Somebody else changed this scene meanwhile.').waitFor();
    await button('Show theirs').click();
    await page.getByLabel('Name', { exact: true }).fill('Late evening');
    await page.getByRole('switch', { name: 'Wait for devices' }).click({ force: true });
    await button('Save').click();
    await heading('Scenes').waitFor();
    await button('Late evening').waitFor();
    expect((await scenes()).find(({ name }) => name === 'Late evening')).toMatchObject({
      retry_offline: true,
      description: 'Somebody else was here.',
    });
  });
});

describe('a playlist', () => {
  it('is made of scenes, which are put in order by the keyboard', async () => {
    await page.getByRole('link', { name: 'New playlist' }).click();
    await heading('A new playlist').waitFor();
    await expectWellInEveryLook(page);
    await page.getByLabel('Name', { exact: true }).fill('Two lights');
    for (const name of ['Bright', 'Late evening']) {
      await button('Add a scene').click();
      await page.getByRole('menuitem', { name }).click();
    }
    await page.getByRole('button', { name: /^Move Late evening, 2 of 2/ }).focus();
    await page.keyboard.press('ArrowUp');
    await page.getByText('Late evening is now 1 of 2').waitFor();
    await expect.poll(async () => (await focused(page))?.name).toMatch(/^Move Late evening, 1 of 2/);
    await expectWellInEveryLook(page);
    await pictures('scenes-6-playlist');
    await button('Save').click();
    await heading('Scenes').waitFor();
    const names = new Map((await scenes()).map((scene) => [scene.id, scene.name]));
    const [made] = await playlists();
    expect(made?.items.map(({ scene_id, duration_ms }) => [names.get(scene_id), duration_ms])).toEqual([
      ['Late evening', 600_000],
      ['Bright', 600_000],
    ]);
  });

  it('is dragged into another order too', async () => {
    await page.goto(`/scenes/playlists/${(await playlists())[0]?.id ?? ''}`);
    await heading('Two lights').waitFor();
    await page.getByRole('button', { name: /^Move Bright/ }).dragTo(page.getByText('Late evening', { exact: true }).first());
    await page.getByRole('button', { name: /^Move Bright, 1 of 2/ }).waitFor();
    await page.getByRole('link', { name: 'Scenes', exact: true }).first().click();
    await button('Leave').click();
    await heading('Scenes').waitFor();
  });

  it('plays, shows how far it is, pauses, goes on, skips and stops', async () => {
    await button('Play').click();
    await page.getByText('Late evening, 1 of 2').waitFor();
    await expect.poll(async () => (await state('Sofa lamp')).brightness).toBe(120);
    await page.getByRole('progressbar', { name: 'How far the scene is' }).waitFor();
    await expectWellInEveryLook(page);
    await pictures('scenes-7-player');
    await button('Next scene').click();
    await page.getByText('Bright, 2 of 2').waitFor();
    await button('Pause').click();
    await page.getByText('Paused at Bright, 2 of 2').waitFor();
    await button('Go on').click();
    await button('Stop').click();
    await button('Play').waitFor();
  });
});

describe('the rest', () => {
  it('can be done by the keyboard alone', async () => {
    await page.goto('/scenes');
    await button('Bright').waitFor();
    await command('Shelf', { on: false });
    await tabTo(page, /^Bright/);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await state('Shelf')).on).toBe(true);
  });

  it('the Dashboard has the scenes at hand', async () => {
    await page.goto('/');
    await button('Bright').waitFor();
    await page.getByRole('link', { name: 'All scenes' }).waitFor();
    await expectWellInEveryLook(page);
    await pictures('scenes-8-dashboard');
  });

  it('offers nothing to those who may only look', async () => {
    const password = 'a lamp for every room';
    await home.does('POST', '/users', { name: 'guest', display_name: 'Guest', role: 'viewer', password });
    const guest = await signIn(home.hub, 'guest', password);
    const visitor = await home.visit('/scenes', { cookies: guest.cookies });
    await visitor.page.getByText('You may look at the scenes.').waitFor();
    await visitor.page.getByRole('heading', { name: 'Bright' }).waitFor();
    expect(await visitor.page.getByRole('button', { name: /^(Bright|Play|Save as scene)$/ }).count()).toBe(0);
    const bright = (await scenes()).find(({ name }) => name === 'Bright');
    await visitor.page.goto(`/scenes/${bright?.id ?? ''}`);
    await visitor.page.getByText('An administrator can let you change scenes.').waitFor();
    expect(await visitor.page.getByRole('switch').count()).toBe(0);
    await expectWellInEveryLook(visitor.page);
    await visitor.close();
  });

  it('says where a scene is used before it is deleted', async () => {
    await page.goto('/scenes');
    await button('More for Bright').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText(/It is used by playlist “Two lights”/).waitFor();
    await button('Delete it').click();
    await button('Bright').waitFor({ state: 'detached' });
    expect((await scenes()).map(({ name }) => name)).toEqual(['Late evening']);
    home.check();
  });
});
