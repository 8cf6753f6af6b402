import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumPath } from './chromium.js';
import { PageGuard, settle } from './page-guard.js';

/** Sizes that every page is looked at in: a phone, and a wide screen. */
export const VIEWPORTS = { phone: { width: 390, height: 844 }, wide: { width: 1600, height: 1000 } } as const;
export type ViewportName = keyof typeof VIEWPORTS;

const FLAGS = [
  // Runs as root in containers; it opens nothing but the hub under test.
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-dev-shm-usage',
  '--no-first-run',
  // Names of other hosts lead nowhere, even if a page tries. One leads to the hub, as a name on a home's network does.
  '--host-resolver-rules=MAP lights.home 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** What makes a browser share the screen that it is on without asking anybody. */
const SHARING_FLAGS = ['--ozone-platform=x11', '--auto-select-desktop-capture-source=Entire screen', '--window-position=0,0'];

export interface Visitor {
  page: Page;
  context: BrowserContext;
  guard: PageGuard;
  close: () => Promise<void>;
}

export interface VisitOptions {
  viewport?: ViewportName;
  color_scheme?: 'dark' | 'light';
  /** Cookies by name, for a visitor who is signed in already. */
  cookies?: Iterable<readonly [string, string]>;
  context?: BrowserContextOptions;
}

/** Real Chromium, one per test file; each visitor has a profile of its own. */
export class TestBrowser {
  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<TestBrowser> {
    return new TestBrowser(await chromium.launch({ executablePath: await chromiumPath(), args: FLAGS }));
  }

  /**
   * A browser with a window of this size in the corner of an X display, which can share what is on it; the one from npm has no screens. See
   * {@link desktopChromium} for where it comes from.
   */
  static async onScreen(executablePath: string, display: string, [width, height]: readonly [number, number]): Promise<TestBrowser> {
    const args = [...FLAGS, ...SHARING_FLAGS, `--window-size=${width},${height}`];
    const env = { ...process.env, DISPLAY: display } as Record<string, string>;
    return new TestBrowser(await chromium.launch({ executablePath, headless: false, args, env }));
  }

  /** Opens an empty page for a new visitor of the hub at `origin`; `guard.check()` at the end says whether all was well. */
  async visit(origin: string, options: VisitOptions = {}): Promise<Visitor> {
    const context = await this.browser.newContext({
      baseURL: origin,
      viewport: VIEWPORTS[options.viewport ?? 'wide'],
      colorScheme: options.color_scheme ?? 'dark',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      ...options.context,
    });
    const cookies = [...(options.cookies ?? [])].map(([name, value]) => ({ name, value, url: origin }));
    if (cookies.length > 0) await context.addCookies(cookies);
    const guard = new PageGuard(context, origin);
    const page = await context.newPage();
    return { page, context, guard, close: () => context.close() };
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/**
 * Takes pictures of the page as it is: `<name>-<viewport>-<scheme>.png` in `folder`, by default for both sizes and both schemes.
 * Gives their paths.
 */
export async function takePictures(
  page: Page,
  folder: string,
  name: string,
  options: { viewports?: readonly ViewportName[]; schemes?: readonly ('dark' | 'light')[]; full_page?: boolean } = {},
): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const paths: string[] = [];
  for (const viewport of options.viewports ?? (['phone', 'wide'] as const)) {
    await page.setViewportSize(VIEWPORTS[viewport]);
    for (const scheme of options.schemes ?? (['dark', 'light'] as const)) {
      await page.emulateMedia({ colorScheme: scheme });
      await settle(page);
      const file = path.join(folder, `${name}-${viewport}-${scheme}.png`);
      await page.screenshot({ path: file, fullPage: options.full_page ?? false });
      paths.push(file);
    }
  }
  return paths;
}
