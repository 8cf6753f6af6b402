import type { ApiClient } from './api.js';
import { TestBrowser } from './browser.js';
import type { Visitor, VisitOptions } from './browser.js';
import { HubProcess } from './hub-process.js';
import type { HubOptions } from './hub-process.js';
import { completeSetup } from './setup.js';

/** How long a page may take for one step: far more than it needs on a busy machine. */
const PATIENCE_MS = 15_000;

/** A running hub with its owner, and a browser that is signed in as the owner. */
export class Home {
  private readonly visitors: Visitor[] = [];

  private constructor(
    public hub: HubProcess,
    public owner: ApiClient,
    readonly browser: TestBrowser,
  ) {}

  static async start(options: HubOptions = {}): Promise<Home> {
    const [hub, browser] = await Promise.all([HubProcess.start(options), TestBrowser.start()]);
    try {
      return new Home(hub, await completeSetup(hub), browser);
    } catch (error) {
      await Promise.all([hub.dispose(), browser.close()]);
      throw error;
    }
  }

  /** Opens a page of its own at `path`, signed in as the owner. */
  async visit(path: string, options: VisitOptions = {}): Promise<Visitor> {
    const visitor = await this.browser.visit(this.hub.url, { cookies: this.owner.cookies, ...options });
    visitor.context.setDefaultTimeout(PATIENCE_MS);
    this.visitors.push(visitor);
    await visitor.page.goto(path);
    return visitor;
  }

  /** Does something by the API as the owner, in another browser, and gives the answer's body. */
  async does<T = unknown>(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'GET', path: string, body?: unknown): Promise<T> {
    const answer = await this.owner.api<T>(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** What matches is expected of every page from now on, see {@link PageGuard.allow}. */
  allow(pattern: RegExp): void {
    for (const { guard } of this.visitors) guard.allow(pattern);
  }

  /** Throws when one of the pages that were opened did what no page may do. */
  check(): void {
    for (const { guard } of this.visitors) guard.check();
  }

  /** The hub again after `hub.stop()`, on the same data and, where the first had one of its own, the same port; the owner stays signed in. */
  async again(): Promise<void> {
    const { cookies } = this.owner;
    this.hub = await this.hub.again();
    this.owner = this.hub.client();
    for (const [name, value] of cookies) this.owner.cookies.set(name, value);
  }

  async end(): Promise<void> {
    await this.browser.close();
    await this.hub.dispose();
  }
}
