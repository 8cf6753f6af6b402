import type { Health } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../api/client.js';
import { events } from '../live/live.js';
import { safeRedirect } from '../router/match.js';
import { navigate, pageLocation } from '../router/router.js';
import { clearCollections } from '../store/collections.js';
import { loadSession, session, type SessionState } from '../store/session.js';
import { StoreController } from '../store/store.js';
import { followManifest, forgetManifest } from './manifest-follower.js';
import './lk-away.js';
import './lk-lazy.js';

const AGAIN_MS = 3000;

/** The whole page: decides between setting up, signing in, and the hub itself. */
@customElement('lk-app')
export class LkApp extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-block-size: 100dvh;
    }
  `;

  @state() private health: Health | null = null;
  @state() private away = false;
  private readonly session = new StoreController(this, session);
  private readonly place = new StoreController(this, pageLocation);
  private retry: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    session.subscribe((now) => {
      this.onSession(now);
    });
    events.on('hello', () => {
      void this.ask();
    });
    void this.ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.retry);
  }

  /** Asks how the hub is and, once it has an owner, who we are. */
  private async ask(): Promise<void> {
    window.clearTimeout(this.retry);
    try {
      this.health = await api.get<Health>('health');
      if (!this.health.setup_required && session.value.status === 'unknown') await loadSession();
      this.away = false;
    } catch {
      if (session.value.status === 'signed_in') return;
      this.away = true;
      this.retry = window.setTimeout(() => void this.ask(), AGAIN_MS);
    }
  }

  private onSession({ status }: SessionState): void {
    if (status === 'signed_in') {
      if (this.health) this.health = { ...this.health, setup_required: false };
      events.start();
      followManifest();
      const { path, query } = pageLocation.value;
      if (path === '/sign-in' || path === '/setup') navigate(safeRedirect(query.get('redirect')), { replace: true });
    } else if (status === 'signed_out') {
      events.stop();
      forgetManifest();
      clearCollections();
      const { path, query } = pageLocation.value;
      if (path !== '/sign-in') {
        const from = `${path}${query.size > 0 ? `?${query.toString()}` : ''}`;
        navigate(from === '/' ? '/sign-in' : `/sign-in?redirect=${encodeURIComponent(from)}`, { replace: true });
      }
    }
  }

  override render(): TemplateResult | typeof nothing {
    const { health } = this;
    if (this.away) return html`<lk-away @lk-retry=${() => void this.ask()}></lk-away>`;
    if (!health) return nothing;
    if (health.setup_required) {
      if (this.place.value.path !== '/setup') navigate('/setup', { replace: true });
      return html`<lk-lazy page="setup"></lk-lazy>`;
    }
    switch (this.session.value.status) {
      case 'unknown':
        return nothing;
      case 'signed_out':
        return html`<lk-lazy page="sign-in"></lk-lazy>`;
      case 'signed_in':
        return html`<lk-lazy page="frame" .props=${{ health }}></lk-lazy>`;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-app': LkApp;
  }
}
