import type { Area, Device, DriverInfo } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, collection, emit, formatNumber, msg, session, can, type Fact } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { driverName } from '../model/group.js';
import { titled } from '../model/readings.js';
import { disclosureStyles } from '../parts/disclosure.styles.js';

/** The card beside a device's controls: what it is, where it is, and what it says of itself. Sends `lk-edit`. */
@customElement('lk-device-about')
export class LkDeviceAbout extends LitElement {
  static override styles = [
    base,
    disclosureStyles,
    css`
      :host {
        display: block;
      }
      pre {
        margin: var(--lk-space-3) 0 0;
        padding: var(--lk-space-3);
        border-radius: var(--lk-radius-m);
        background: var(--lk-sunken);
        font: var(--lk-size-xs) / 1.6 var(--lk-font-mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        direction: ltr;
      }
      .labels {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-1);
      }
    `,
  ];

  @property({ attribute: false }) device: Device | null = null;
  @property({ attribute: false }) drivers: readonly DriverInfo[] = [];
  private readonly areas = new StoreController(this, collection('areas'));
  private readonly session = new StoreController(this, session);

  override render() {
    const { device } = this;
    if (!device) return nothing;
    return html`<lk-card heading=${msg('About')}>
      ${
        can('admin')
          ? html`<lk-button
              slot="actions"
              size="s"
              variant="ghost"
              icon="pencil"
              @click=${() => {
                emit(this, 'lk-edit');
              }}
              >${msg('Edit')}</lk-button
            >`
          : nothing
      }
      <lk-facts .items=${this.facts(device, this.areas.value.by_id.get(device.area_id ?? ''))}></lk-facts>
      <details>
        <summary><lk-icon name="chevron-right"></lk-icon>${msg('As the hub keeps it')}</summary>
        <lk-copy value=${JSON.stringify(device, null, 2)} label=${msg('Copy all of it')}></lk-copy>
        <pre tabindex="0" role="region" aria-label=${msg('As the hub keeps it')}>${JSON.stringify(device, null, 2)}</pre>
      </details>
    </lk-card>`;
  }

  private facts(device: Device, area: Area | undefined): Fact[] {
    const address = device.config['address'];
    const info = Object.entries(device.info).filter(([, value]) => value !== null && value !== '');
    return [
      [msg('Driver'), driverName(this.drivers, device.driver)],
      [msg('Room'), area ? html`<bdi>${area.name}</bdi>` : msg('None yet')],
      ...(device.labels.length > 0 ? ([[msg('Labels'), this.labels(device.labels)]] as Fact[]) : []),
      ...(typeof address === 'string' ? ([[msg('Address'), html`<span class="mono">${address}</span>`]] as Fact[]) : []),
      ...info.map(([key, value]): Fact => [titled(key), this.infoText(value)]),
      ...(device.last_seen_at === null
        ? []
        : ([[msg('Last seen'), html`<lk-time value=${device.last_seen_at} format="since"></lk-time>`]] as Fact[])),
      [msg('Added'), html`<lk-time value=${device.created_at} format="date"></lk-time>`],
    ];
  }

  private labels(labels: readonly string[]) {
    return html`<span style="display:flex;flex-wrap:wrap;gap:.25rem"
      >${labels.map((label) => html`<lk-pill tone="line">${label}</lk-pill>`)}</span
    >`;
  }

  private infoText(value: string | number | boolean | null) {
    if (typeof value === 'number') return html`<span dir="ltr">${formatNumber(value)}</span>`;
    if (typeof value === 'boolean') return value ? msg('Yes') : msg('No');
    return value ?? '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-about': LkDeviceAbout;
  }
}
