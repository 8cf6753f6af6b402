import type { Device, DriverInfo, Page } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, api, base, collection, emit, msg, navigate } from '@lightkeeper/ui';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { likelyFixture } from './choices.js';
import { configProblem } from './config-problem.js';
import type { CommonFields } from './device-fields.js';
import { dialogStyles } from './dialog.styles.js';
import './device-fields.js';
import './driver-field.js';

/** Adds a device by hand: which driver speaks to it, what it is called and where it is, and what the driver needs to know. */
@customElement('lk-add-device')
export class LkAddDevice extends LitElement {
  static override styles = [base, dialogStyles];

  @state() private drivers: readonly DriverInfo[] | null = null;
  @state() private chosen = '';
  @state() private fields: CommonFields | null = null;
  @state() private busy = false;
  @state() private error: unknown = null;
  /** What was typed for the driver, so that a refusal does not empty the form. */
  private config: Record<string, unknown> = {};

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.error = null;
    try {
      const { items } = await api.get<Page<DriverInfo>>('drivers');
      this.drivers = items;
      this.chosen = (items.find((driver) => driver.id === 'wled') ?? items[0])?.id ?? '';
    } catch (error) {
      this.error = error;
    }
  }

  private common(): CommonFields {
    return this.fields ?? { name: '', area_id: null, fixture: likelyFixture(this.chosen) };
  }

  override render() {
    return html`<lk-dialog open heading=${msg('Add a device')}
      >${this.drivers === null ? this.waiting() : this.form(this.drivers)}</lk-dialog
    >`;
  }

  private waiting() {
    if (!this.error) return html`<lk-skeleton kind="text" count="4"></lk-skeleton>`;
    return html`<lk-error
      .error=${this.error}
      retry
      @lk-retry=${() => {
        void this.load();
      }}
    ></lk-error>`;
  }

  private form(drivers: readonly DriverInfo[]) {
    const driver = drivers.find(({ id }) => id === this.chosen);
    if (!driver) return html`<lk-note>${msg('No driver runs, so nothing can be added. Settings, Plugins says why.')}</lk-note>`;
    return html`<div class="fields">
      <lk-driver-field
        autofocus
        .drivers=${drivers}
        .value=${this.chosen}
        @lk-driver=${(event: CustomEvent<{ id: string }>) => {
          this.chosen = event.detail.id;
          this.config = {};
          this.error = null;
        }}
      ></lk-driver-field>
      <lk-device-fields
        .value=${this.common()}
        .error=${this.error}
        @lk-fields=${(event: CustomEvent<{ value: CommonFields }>) => {
          this.fields = event.detail.value;
        }}
      ></lk-device-fields>
      <lk-form
        .schema=${driver.config_schema}
        .value=${this.config}
        .problem=${configProblem(this.error)}
        ?busy=${this.busy}
        submit_label=${msg('Add')}
        @lk-submit=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
          event.stopPropagation();
          void this.add(event.detail.value);
        }}
      >
        <lk-button
          slot="actions"
          variant="ghost"
          @click=${() => {
            emit(this, 'lk-close');
          }}
          >${msg('Not now')}</lk-button
        >
      </lk-form>
      ${this.error instanceof ProblemError && this.error.field('/driver') ? html`<lk-error .error=${this.error}></lk-error>` : nothing}
    </div>`;
  }

  private async add(config: Record<string, unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    this.config = config;
    const fields = this.common();
    try {
      const device = await api.post<Device>('devices', { ...fields, name: fields.name.trim(), driver: this.chosen, config });
      collection('devices').put(device);
      emit(this, 'lk-close');
      navigate(`/devices/${encodeURIComponent(device.id)}`);
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-add-device': LkAddDevice;
  }
}
