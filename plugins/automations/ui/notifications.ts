import type { Notification } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, can, events, formatSince, msg, plural, session, str, toast } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { notifications } from './live/notifications.js';

/** So many are shown before the rest is asked for. */
const FIRST = 5;
const ICONS = { info: 'bell', warning: 'triangle-alert', error: 'octagon-x' } as const;

/** The Dashboard's card of what people should know. Nothing at all while there is nothing. */
@customElement('lk-notifications')
export class LkNotifications extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      li {
        display: grid;
        grid-template-columns: 1.25rem minmax(0, 1fr) auto;
        gap: 0 var(--lk-space-3);
        padding: var(--lk-space-3) var(--lk-space-4);
        border-block-start: 1px solid var(--lk-line);
      }
      li > lk-icon {
        margin-block-start: 0.125rem;
        color: var(--lk-text-quiet);
      }
      .warning > lk-icon {
        color: var(--lk-warning);
      }
      .error > lk-icon {
        color: var(--lk-error);
      }
      b,
      p {
        overflow-wrap: anywhere;
      }
      p {
        white-space: pre-line;
      }
      small {
        display: block;
        font-size: var(--lk-size-s);
        color: var(--lk-text-faint);
      }
      .more {
        padding: var(--lk-space-2) var(--lk-space-4) var(--lk-space-3);
        border-block-start: 1px solid var(--lk-line);
      }
    `,
  ];

  @state() private all = false;
  private readonly items = new StoreController(this, notifications);
  private readonly session = new StoreController(this, session);
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // Where the card is out of sight, as below on a phone, it is said in passing too.
    this.stop = events.on('notification', ({ notification }) => {
      if (notification !== null && !this.inSight())
        toast(notification.title, { tone: notification.severity === 'error' ? 'error' : 'info' });
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  private inSight(): boolean {
    const { top, bottom, height } = this.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < window.innerHeight;
  }

  override render() {
    const all = this.items.value;
    // Without it the place of an empty card would stay between its neighbours.
    this.hidden = all.length === 0;
    if (this.hidden) return nothing;
    const shown = this.all ? all : all.slice(0, FIRST);
    return html`<lk-card flush heading=${msg('Notifications')} count=${all.length > 1 ? String(all.length) : ''}>
      ${
        can('member') && all.length > 1
          ? html`<lk-button
              slot="actions"
              size="s"
              variant="ghost"
              @click=${() => {
                void notifications.dismiss(null);
              }}
              >${msg('Put all away')}</lk-button
            >`
          : nothing
      }
      <div role="log" aria-label=${msg('Notifications')}>
        <ul>
          ${repeat(
            shown,
            ({ id }) => id,
            (one) => this.item(one),
          )}
        </ul>
      </div>
      ${all.length > shown.length ? this.more(all.length - shown.length) : nothing}
    </lk-card>`;
  }

  private more(count: number) {
    return html`<div class="more">
      <lk-button
        size="s"
        variant="ghost"
        @click=${() => {
          this.all = true;
        }}
        >${plural(count, { one: msg('One more'), other: msg(str`${count} more`) })}</lk-button
      >
    </div>`;
  }

  private item({ id, at, title, message, severity, actor }: Notification) {
    return html`<li class=${severity}>
      <lk-icon name=${ICONS[severity]} label=${severity === 'info' ? '' : severity}></lk-icon>
      <div>
        <b>${title}</b>
        ${message === '' ? nothing : html`<p>${message}</p>`}
        <small><lk-actor-chip actor=${actor}></lk-actor-chip> · ${formatSince(at)}</small>
      </div>
      ${
        can('member')
          ? html`<lk-button
              size="s"
              variant="ghost"
              icon="x"
              label=${msg(str`Put away: ${title}`)}
              @click=${() => {
                void notifications.dismiss(id);
              }}
            ></lk-button>`
          : nothing
      }
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-notifications': LkNotifications;
  }
}
