import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg } from '../i18n/msg.js';

/** The shell's own pages, each loaded when it is opened. */
const PAGES = {
  setup: () => import('../pages/setup.js'),
  'sign-in': () => import('../pages/sign-in.js'),
  frame: () => import('./frame.js'),
  dashboard: () => import('../pages/dashboard.js'),
  more: () => import('../pages/more.js'),
  settings: () => import('../pages/settings/settings.js'),
  account: () => import('../pages/settings/account.js'),
  home: () => import('../pages/settings/home.js'),
  people: () => import('../pages/settings/people.js'),
  tokens: () => import('../pages/settings/tokens.js'),
  plugins: () => import('../pages/settings/plugins.js'),
  mqtt: () => import('../pages/settings/mqtt/mqtt.js'),
  logs: () => import('../pages/settings/logs.js'),
  about: () => import('../pages/settings/about.js'),
} as const;

export type PageName = keyof typeof PAGES;

/** Loads one of the shell's pages and shows it. The page's element is named `lk-<page>`. */
@customElement('lk-lazy')
export class LkLazy extends LitElement {
  @property() page: PageName = 'dashboard';
  @property({ attribute: false }) props: Record<string, unknown> = {};
  @state() private node: HTMLElement | null = null;
  @state() private failed = false;

  protected override createRenderRoot(): this {
    // No root of its own, so that the page's styles and landmarks stand where the lazy element does.
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('page')) void this.load(this.page);
    else if (changed.has('props') && this.node) Object.assign(this.node, this.props);
  }

  private async load(page: PageName): Promise<void> {
    this.failed = false;
    try {
      await PAGES[page]();
      if (page === this.page) this.node = Object.assign(document.createElement(`lk-${page}`), this.props);
    } catch (error) {
      reportError(error);
      this.failed = true;
    }
  }

  override render() {
    if (this.failed) {
      return html`<p role="alert">
        ${msg('This page could not be loaded. The hub may be away, or have been updated.')}
        <a
          href=${location.href}
          target="_self"
          @click=${() => {
            location.reload();
          }}
          >${msg('Load it again')}</a
        >
      </p>`;
    }
    return this.node ?? nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-lazy': LkLazy;
  }
}
