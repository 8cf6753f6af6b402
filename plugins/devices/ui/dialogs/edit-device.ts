import type { Device, DriverInfo, Page } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, api, base, collection, emit, mergePatch, msg, str } from '@lightkeeper/ui';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { configProblem } from './config-problem.js';
import type { CommonFields } from './device-fields.js';
import { dialogStyles } from './dialog.styles.js';
import './device-fields.js';

/** Changes a device: what it is called, where it stands, its labels, whether it is in use, and how it is reached. */
@customElement('lk-edit-device')
export class LkEditDevice extends LitElement {
  static override styles = [base, dialogStyles];

  @property({ attribute: false }) device: Device | null = null;
  @state() private fields: CommonFields | null = null;
  @state() private labels: string | null = null;
  @state() private enabled: boolean | null = null;
  @state() private schema: Record<string, unknown> | null = null;
  @state() private busy = false;
  @state() private error: unknown = null;
  private config: Record<string, unknown> | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  /** The driver may be away: then the rest can still be changed. */
  private async load(): Promise<void> {
    const none = { type: 'object', properties: {} };
    try {
      const { items } = await api.get<Page<DriverInfo>>('drivers');
      this.schema = items.find(({ id }) => id === this.device?.driver)?.config_schema ?? none;
    } catch {
      this.schema = none;
    }
  }

  override render() {
    const { device } = this;
    if (!device) return nothing;
    const problem = this.error instanceof ProblemError ? this.error : null;
    const of_labels = problem?.errors.find(({ field }) => field.startsWith('/labels'))?.detail ?? '';
    return html`<lk-dialog open heading=${msg(str`Change ${device.name}`)}>
      <div class="fields">
        <lk-device-fields
          autofocus
          .value=${this.fields ?? { name: device.name, area_id: device.area_id, fixture: device.fixture }}
          .error=${this.error}
          @lk-fields=${(event: CustomEvent<{ value: CommonFields }>) => {
            this.fields = event.detail.value;
          }}
        ></lk-device-fields>
        <lk-input
          label=${msg('Labels')}
          hint=${msg('Words to find it by, with commas between them.')}
          .value=${this.labels ?? device.labels.join(', ')}
          error=${of_labels}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            this.labels = event.detail.value;
          }}
        ></lk-input>
        <div class="switch">
          <span>${msg('In use')}<br /><span class="hint">${msg('Off: the hub does not speak to it, and keeps its place.')}</span></span>
          <lk-switch
            label=${msg('In use')}
            .checked=${this.enabled ?? device.enabled}
            @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
              this.enabled = event.detail.checked;
            }}
          ></lk-switch>
        </div>
        ${this.schema === null ? html`<lk-skeleton kind="text" count="2"></lk-skeleton>` : this.connection(device, this.schema)}
      </div>
    </lk-dialog>`;
  }

  private connection(device: Device, schema: Record<string, unknown>) {
    return html`<lk-form
      .schema=${schema}
      .value=${this.config ?? device.config}
      .problem=${configProblem(this.error)}
      ?busy=${this.busy}
      submit_label=${msg('Save')}
      @lk-submit=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
        event.stopPropagation();
        void this.save(device, event.detail.value);
      }}
    >
      <lk-button
        slot="actions"
        variant="ghost"
        @click=${() => {
          emit(this, 'lk-close');
        }}
        >${msg('Discard')}</lk-button
      >
    </lk-form>`;
  }

  private async save(device: Device, config: Record<string, unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    this.config = config;
    const labels = (this.labels ?? device.labels.join(','))
      .split(',')
      .map((label) => label.trim())
      .filter((label) => label !== '');
    const { name, area_id, fixture, enabled } = device;
    const before = { name, area_id, fixture, enabled, labels: device.labels, config: device.config };
    const after = { ...before, ...this.fields, labels: [...new Set(labels)], enabled: this.enabled ?? enabled, config };
    const changes = mergePatch(before, { ...after, name: after.name.trim() });
    try {
      if (Object.keys(changes).length > 0) {
        const saved = await api.patch<Device>(`devices/${encodeURIComponent(device.id)}`, changes, { if_match: device.revision });
        collection('devices').put(saved);
      }
      emit(this, 'lk-close');
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-edit-device': LkEditDevice;
  }
}
