import type { Device, DriverInfo, Page } from '@lightkeeper/plugin-sdk/wire';
import {
  StoreController,
  api,
  base,
  can,
  collection,
  colorWords,
  confirmDelete,
  connection,
  describeError,
  formatSince,
  msg,
  navigate,
  session,
  str,
  toast,
  type MenuItem,
} from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { command, commander, mayCommand, reachable, reconnect, shownDevice } from '../live/commands.js';
import { isLight } from '../model/kinds.js';
import { offlineReason, stateLine } from '../model/words.js';
import { historyLink } from '../parts/links.js';
import '../dialogs/edit-device.js';
import '../dialogs/replace-device.js';
import './device-about.js';
import './device-controls.js';
import './device-features.js';
import './device-stays.js';

/** One device: what it does now, what can be done with it, what it is, and what happened to it. */
@customElement('lk-device-page')
export class LkDevicePage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .subtitle {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2);
      }
    `,
  ];

  @property() device_id = '';
  @state() private drivers: readonly DriverInfo[] = [];
  @state() private editing = false;
  @state() private replacing = false;
  @state() private trying = false;
  private readonly devices = new StoreController(this, collection('devices'));
  private readonly areas = new StoreController(this, collection('areas'));
  private readonly attempts = new StoreController(this, commander.attempts);
  private readonly session = new StoreController(this, session);
  private readonly connection = new StoreController(this, connection, ({ state: now }) => now);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  /** Only for their names: without them the driver's id stands there. */
  private async load(): Promise<void> {
    if (!can('admin')) return;
    try {
      this.drivers = (await api.get<Page<DriverInfo>>('drivers')).items;
    } catch {
      this.drivers = [];
    }
  }

  override render() {
    const list = this.devices.value;
    const device = list.by_id.get(this.device_id);
    if (device) return this.page(device);
    if (list.status === 'failed') {
      return html`<lk-page heading=${msg('Device')} back="/devices" back_label=${msg('Devices')}
        ><lk-error
          .error=${list.error}
          retry
          @lk-retry=${() => {
            void collection('devices').reload();
          }}
        ></lk-error
      ></lk-page>`;
    }
    if (list.status !== 'ready')
      return html`<lk-page heading=${msg('Device')}><lk-skeleton kind="tiles" count="2"></lk-skeleton></lk-page>`;
    return html`<lk-page heading=${msg('No such device')} back="/devices" back_label=${msg('Devices')}>
      <lk-empty art="unplug" text=${msg('It was deleted, or the address is wrong. The log still tells what it did.')}>
        <lk-button href=${historyLink(this.device_id)}>${msg('Its history')}</lk-button>
      </lk-empty>
    </lk-page>`;
  }

  private page(device: Device) {
    const shown = shownDevice(device);
    const area = this.areas.value.by_id.get(device.area_id ?? '');
    return html`<lk-page
        heading=${device.name}
        back="/devices"
        back_label=${area ? msg(str`Devices · ${area.name}`) : msg('Devices')}
        aside_label=${msg('About this device')}
      >
        <div slot="subtitle" class="subtitle">${this.status(device)}<span>${this.now(shown)}</span></div>
        ${this.actions(shown)}
        <div class="stack">
          ${this.trouble(device)} ${this.controls(device)}
          ${device.enabled ? html`<lk-device-features .device=${device}></lk-device-features>` : nothing}
          <lk-widgets place="device" .context=${{ entity_type: 'device', entity_id: device.id, name: device.name }}></lk-widgets>
        </div>
        <div class="stack" slot="aside">
          <lk-device-about
            .device=${device}
            .drivers=${this.drivers}
            @lk-edit=${() => {
              this.editing = true;
            }}
          ></lk-device-about>
          <lk-device-stays .device_id=${device.id}></lk-device-stays>
        </div>
      </lk-page>
      ${
        this.replacing
          ? html`<lk-replace-device
              .device=${device}
              @lk-close=${() => {
                this.replacing = false;
              }}
            ></lk-replace-device>`
          : nothing
      }
      ${
        this.editing
          ? html`<lk-edit-device
              .device=${device}
              @lk-close=${() => {
                this.editing = false;
              }}
            ></lk-edit-device>`
          : nothing
      }`;
  }

  private status({ enabled, status, status_since }: Device) {
    if (!enabled) return html`<lk-pill>${msg('Not in use')}</lk-pill>`;
    const since = status_since === null ? '' : formatSince(status_since);
    if (status === 'online')
      return html`<lk-pill tone="ok" live>${since === '' ? msg('Online') : msg(str`Online since ${since}`)}</lk-pill>`;
    if (status === 'offline') {
      return html`<lk-pill tone="warning" icon="triangle-alert"
        >${since === '' ? msg('Offline') : msg(str`Offline since ${since}`)}</lk-pill
      >`;
    }
    return html`<lk-pill>${msg('Looking for it …')}</lk-pill>`;
  }

  private now(shown: Device): string {
    const attempt = this.attempts.value.get(shown.id);
    if (attempt?.phase === 'sending') return msg('Sending …');
    if (shown.status !== 'online' || !shown.enabled) return '';
    if (isLight(shown) && shown.state?.on) return msg(str`On, ${colorWords(shown.state)}`);
    return stateLine(shown, shown.state);
  }

  private actions(shown: Device) {
    const items: (MenuItem | 'divider')[] = [
      { id: 'edit', label: msg('Edit …'), icon: 'pencil' },
      { id: 'reconnect', label: msg('Connect anew'), icon: 'refresh-cw', disabled: !shown.enabled },
      { id: 'replace', label: msg('Replace …'), icon: 'replace' },
      shown.enabled
        ? { id: 'disable', label: msg('Take out of use'), icon: 'pause' }
        : { id: 'enable', label: msg('Put into use'), icon: 'play' },
      'divider',
      { id: 'delete', label: msg('Delete …'), icon: 'trash-2', danger: true },
    ];
    return html`${
      can('admin')
        ? html`<lk-menu
            slot="actions"
            label=${msg('More')}
            .items=${items}
            @lk-select=${(event: CustomEvent<{ id: string }>) => {
              this.act(event.detail.id, shown);
            }}
            ><lk-button slot="trigger" variant="ghost" icon="ellipsis" label=${msg('More')}></lk-button
          ></lk-menu>`
        : nothing
    }
    ${
      shown.capabilities.includes('on_off') && mayCommand() && shown.enabled && shown.status !== 'offline'
        ? html`<lk-switch
            slot="actions"
            label=${shown.name}
            .checked=${shown.state?.on === true}
            ?busy=${this.attempts.value.get(shown.id)?.phase === 'sending'}
            ?disabled=${!reachable(shown)}
            @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
              command(shown, { on: event.detail.checked });
            }}
          ></lk-switch>`
        : nothing
    }`;
  }

  /** What stands in the way just now: it is away, it refused, or the reader may only look. */
  private trouble(device: Device) {
    const attempt = this.attempts.value.get(device.id);
    return html`${
      device.enabled
        ? nothing
        : html`<lk-note icon="pause"
            >${msg('The hub does not speak to it until it is put into use again.')}
            ${
              can('admin')
                ? html`<lk-button
                    slot="action"
                    size="s"
                    @click=${() => {
                      void this.use(device, true);
                    }}
                    >${msg('Put into use')}</lk-button
                  >`
                : nothing
            }</lk-note
          >`
    }
    ${
      device.enabled && device.status === 'offline'
        ? html`<lk-note tone="warning"
            >${offlineReason(device, Date.now())}
            ${
              mayCommand()
                ? html`<lk-button
                    slot="action"
                    size="s"
                    icon="refresh-cw"
                    ?busy=${this.trying}
                    @click=${() => {
                      void this.tryNow(device);
                    }}
                    >${msg('Try now')}</lk-button
                  >`
                : nothing
            }</lk-note
          >`
        : nothing
    }
    ${
      attempt?.phase === 'failed'
        ? html`<lk-note tone="error" role="alert"
            ><b>${msg('It did not take the command.')}</b> ${attempt.reason ?? ''}
            <lk-button
              slot="action"
              size="s"
              @click=${() => {
                void commander.again(device.id);
              }}
              >${msg('Again')}</lk-button
            ></lk-note
          >`
        : nothing
    }
    ${mayCommand() ? nothing : html`<lk-note icon="eye">${msg('You may look at it. An administrator can let you switch it.')}</lk-note>`}`;
  }

  private controls(device: Device) {
    const tunable = device.capabilities.some((one) => ['brightness', 'color_rgb', 'color_temp', 'effect'].includes(one));
    return tunable && device.enabled ? html`<lk-card><lk-device-controls .device=${device}></lk-device-controls></lk-card>` : nothing;
  }

  private async tryNow(device: Device): Promise<void> {
    this.trying = true;
    await reconnect(device);
    this.trying = false;
  }

  private act(id: string, device: Device): void {
    if (id === 'edit') this.editing = true;
    else if (id === 'replace') this.replacing = true;
    else if (id === 'reconnect') void reconnect(device);
    else if (id === 'delete') void this.delete(device);
    else void this.use(device, id === 'enable');
  }

  private async use(device: Device, enabled: boolean): Promise<void> {
    try {
      const path = `devices/${encodeURIComponent(device.id)}`;
      collection('devices').put(await api.patch<Device>(path, { enabled }, { if_match: device.revision }));
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }

  private async delete(device: Device): Promise<void> {
    const sure = await confirmDelete({
      path: 'devices',
      id: device.id,
      heading: msg(str`Delete ${device.name}?`),
      text: msg('Its name, room, labels and connection go. What it did stays in the log.'),
    });
    if (!sure) return;
    try {
      await api.delete(`devices/${encodeURIComponent(device.id)}`);
      navigate('/devices', { replace: true });
      collection('devices').remove(device.id);
      toast(msg(str`${device.name} is deleted`));
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-page': LkDevicePage;
  }
}
