import type { Area, CreatedToken, Device, User } from '@lightkeeper/plugin-sdk/wire';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../support/home.js';
import { expectNoSidewaysScroll } from '../support/looks.js';

/** Names that would act if any of them were taken for more than text: as an element, as a script, as a template. */
const NAMES = [
  '<img src=x onerror=window.__pwned=1>',
  '"><script>window.__pwned=1</script>',
  "{{7*7}}${7*7}'-alert(1)-'",
  '</bdi><svg/onload=window.__pwned=1>',
];
const HOMES_NAME = '</title><script>window.__pwned=1</script>';

let home: Home;
let page: Page;
const devices: Device[] = [];
const areas: Area[] = [];

beforeAll(async () => {
  home = await Home.start();
  await home.does('PATCH', '/settings/hub', { home_name: HOMES_NAME });
  for (const [index, name] of NAMES.entries()) {
    const area = await home.does<Area>('POST', '/areas', { name, kind: 'other' });
    areas.push(area);
    const device = await home.does<Device>('POST', '/devices', {
      name,
      driver: 'virtual',
      config: {},
      area_id: area.id,
      labels: [`<b>${index}</b>`],
    });
    devices.push(device);
    await home.does('POST', `/devices/${device.id}/command`, { on: true });
    await home.does<CreatedToken>('POST', '/tokens', { name, role: 'viewer', scopes: ['*'] });
    await home.does<User>('POST', '/users', {
      name: `guest${index}`,
      display_name: name,
      role: 'guest',
      password: 'a long enough password',
    });
  }
  await home.hub.api('POST', '/auth/login', { name: NAMES[0], password: 'not the password' });
  page = (await home.visit('/')).page;
});
afterAll(async () => {
  await home.end();
});

/** How often a name stands in the page's text, shadow roots included, and what no text may have made. */
async function look(name: string): Promise<{ texts: number; made: string[]; pwned: unknown; title: string }> {
  return page.evaluate((wanted) => {
    const roots: (Document | ShadowRoot)[] = [document];
    const made: string[] = [];
    let texts = 0;
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot !== null) roots.push(element.shadowRoot);
        const acts = [...element.attributes].some(({ name: attribute }) => attribute.startsWith('on'));
        if (acts || element.matches('img, iframe, object, embed, [src="x"]'))
          made.push(new XMLSerializer().serializeToString(element).slice(0, 200));
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').includes(wanted)) texts += 1;
      }
    }
    const { __pwned: pwned } = globalThis as unknown as { __pwned: unknown };
    return { texts, made, pwned, title: document.title };
  }, name);
}

async function expectTextOnly(names: readonly string[] = NAMES): Promise<void> {
  for (const name of names) {
    await expect.poll(async () => (await look(name)).texts, { message: `${name} at ${page.url()}` }).toBeGreaterThan(0);
    expect(await look(name)).toMatchObject({ made: [], pwned: undefined });
  }
}

describe('a hostile name is text', () => {
  it.each([['/'], ['/devices'], ['/devices?by=kind'], ['/settings/people'], ['/settings/tokens']])('on %s', async (path) => {
    await page.goto(path);
    await expectTextOnly();
  });

  it("on a device's page, in its title, and in what opens there", async () => {
    for (const [index, { id, name }] of devices.entries()) {
      await page.goto(`/devices/${id}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expectTextOnly([name, `<b>${index}</b>`]);
      expect((await look(name)).title).toBe(`${name} · ${HOMES_NAME}`);
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Delete …' }).click();
      await page.getByRole('heading', { name: `Delete ${name}?` }).waitFor();
      await page.locator('lk-dialog[open]').getByRole('button', { name: 'Keep it' }).click();
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Edit …' }).click();
      await page.getByRole('heading', { name: `Change ${name}` }).waitFor();
      await expectTextOnly([name]);
    }
  });

  it('in the log: its rows, its filters, its counts, and an open entry', async () => {
    await page.goto('/activity');
    await page.getByRole('article').first().waitFor();
    await expectTextOnly();
    for (const label of ['Who', 'Thing']) {
      await page.getByRole('search').getByRole('button', { name: label, exact: true }).click();
      await page.locator('lk-activity-filter-chip[open]').waitFor();
      if (label === 'Thing') await expectTextOnly();
      await page.keyboard.press('Escape');
    }
    await page.goto(`/activity?entity_id=${devices[0]?.id ?? ''}`);
    await page.getByRole('article', { name: /turned on/ }).click();
    await page.locator('lk-activity-entry-detail').waitFor();
    await expectTextOnly(NAMES.slice(0, 1));
    await page.goto(`/activity?message_like=${encodeURIComponent(NAMES[0] ?? '')}&actor=${encodeURIComponent(`user:${NAMES[1] ?? ''}`)}`);
    await page.getByText('Nothing matches').waitFor();
    await expectTextOnly(NAMES.slice(0, 2));
  });

  it('in questions and in what is said in passing', async () => {
    await page.goto('/settings/tokens');
    await page.getByRole('button', { name: 'Revoke …' }).first().click();
    await page.getByRole('heading', { name: /^Revoke “/ }).waitFor();
    await page.locator('lk-dialog[open]').getByRole('button', { name: 'Keep' }).click();
    const [first] = devices;
    await page.goto(`/devices/${first?.id ?? ''}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete …' }).click();
    await page.locator('lk-dialog[open]').getByRole('button', { name: 'Delete it' }).click();
    await page
      .locator('lk-toast-host')
      .getByText(`${NAMES[0] ?? ''} is deleted`)
      .waitFor();
    await expectTextOnly(NAMES.slice(0, 1));
  });

  it("and so is the home's own", async () => {
    await page.goto('/settings/home');
    await expect.poll(() => page.getByLabel('Name of the home').inputValue()).toBe(HOMES_NAME);
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await look('')).toMatchObject({ made: [], pwned: undefined });
  });

  it('and breaks no page at the narrowest', async () => {
    const long = 'Unbreakable'.repeat(7);
    await home.does('PATCH', `/areas/${areas[1]?.id ?? ''}`, { name: long });
    await home.does('PATCH', `/devices/${devices[1]?.id ?? ''}`, { name: long });
    await page.setViewportSize({ width: 360, height: 780 });
    for (const path of ['/', '/devices', `/devices/${devices[1]?.id ?? ''}`, '/activity', '/settings/people', '/settings/tokens']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expectNoSidewaysScroll(page);
    }
    home.check();
  });
});
