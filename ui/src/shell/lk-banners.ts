import type { Health } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../elements/base.js';
import { formatTime } from '../i18n/format.js';
import { msg, str } from '../i18n/msg.js';
import { connection, events } from '../live/live.js';
import { StoreController } from '../store/store.js';
import '../elements/lk-button.js';
import '../elements/lk-note.js';

/** A short break is not worth a bar that pushes the page down. */
const PATIENCE_MS = 1500;

/** What the whole hub has to say: that it is a demo, that it runs with its built-in plugins alone, that it does not answer. */
@customElement('lk-banners')
export class LkBanners extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        max-inline-size: var(--lk-content);
        margin-inline: auto;
      }
      :host > div,
      lk-note {
        margin-block-end: var(--lk-space-4);
      }
      lk-note b {
        color: var(--lk-text);
      }
      .demo {
        display: flex;
        align-items: center;
        gap: var(--lk-space-3);
        padding: var(--lk-space-2) var(--lk-space-4);
        border: 1px dashed var(--lk-line-strong);
        border-radius: var(--lk-radius-m);
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      .demo b {
        color: var(--lk-text);
      }
      .demo lk-icon {
        font-size: 1rem;
      }
    `,
  ];

  @property({ attribute: false }) health: Health | null = null;
  private readonly live = new StoreController(this, connection);
  private away_since = 0;
  private ticker: number | undefined;

  protected override willUpdate(): void {
    const away = this.live.value.state === 'away';
    if (!away) {
      window.clearInterval(this.ticker);
      this.ticker = undefined;
      this.away_since = 0;
    } else if (this.ticker === undefined) {
      this.away_since = Date.now();
      this.ticker = window.setInterval(() => {
        this.requestUpdate();
      }, 1000);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.ticker);
    this.ticker = undefined;
  }

  override render() {
    return html`${
        this.health?.demo
          ? html`<div class="demo" role="note">
              <lk-icon name="flask-conical"></lk-icon
              ><span><b>${msg('Demo: simulated home.')}</b> ${msg('No light here is real, and nothing you do reaches one.')}</span>
            </div>`
          : nothing
      }
      ${
        this.health?.safe_mode
          ? html`<lk-note tone="warning" icon="life-buoy"
              ><b>${msg('Safe mode.')}</b>
              ${msg('Only the built-in plugins run. Start the hub without --safe-mode to have the others back.')}</lk-note
            >`
          : nothing
      }
      <div role="status">${this.away()}</div>`;
  }

  private away() {
    const { state, last_heard_at, next_try_at } = this.live.value;
    if (state !== 'away' || Date.now() - this.away_since < PATIENCE_MS) return nothing;
    const seconds = Math.max(0, Math.ceil(((next_try_at ?? 0) - Date.now()) / 1000));
    return html`<lk-note tone="warning" icon="wifi-off"
      ><b>${msg('The hub does not answer.')}</b>
      ${last_heard_at === null ? nothing : msg(str`What you see is from ${formatTime(last_heard_at)}.`)}
      <span aria-hidden="true">${seconds > 0 ? msg(str`Trying again in ${seconds} s.`) : msg('Trying again.')}</span>
      <lk-button
        slot="action"
        size="s"
        @click=${() => {
          events.retryNow();
        }}
        >${msg('Now')}</lk-button
      ></lk-note
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-banners': LkBanners;
  }
}
