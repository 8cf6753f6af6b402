import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ActivityEntry, Automation, Device, Page as ListOf, Scene } from '@lightkeeper/plugin-sdk/wire';
import type { Page } from 'playwright-core';
import type { ApiClient } from '../support/api.js';
import { TestBrowser, VIEWPORTS } from '../support/browser.js';
import { HubProcess } from '../support/hub-process.js';
import { settle } from '../support/page-guard.js';
import { completeSetup, createToken, signIn } from '../support/setup.js';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'screenshots');
/** Between two acts of the people in the pictures; meanwhile the demo home lives on by itself. */
const PAUSE_MS = 9_000;
const BEN = { name: 'ben', display_name: 'Ben', role: 'member', password: 'a lamp in every window' } as const;

async function picture(page: Page, path: string, name: string, viewport: keyof typeof VIEWPORTS): Promise<void> {
  await page.setViewportSize(VIEWPORTS[viewport]);
  await page.goto(path, { waitUntil: 'networkidle' });
  await settle(page);
  await delay(1_000);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function first<T>(owner: ApiClient, path: string, wanted: (one: T) => boolean): Promise<T | undefined> {
  return (await owner.api<ListOf<T>>('GET', path)).body.items.find(wanted);
}

/** Two people and a script go about an evening, so that the log has something to tell. Gives the light that has seen most of it. */
async function live(hub: HubProcess, anna: ApiClient): Promise<string> {
  const { items } = (await anna.api<ListOf<Device>>('GET', '/devices')).body;
  const id = (name: string): string => items.find((device) => device.name === name)?.id ?? '';
  await anna.api('POST', '/users', BEN);
  await hub.api('POST', '/auth/login', { name: BEN.name, password: 'a lamp in every room' });
  await delay(PAUSE_MS);
  const ben = await signIn(hub, BEN.name, BEN.password);
  const bridge = hub.client((await createToken(anna, 'ha-bridge', 'member')).token);
  const acts: (readonly [by: ApiClient, name: string, command: object])[] = [
    [anna, 'Sofa lamp', { brightness: 191, transition_ms: 2_000 }],
    [ben, 'Desk bar', { on: false }],
    [bridge, 'String lights', { brightness: 140 }],
    [ben, 'Bedside lamp', { brightness: 64 }],
    [anna, 'Sofa lamp', { color: { r: 255, g: 140, b: 60 } }],
    [ben, 'Desk bar', { on: true, brightness: 178 }],
    [bridge, 'Sofa lamp', { brightness: 160 }],
  ];
  for (const [by, name, command] of acts) {
    const { status, body } = await by.api('POST', `/devices/${id(name)}/command`, command);
    if (status !== 200) throw new Error(`${name} was not commanded: ${JSON.stringify(body)}`);
    await delay(PAUSE_MS);
  }
  return id('Sofa lamp');
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
    const lamp = await live(hub, owner);
    ({ page } = await browser.visit(hub.url, { cookies: owner.cookies }));
    await picture(page, '/', 'dashboard', 'wide');
    await picture(page, '/', 'dashboard-phone', 'phone');
    await picture(page, '/activity', 'activity', 'wide');
    await picture(page, '/devices', 'devices', 'wide');
    await picture(page, `/devices/${lamp}`, 'device', 'wide');
    await picture(page, '/settings/activity', 'settings', 'wide');
    const scene = await first<Scene>(owner, '/scenes', ({ name }) => name === 'Evening');
    await owner.api('POST', `/scenes/${scene?.id ?? ''}/activate`, {});
    await picture(page, '/scenes', 'scenes', 'wide');
    const reading = await first<Automation>(owner, '/automations', ({ name }) => name === 'Reading in bed');
    await owner.api('POST', `/automations/${reading?.id ?? ''}/run`, {});
    await picture(page, `/automations/${reading?.id ?? ''}`, 'automation', 'wide');
    const lit = await first<ActivityEntry>(owner, '/activity', ({ actor }) => actor === 'automation:Reading in bed');
    await picture(page, `/activity?entry=${lit?.id ?? ''}`, 'why', 'wide');
  } finally {
    await browser.close();
    await hub.dispose();
  }
}

await takeAll();
