import type { Health } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { base } from '../elements/base.js';
import { msg } from '../i18n/msg.js';
import { connection } from '../live/live.js';
import { navigate, pageLocation } from '../router/router.js';
import { displayName, session } from '../store/session.js';
import { StoreController } from '../store/store.js';
import { roleWord } from '../words/roles.js';
import { frameStyles } from './frame.styles.js';
import { manifest } from './manifest.js';
import { isCurrent, navItems, panelFor, phoneItems, type NavItem } from './navigation.js';
import { Shortcuts } from './shortcuts.js';
import '../elements/lk-actor-chip.js';
import '../elements/lk-empty.js';
import '../elements/lk-icon.js';
import '../elements/lk-pill.js';
import '../elements/lk-skeleton.js';
import '../elements/lk-toast.js';
import './lk-banners.js';
import './lk-keys.js';
import './lk-lazy.js';
import './lk-mark.js';
import './lk-mount.js';

/** The hub's frame around every page: navigation, what the hub has to say, and the page itself. */
@customElement('lk-frame')
export class LkFrame extends LitElement {
  static override styles = [base, frameStyles];

  @property({ attribute: false }) health: Health | null = null;
  @query('main') private readonly main!: HTMLElement;
  @query('lk-keys') private readonly keys!: HTMLElementTagNameMap['lk-keys'];
  private readonly place = new StoreController(this, pageLocation);
  private readonly manifest = new StoreController(this, manifest);
  private readonly session = new StoreController(this, session);
  private readonly live = new StoreController(this, connection, (value) => value.state);

  constructor() {
    super();
    const go = (letter: string, does: string) => {
      const item = (): NavItem | undefined => navItems(manifest.value).find((one) => one.letter === letter);
      const run = (): void => {
        const found = item();
        if (found) navigate(found.path);
      };
      return { [`g ${letter}`]: { does, run, when: () => item() !== undefined } };
    };
    new Shortcuts(
      this,
      {
        ...go('d', msg('Dashboard')),
        ...go('v', msg('Devices')),
        ...go('c', msg('Capture')),
        ...go('s', msg('Scenes')),
        ...go('u', msg('Automations')),
        ...go('a', msg('Activity')),
        ...go(',', msg('Settings')),
        '?': {
          does: msg('This list'),
          run: () => {
            this.keys.show();
          },
        },
      },
      msg('Everywhere'),
    );
  }

  private readonly onArrived = (): void => {
    // A screen reader goes on from the new page, not from the link that led to it.
    this.main.focus({ preventScroll: true });
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('lk-arrived', this.onArrived);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('lk-arrived', this.onArrived);
  }

  override render() {
    const items = navItems(this.manifest.value);
    const phone = phoneItems(items);
    return html`<header><button type="button" class="skip" @click=${this.onSkip}>${msg('Skip to the page')}</button></header>
      <nav aria-label=${msg('Main')}>
        <a class="brand" href="/" aria-label=${msg('Lightkeeper, Dashboard')}><lk-mark></lk-mark><span>Lightkeeper</span></a>
        <ul>
          ${items.map((item) => this.item(item, phone.includes(item) ? '' : 'wide'))}
          ${phone.filter((item) => !items.includes(item)).map((item) => this.item(item, 'phone'))}
        </ul>
        ${this.keeper()}
      </nav>
      <main id="main" tabindex="-1">
        <lk-banners .health=${this.health}></lk-banners>
        ${this.page(this.place.value.path)}
      </main>
      <lk-toast-host></lk-toast-host>
      <lk-keys></lk-keys>`;
  }

  private onSkip(): void {
    this.main.focus();
  }

  private item(item: NavItem, kind: '' | 'wide' | 'phone') {
    const { path } = this.place.value;
    const elsewhere = item.path === '/more' && !phoneItems(navItems(this.manifest.value)).some((one) => isCurrent(one.path, path));
    const current = isCurrent(item.path, path) || elsewhere;
    return html`<li class=${kind}>
      <a href=${item.path} aria-current=${current ? 'page' : nothing} aria-keyshortcuts=${item.letter ? `g ${item.letter}` : nothing}
        ><lk-icon name=${item.icon}></lk-icon><span>${item.title}</span></a
      >
    </li>`;
  }

  private keeper() {
    const me = this.session.value.principal;
    if (!me) return nothing;
    const name = displayName(me);
    return html`<a class="keeper" href="/settings/account" title=${name}>
      <lk-actor-chip big actor=${`user:${me.name}`} .label=${name}></lk-actor-chip>
      <span class="name"
        ><b><bdi>${name}</bdi></b
        ><small>${roleWord(me.role)}</small></span
      >
      ${this.wellness()}<span class="sr">${msg('Your account')}</span>
    </a>`;
  }

  private wellness() {
    if (this.live.value === 'away') return html`<lk-pill tone="warning" icon="wifi-off">${msg('Hub away')}</lk-pill>`;
    if (this.health?.status === 'degraded') return html`<lk-pill tone="warning" icon="triangle-alert">${msg('Partly well')}</lk-pill>`;
    return html`<lk-pill tone="ok" live>${msg('Hub well')}</lk-pill>`;
  }

  private page(path: string) {
    if (path === '/') return html`<lk-lazy page="dashboard"></lk-lazy>`;
    if (path === '/more') return html`<lk-lazy page="more"></lk-lazy>`;
    if (isCurrent('/settings', path))
      return html`<lk-lazy page="settings" .props=${{ subpath: path.slice('/settings/'.length), health: this.health }}></lk-lazy>`;
    if (!this.manifest.value) return html`<div class="gone"><lk-skeleton></lk-skeleton></div>`;
    const found = panelFor(this.manifest.value.panels, path);
    if (!found) {
      return html`<div class="gone">
        <h1 class="sr">${msg('Not found')}</h1>
        <lk-empty
          art="search"
          heading=${msg('There is nothing at this address')}
          text=${msg('It may belong to a plugin that does not run, or need a role that you do not have.')}
          ><a class="link" href="/">${msg('Go to the Dashboard')}</a></lk-empty
        >
      </div>`;
    }
    const { panel, subpath } = found;
    return html`<lk-mount module=${panel.module} element=${panel.element} owner=${panel.title} .props=${{ panel, subpath }}></lk-mount>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-frame': LkFrame;
  }
}
