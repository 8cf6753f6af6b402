import type { Device, DeviceState, Feature } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, connection, formatRelative, msg, session } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { commander, shownState } from '../live/commands.js';
import { happened, happenedKey } from '../live/happened.js';
import { isSettable, partsOf } from '../model/features.js';
import { readingOf, readingText, readingsOf } from '../model/readings.js';
import { disclosureStyles } from '../parts/disclosure.styles.js';
import { featureControl } from '../parts/features/feature-control.js';

/** What a device has beside its light: what it is there for, what sets it up, and what tells of the device itself. */
@customElement('lk-device-features')
export class LkDeviceFeatures extends LitElement {
  static override styles = [
    base,
    disclosureStyles,
    css`
      :host {
        display: contents;
      }
      .rows {
        display: grid;
        gap: var(--lk-space-5);
      }
      .presses {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-2);
      }
      .row {
        justify-content: space-between;
        gap: var(--lk-space-4);
        min-block-size: 1.75rem;
      }
      .row > :first-child {
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      lk-select {
        max-inline-size: 22rem;
      }
      .readings {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-5) var(--lk-space-10);
      }
      .readings > div {
        min-inline-size: 0;
      }
      .readings dt {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        overflow-wrap: anywhere;
      }
      .readings dd {
        font-size: var(--lk-size-2xl);
        font-weight: var(--lk-weight-bold);
        letter-spacing: var(--lk-tracking-title);
        overflow-wrap: anywhere;
      }
      .readings dd.none {
        color: var(--lk-text-faint);
        font-weight: var(--lk-weight-normal);
      }
      summary {
        font-size: var(--lk-size-l);
        font-weight: var(--lk-weight-bold);
        color: var(--lk-text);
        margin: 0;
      }
      details .rows {
        margin-block-start: var(--lk-space-3);
      }
    `,
  ];

  @property({ attribute: false }) device: Device | null = null;
  protected readonly attempts = new StoreController(this, commander.attempts);
  protected readonly session = new StoreController(this, session);
  protected readonly connection = new StoreController(this, connection, ({ state: now }) => now);
  private readonly happened = new StoreController(this, happened);

  override render() {
    const { device } = this;
    if (!device || device.features.length === 0) return nothing;
    const state = shownState(device);
    const { main, config, diagnostic } = partsOf(device.features);
    const controls = main.filter((feature) => isSettable(feature) || feature.kind === 'event');
    return html`<div class="stack">
      ${controls.length > 0 ? html`<lk-card heading=${msg('Controls')}>${this.rows(device, controls, state)}</lk-card>` : nothing}
      ${this.readings(device, main, state)}
      ${config.length > 0 ? html`<lk-card heading=${msg('Settings of the device')}>${this.rows(device, config, state)}</lk-card>` : nothing}
      ${
        diagnostic.length > 0
          ? html`<lk-card
              ><details>
                <summary><lk-icon name="chevron-right"></lk-icon>${msg('Diagnostics')}</summary>
                ${this.rows(device, diagnostic, state)}
              </details></lk-card
            >`
          : nothing
      }
    </div>`;
  }

  /** Buttons stand side by side; everything else has a row of its own. */
  private rows(device: Device, features: readonly Feature[], state: DeviceState | null) {
    const presses = features.filter((feature) => feature.kind === 'button');
    return html`<div class="rows">
      ${features.filter((feature) => feature.kind !== 'button').map((feature) => this.row(device, feature, state))}
      ${presses.length > 0 ? html`<div class="presses">${presses.map((feature) => featureControl(device, feature))}</div>` : nothing}
    </div>`;
  }

  private row(device: Device, feature: Feature, state: DeviceState | null): TemplateResult {
    if (feature.kind === 'switch') return this.line(feature.name, featureControl(device, feature));
    if (isSettable(feature)) return featureControl(device, feature);
    const words = readingText(readingOf(feature, state));
    if (feature.kind !== 'event') return this.line(feature.name, html`<span class="quiet">${words}</span>`);
    const at = this.happened.value.get(happenedKey(device.id, feature.key));
    return this.line(
      feature.name,
      html`<span class="quiet" role="status">${at === undefined ? words : `${words} · ${formatRelative(at)}`}</span>`,
    );
  }

  private line(name: string, value: TemplateResult): TemplateResult {
    return html`<div class="row">
      <span><bdi>${name}</bdi></span
      >${value}
    </div>`;
  }

  private readings(device: Device, main: readonly Feature[], state: DeviceState | null) {
    const told = readingsOf(device, state);
    const silent = main.filter(
      ({ key, kind }) => (kind === 'sensor' || kind === 'binary_sensor') && told.every((reading) => reading.key !== key),
    );
    if (told.length + silent.length === 0) return nothing;
    return html`<lk-card heading=${msg('Readings')} count=${device.status === 'offline' ? msg('as last heard') : ''}
      ><dl class="readings">
        ${told.map(
          (reading) =>
            html`<div>
              <dt><bdi>${reading.label}</bdi></dt>
              <dd>${readingText(reading)}</dd>
            </div>`,
        )}${silent.map(
          ({ name }) =>
            html`<div>
              <dt><bdi>${name}</bdi></dt>
              <dd class="none">${msg('Not known')}</dd>
            </div>`,
        )}
      </dl></lk-card
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-features': LkDeviceFeatures;
  }
}
