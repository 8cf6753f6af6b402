import type { BrowserContext, ConsoleMessage, Page, Request } from 'playwright-core';

/**
 * Watches all pages of a context for what must never happen: a request to another host, an error on the console (a refused script or
 * style is one), an error nobody caught.
 */
export class PageGuard {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];

  constructor(
    context: BrowserContext,
    private readonly origin: string,
  ) {
    context.on('request', (request) => {
      this.onRequest(request);
    });
    context.on('console', (message) => {
      this.onConsole(message);
    });
    context.on('weberror', (error) => {
      const { stack = '', message } = error.error();
      this.report(`error: ${stack === '' ? message : stack}`);
    });
  }

  /** What matches is expected from now on: `/status of 401/` where a test signs in with a wrong password. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  /** Throws with all that was found since the last call. */
  check(): void {
    const found = this.found.splice(0);
    if (found.length > 0) throw new Error(`The page did what it must not:\n${found.join('\n')}`);
  }

  private onRequest(request: Request): void {
    const url = new URL(request.url());
    if (url.protocol === 'data:' || url.protocol === 'blob:' || url.protocol === 'about:') return;
    if (url.host !== new URL(this.origin).host) this.report(`request to another host: ${request.method()} ${request.url()}`);
  }

  private onConsole(message: ConsoleMessage): void {
    if (message.type() !== 'error') return;
    const { url, lineNumber } = message.location();
    this.report(`console: ${message.text()} (${url}:${lineNumber})`);
  }

  private report(text: string): void {
    if (!this.allowed.some((pattern) => pattern.test(text))) this.found.push(text);
  }
}

/** Waits until all of a page's web fonts are there and nothing moves, so that pictures and measurements are of the page at rest. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    // What has just been changed begins to move with the next frame.
    await new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame)));
    // Each shadow root keeps its animations to itself.
    const roots: (Document | ShadowRoot)[] = [document];
    for (const root of roots) {
      for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot !== null) roots.push(shadowRoot);
    }
    const moving = roots.flatMap((root) => root.getAnimations());
    const ending = moving.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    // Looked at rather than awaited: where the page changes its width meanwhile, Chromium may leave `finished` open for ever.
    while (ending.some(({ playState }) => playState === 'running')) await new Promise((frame) => requestAnimationFrame(frame));
  });
}
