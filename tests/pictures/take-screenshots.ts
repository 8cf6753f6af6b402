import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { TestBrowser, VIEWPORTS } from '../support/browser.js';
import { HubProcess } from '../support/hub-process.js';
import { settle } from '../support/page-guard.js';
import { completeSetup } from '../support/setup.js';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'screenshots');
/** Until the demo home has done enough for the log to have something to show. */
const LIVED_MS = 75_000;

async function picture(page: Page, path: string, name: string, viewport: keyof typeof VIEWPORTS): Promise<void> {
  await page.setViewportSize(VIEWPORTS[viewport]);
  await page.goto(path, { waitUntil: 'networkidle' });
  await settle(page);
  await delay(1_000);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** The pictures of README and docs, taken of the demo as it is today. */
async function takeAll(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const hub = await HubProcess.start({ args: ['--demo'] });
  const browser = await TestBrowser.start();
  let { page } = await browser.visit(hub.url);
  try {
    await picture(page, '/', 'setup', 'wide');
    const owner = await completeSetup(hub);
    await delay(LIVED_MS);
    ({ page } = await browser.visit(hub.url, { cookies: owner.cookies }));
    await picture(page, '/', 'dashboard', 'wide');
    await picture(page, '/', 'dashboard-phone', 'phone');
    await picture(page, '/activity', 'activity', 'wide');
    await picture(page, '/devices', 'devices', 'wide');
    await picture(page, '/settings/activity', 'settings', 'wide');
  } finally {
    await browser.close();
    await hub.dispose();
  }
}

await takeAll();
