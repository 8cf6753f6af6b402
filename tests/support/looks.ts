import type { Page } from 'playwright-core';
import { expectAccessible } from './axe.js';
import { VIEWPORTS } from './browser.js';
import { settle } from './page-guard.js';

/** The narrowest screen that the UI is made for. */
const NARROWEST = { width: 360, height: 780 };

/** Throws when the page can be scrolled sideways, naming what stands out. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { over, widest } = await page.evaluate(() => {
    const roots: (Document | ShadowRoot)[] = [document];
    let widest = { right: 0, name: '' };
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot !== null) roots.push(element.shadowRoot);
        const { right } = element.getBoundingClientRect();
        if (right > widest.right) widest = { right, name: `${element.localName}.${element.className}` };
      }
    }
    return { over: document.documentElement.scrollWidth - document.documentElement.clientWidth, widest };
  });
  if (over > 0) throw new Error(`${page.url()} is ${over} px too wide at ${page.viewportSize()?.width ?? 0} px: ${JSON.stringify(widest)}`);
}

/** Looks at the page on a phone and on a wide screen, dark and light: nothing grave to axe, nothing to scroll sideways. */
export async function expectWellInEveryLook(page: Page): Promise<void> {
  const before = page.viewportSize() ?? VIEWPORTS.wide;
  for (const size of [NARROWEST, VIEWPORTS.wide]) {
    await page.setViewportSize(size);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await settle(page);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  }
  await page.setViewportSize(before);
}
