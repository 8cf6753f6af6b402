import type { Automation, Device, Page as ApiPage, TraceSummary } from '@lightkeeper/plugin-sdk/wire';
import type { Locator, Page } from 'playwright-core';
import { takePictures } from './browser.js';
import type { Home } from './home.js';

/** The pages of automations, as somebody works with them in a browser. */
export class AutomationPages {
  constructor(
    private readonly home: Home,
    public page: Page,
  ) {}

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** The list of steps under one of the three headings. */
  steps(name: 'When' | 'And if' | 'Then'): Locator {
    return this.page.locator('lk-card').filter({ has: this.page.getByRole('heading', { level: 2, name, exact: true }) });
  }

  /** Adds a step from the list of kinds. */
  async add(list: Locator, what: string, kind: string): Promise<void> {
    await list.getByRole('button', { name: what }).last().click();
    const dialog = this.page.locator('lk-dialog[open]');
    await dialog.getByRole('searchbox', { name: 'Search' }).fill(kind);
    await dialog
      .getByRole('button', { name: new RegExp(`^${kind}`) })
      .first()
      .click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** Chooses from a field that is searched by typing. */
  async choose(field: Locator, option: string): Promise<void> {
    await field.click();
    await field.fill(option);
    await this.page.getByRole('option', { name: option }).first().click();
  }

  /** What steps are called, in their order. */
  order(list: Locator): Promise<string[]> {
    return list.evaluate((element) =>
      [...(element.shadowRoot?.querySelectorAll('ol > li > lk-step-card') ?? [])].map(
        (card) => card.shadowRoot?.querySelector('.title b')?.textContent ?? '',
      ),
    );
  }

  async all(): Promise<Automation[]> {
    return (await this.home.does<ApiPage<Automation>>('GET', '/automations')).items;
  }

  async named(name: string): Promise<Automation> {
    const found = (await this.all()).find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no automation ${name}.`);
    return found;
  }

  async runs(name: string): Promise<TraceSummary[]> {
    return (await this.home.does<ApiPage<TraceSummary>>('GET', `/automations/${(await this.named(name)).id}/traces`)).items;
  }

  device({ id }: Device): Promise<Device> {
    return this.home.does<Device>('GET', `/devices/${id}`);
  }

  turn({ id }: Device, on: boolean): Promise<unknown> {
    return this.home.does('POST', `/devices/${id}/command`, { on });
  }

  /** Pictures of the page, into the folder that `LK_PICTURES` names. */
  async pictures(name: string): Promise<void> {
    const folder = process.env.LK_PICTURES;
    if (folder !== undefined) await takePictures(this.page, folder, name, { full_page: true });
  }
}
