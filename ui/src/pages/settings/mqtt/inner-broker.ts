import type { BrokerClient, BrokerStatus } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { api } from '../../../api/client.js';
import { base } from '../../../elements/base.js';
import { formatSince } from '../../../i18n/format.js';
import { msg, str } from '../../../i18n/msg.js';
import { events } from '../../../live/live.js';
import { settingsStyles } from '../page.styles.js';
import { Resource } from '../resource.js';
import '../settings-group.js';
import '../../../elements/lk-card.js';
import '../../../elements/lk-error.js';
import '../../../elements/lk-facts.js';
import '../../../elements/lk-note.js';
import '../../../elements/lk-pill.js';

const TONES = { off: 'neutral', running: 'ok', failed: 'error' } as const;

function stateWord(state: BrokerStatus['state']): string {
  switch (state) {
    case 'off':
      return msg('Off');
    case 'running':
      return msg('Running');
    case 'failed':
      return msg('Does not run');
  }
}

/** The broker inside the hub, for homes that have no other: whether it runs, who is connected, and its settings. */
@customElement('lk-inner-broker')
export class LkInnerBroker extends LitElement {
  static override styles = [
    base,
    settingsStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
      }
    `,
  ];

  private readonly status = new Resource(this, (signal) => api.get<BrokerStatus>('mqtt/broker', { signal }));
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = events.on('broker_status', ({ status }) => {
      this.status.value = status;
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  override render() {
    const { value, error } = this.status;
    return html`<lk-card heading=${msg('Broker in the hub')}>
      ${value ? html`<lk-pill slot="actions" tone=${TONES[value.state]} ?live=${value.state === 'running'}>${stateWord(value.state)}</lk-pill>` : nothing}
      <div class="stack">
        <p class="quiet small">
          ${msg('For homes that have no broker: devices and Home Assistant connect to the hub itself, each with an account of its own.')}
        </p>
        ${error ? html`<lk-error .error=${error} retry @lk-retry=${() => void this.status.load()}></lk-error>` : nothing}
        ${value && value.state !== 'off' ? this.facts(value) : nothing}
        <lk-settings-group group="broker" @lk-saved=${() => void this.status.load()}></lk-settings-group>
      </div>
    </lk-card>`;
  }

  private facts({ host, port, since, error, clients }: BrokerStatus) {
    return html`${error === null ? nothing : html`<lk-note tone="error">${error}</lk-note>`}
      <lk-facts
        .items=${[
          [msg('Listens at'), host === null ? '–' : html`<span class="mono">${host.includes(':') ? `[${host}]` : host}:${port}</span>`],
          [msg('Since'), formatSince(since)],
          [
            msg('Connected'),
            clients.length === 0
              ? msg('Nobody yet')
              : html`<ul>
                  ${clients.map((client) => clientLine(client))}
                </ul>`,
          ],
        ]}
      ></lk-facts>`;
  }
}

function clientLine({ account, client_id, address, since }: BrokerClient) {
  return html`<li>
    <bdi>${account}</bdi> <span class="quiet">${msg(str`as ${client_id}, from ${address}, ${formatSince(since)}`)}</span>
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-inner-broker': LkInnerBroker;
  }
}
