import type { ActivityEntry, CaptureStatus, Device, Page as ApiPage } from '@lightkeeper/plugin-sdk/wire';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { TestBrowser } from '../support/browser.js';
import type { Visitor } from '../support/browser.js';
import { desktopChromium } from '../support/chromium.js';
import { eventually } from '../support/eventually.js';
import { HubProcess } from '../support/hub-process.js';
import { completeSetup } from '../support/setup.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';
import { XvfbPainter } from '../support/xvfb-painter.js';
import { Xvfb, xvfbAvailable } from '../support/xvfb.js';

/* A real browser on a real screen: what is on the screen is what the room shows. */

const LEDS = 4;
let hub: HubProcess;
let owner: ApiClient;
let light: WledSimulator;
let realtime: WledRealtime;
let capture_id: string;

beforeAll(async () => {
  hub = await HubProcess.start();
  owner = await completeSetup(hub);
  light = new WledSimulator({ name: 'Desk', leds: LEDS });
  await light.start();
  realtime = new WledRealtime(light);
  await realtime.start();
  const config = { address: light.address, realtime_port: realtime.port };
  const device_id = (await owner.api<Device>('POST', '/devices', { name: 'Desk', driver: 'wled', config })).body.id;
  await eventually('the light is online', async () => (await owner.api<Device>('GET', `/devices/${device_id}`)).body.status === 'online');
  // The browser's window lies in the left half of the screen; the lights are those of the right edge.
  const layout = { kind: 'border', right: LEDS };
  const body = {
    name: 'Desk',
    source: { kind: 'browser' },
    layout,
    targets: [{ device_id }],
    cut_bars: false,
    smoothing: { kind: 'none' },
  };
  const made = await owner.api<{ id: string }>('POST', '/captures', body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  capture_id = made.body.id;
});

afterAll(async () => {
  await hub.dispose();
  realtime.end();
  await light.end();
});

const status = async (): Promise<CaptureStatus> => (await owner.api<CaptureStatus>('GET', `/captures/${capture_id}/status`)).body;

/** A screen is shared as video: its colours go through YCbCr, which leaves pure blue a little darker. */
const NEAR = 10;

/** All lights show this colour, told as a screen has it. */
async function shows(color: readonly [number, number, number]): Promise<void> {
  const linear = color.map((byte) => (byte <= 10 ? byte / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4 * 255));
  const near = (at: number): boolean => Math.abs((realtime.last[at] ?? -99) - (linear[at % 3] ?? 0)) <= NEAR;
  await eventually(`the lights show ${color.join()}`, () => realtime.last.length === LEDS * 3 && realtime.last.every((_, at) => near(at)), {
    describe: () => `they show ${[...realtime.last].join()}, and not ${linear.map(Math.round).join()}`,
  });
}

const program = desktopChromium();
const missing = program === null || !xvfbAvailable();

describe.skipIf(missing)('a screen that is shared', () => {
  let screen: Xvfb;
  let painter: XvfbPainter;
  let browser: TestBrowser;
  let visitor: Visitor;
  let page: Page;
  /** The sizes of all that the page sent over its connections, in bytes. */
  const sent: number[] = [];

  beforeAll(async () => {
    screen = await Xvfb.start('1280x720');
    painter = await XvfbPainter.connect(screen.display);
    await painter.paint(0xff0000);
    browser = await TestBrowser.onScreen(program ?? '', screen.display, [640, 720]);
    visitor = await browser.visit(hub.url, { cookies: owner.cookies, context: { viewport: null } });
    page = visitor.page;
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => sent.push(payload.length));
    });
    await page.goto(`/capture/${capture_id}`);
  });
  afterAll(async () => {
    await browser.close();
    painter.end();
    await screen.stop();
  });

  it('lights the room with its colours, after one press of a button', async () => {
    await page.getByRole('button', { name: 'Share this screen' }).click();
    await page.locator('lk-sharing-sign').getByText('You are sharing your screen with the room').waitFor();
    await shows([255, 0, 0]);
    await painter.paint(0x00ff00);
    await shows([0, 255, 0]);
    await painter.paint(0x3060c0);
    await shows([48, 96, 192]);
    expect(await page.title()).toMatch(/^⏺ /);
    await eventually('it runs', async () => (await status()).state === 'running');
  });

  it('lets nothing out but the small picture', () => {
    expect(sent.length).toBeGreaterThan(2);
    // Four lights on one edge: 96 x 56 pixels of three bytes, and what goes before them.
    expect(Math.max(...sent)).toBeLessThanOrEqual(96 * 56 * 3 + 16);
    visitor.guard.check();
  });

  it('goes on behind another tab, and on other pages of the hub', async () => {
    await page.getByRole('link', { name: 'Devices' }).first().click();
    await page.locator('lk-sharing-sign').waitFor();
    await eventually('the title is marked', async () => (await page.title()).startsWith('⏺ '));
    const other = await visitor.context.newPage();
    await other.goto('about:blank');
    await other.bringToFront();
    await painter.paint(0xffffff);
    await shows([255, 255, 255]);
    await painter.paint(0x0000ff);
    await shows([0, 0, 255]);
    await other.close();
    await page.bringToFront();
  });

  it('goes on while the capture is tuned, also when nothing moves on the screen', async () => {
    const before = realtime.pictures.length;
    expect(
      (await owner.api('PATCH', `/captures/${capture_id}`, { layout: { kind: 'border', right: LEDS, top: 0, bottom: 0 } })).status,
    ).toBe(200);
    expect((await owner.api('PATCH', `/captures/${capture_id}`, { rate: 30 })).status).toBe(200);
    await eventually('there are pictures after it', () => realtime.pictures.length > before + 10);
    await shows([0, 0, 255]);
  });

  it('stops at once, visibly, and says so in the log', async () => {
    await page.locator('lk-sharing-sign').getByRole('button', { name: 'Stop sharing' }).click();
    await eventually('the hub waits', async () => (await status()).reason === 'Nobody shares a screen.');
    await shows([0, 0, 0]);
    expect(await page.locator('lk-sharing-sign').count()).toBe(0);
    expect(await page.title()).not.toContain('⏺');
    const { items } = (await owner.api<ApiPage<ActivityEntry>>('GET', `/activity?entity_id=${capture_id}`)).body;
    const actions = items.map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith('share_'))).toEqual(['share_stopped', 'share_started']);
    expect(items.find(({ action }) => action === 'share_started')?.actor).toMatch(/^user:/);
  });

  it('stops when the page is closed', async () => {
    await page.goto(`/capture/${capture_id}`);
    await page.getByRole('button', { name: 'Share this screen' }).click();
    await shows([0, 0, 255]);
    await page.close();
    await eventually('the hub waits', async () => (await status()).reason === 'Nobody shares a screen.');
    await shows([0, 0, 0]);
  });
});

describe('a page that came over plain http from another computer', () => {
  it('says why it cannot see the screen, and what to do', async () => {
    const browser = await TestBrowser.start();
    try {
      const origin = hub.url.replace('127.0.0.1', 'lights.home');
      const { page } = await browser.visit(origin, { cookies: owner.cookies });
      await page.goto(`/capture/${capture_id}`);
      const note = page.locator('lk-share-screen');
      await note.getByText('Browsers let a page see the screen only over https').waitFor();
      await note.getByText(`http://localhost:${new URL(hub.url).port}`).waitFor();
      expect(await page.getByRole('button', { name: 'Share this screen' }).count()).toBe(0);
    } finally {
      await browser.close();
    }
  });
});
