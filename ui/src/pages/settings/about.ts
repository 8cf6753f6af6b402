import type { Health } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { api } from '../../api/client.js';
import { base } from '../../elements/base.js';
import { formatDateTime, formatDuration } from '../../i18n/format.js';
import { msg } from '../../i18n/msg.js';
import { settingsStyles } from './page.styles.js';
import { Resource } from './resource.js';
import '../../elements/lk-card.js';
import '../../elements/lk-error.js';
import '../../elements/lk-facts.js';
import '../../elements/lk-pill.js';
import '../../elements/lk-skeleton.js';
import '../../shell/lk-mark.js';

const AGAIN_MS = 10_000;

function statusWord(status: Health['status']): string {
  switch (status) {
    case 'ok':
      return msg('Well');
    case 'degraded':
      return msg('Partly well');
    case 'starting':
      return msg('Starting');
    case 'stopping':
      return msg('Stopping');
  }
}

/** What runs here, and how it does. */
@customElement('lk-about')
export class LkAbout extends LitElement {
  static override styles = [
    base,
    settingsStyles,
    css`
      .name {
        display: flex;
        align-items: center;
        gap: var(--lk-space-5);
        margin-block-end: var(--lk-space-5);
      }
      lk-mark {
        inline-size: 2.5rem;
        block-size: 2.5rem;
      }
      h2 {
        font-size: var(--lk-size-xl);
      }
    `,
  ];

  private readonly answer = new Resource(this, (signal) => api.get<Health>('health', { signal }));
  private timer: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => void this.answer.load(), AGAIN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
  }

  override render() {
    const { value, error } = this.answer;
    return html`<lk-card>
        <div class="name">
          <lk-mark></lk-mark>
          <div>
            <h2>Lightkeeper</h2>
            <p class="quiet">${msg('Keeps the lights, and the logbook.')}</p>
          </div>
        </div>
        ${value === null ? (error ? nothing : html`<lk-skeleton kind="text" count="3"></lk-skeleton>`) : this.facts(value)}
        <lk-error .error=${error}></lk-error>
      </lk-card>
      <lk-card heading=${msg('For programs')}>
        <lk-facts
          .items=${[
            [msg('API'), html`<a class="link mono" href="/api/v1/openapi.json" target="_blank">/api/v1/openapi.json</a>`],
            [msg('Events'), html`<span class="mono">/api/v1/events/ws</span>`],
            [msg('Error codes'), html`<a class="link mono" href="/docs/error-codes" target="_blank">/docs/error-codes</a>`],
          ]}
        ></lk-facts>
      </lk-card>`;
  }

  private facts(health: Health) {
    const since = Date.now() - health.uptime_s * 1000;
    return html`<lk-facts
      .items=${[
        [msg('Version'), health.version],
        [msg('State'), html`<lk-pill tone=${health.status === 'ok' ? 'ok' : 'warning'}>${statusWord(health.status)}</lk-pill>`],
        [msg('Runs since'), `${formatDateTime(since)} (${formatDuration(health.uptime_s * 1000)})`],
        ...(health.demo ? [[msg('Demo'), msg('A simulated home')] as const] : []),
        ...(health.safe_mode ? [[msg('Safe mode'), msg('Only the built-in plugins run')] as const] : []),
      ]}
    ></lk-facts>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-about': LkAbout;
  }
}
