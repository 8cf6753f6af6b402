import type { Device, Discovery, DriverInfo, Page } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, api, base, collection, emit, msg, str, toast } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { discoveries, waiting } from '../live/discoveries.js';
import { MANY_FOUND, foundLine, searchFound } from '../model/found.js';
import { driverName } from '../model/group.js';
import { configProblem } from './config-problem.js';
import { dialogStyles } from './dialog.styles.js';
import './driver-field.js';

/** Puts another unit, or another address, behind a device that is there: its name, room, rules and history stay. */
@customElement('lk-replace-device')
export class LkReplaceDevice extends LitElement {
  static override styles = [
    base,
    dialogStyles,
    css`
      .found {
        display: grid;
        gap: var(--lk-space-1);
        max-block-size: 18rem;
        overflow-y: auto;
        border: 0;
        margin: 0;
        padding: 2px;
        min-inline-size: 0;
      }
      .found label {
        display: flex;
        align-items: center;
        gap: var(--lk-space-3);
        min-block-size: var(--lk-target);
        padding: var(--lk-space-2) var(--lk-space-3);
        border-radius: var(--lk-radius-m);
        cursor: pointer;
      }
      .found label:hover {
        background: var(--lk-hover);
      }
      .found input {
        inline-size: 1.25rem;
        block-size: 1.25rem;
        margin: 0;
        accent-color: var(--lk-lamp);
        flex: none;
      }
      .found span {
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) device: Device | null = null;
  @state() private drivers: readonly DriverInfo[] | null = null;
  @state() private driver = '';
  @state() private way: 'address' | 'found' = 'address';
  @state() private words = '';
  @state() private chosen = '';
  @state() private busy = false;
  @state() private error: unknown = null;
  private config: Record<string, unknown> | null = null;
  private readonly found = new StoreController(this, discoveries);

  override connectedCallback(): void {
    super.connectedCallback();
    this.driver = this.device?.driver ?? '';
    void this.load();
  }

  private async load(): Promise<void> {
    this.error = null;
    try {
      this.drivers = (await api.get<Page<DriverInfo>>('drivers')).items;
    } catch (error) {
      this.error = error;
    }
  }

  override render() {
    const { device } = this;
    if (!device) return nothing;
    const found = waiting(this.found.value.items);
    return html`<lk-dialog open heading=${msg(str`Replace ${device.name}`)}>
      <div class="fields">
        <p class="hint">
          ${msg('For a new address, or a new unit in its place. Its name, room and labels stay, and what refers to it goes on.')}
        </p>
        ${
          found.length > 0
            ? html`<lk-segments
                label=${msg('What takes its place')}
                .options=${[
                  { value: 'address', label: msg('By hand') },
                  { value: 'found', label: msg(str`Found (${found.length})`) },
                ]}
                .value=${this.way}
                @lk-change=${(event: CustomEvent<{ value: 'address' | 'found' }>) => {
                  event.stopPropagation();
                  this.way = event.detail.value;
                  this.error = null;
                }}
              ></lk-segments>`
            : nothing
        }
        ${this.way === 'found' && found.length > 0 ? this.byFound(device, found) : this.byHand(device)}
      </div>
    </lk-dialog>`;
  }

  private byHand(device: Device) {
    if (this.drivers === null) {
      return this.error
        ? html`<lk-error
            .error=${this.error}
            retry
            @lk-retry=${() => {
              void this.load();
            }}
          ></lk-error>`
        : html`<lk-skeleton kind="text" count="3"></lk-skeleton>`;
    }
    const schema = this.drivers.find(({ id }) => id === this.driver)?.config_schema ?? { type: 'object', properties: {} };
    return html`<lk-driver-field
        autofocus
        .drivers=${this.drivers}
        .value=${this.driver}
        @lk-driver=${(event: CustomEvent<{ id: string }>) => {
          this.driver = event.detail.id;
          this.config = null;
          this.error = null;
        }}
      ></lk-driver-field>
      <lk-form
        .schema=${schema}
        .value=${this.config ?? (this.driver === device.driver ? device.config : {})}
        .problem=${configProblem(this.error)}
        ?busy=${this.busy}
        submit_label=${msg('Replace')}
        @lk-submit=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
          event.stopPropagation();
          this.config = event.detail.value;
          void this.replace(device, { driver: this.driver, config: event.detail.value });
        }}
        >${this.cancel('actions')}</lk-form
      >`;
  }

  private byFound(device: Device, found: readonly Discovery[]) {
    const name = (id: string): string => driverName(this.drivers ?? [], id);
    const shown = searchFound(found, this.words, name);
    return html`<form
      class="fields"
      @submit=${(event: Event) => {
        event.preventDefault();
        if (this.chosen !== '') void this.replace(device, { discovery_id: this.chosen });
      }}
    >
      ${
        found.length > MANY_FOUND
          ? html`<lk-input
              size="s"
              type="search"
              icon="search"
              hide_label
              label=${msg('Search what was found')}
              placeholder=${msg('Search what was found')}
              .value=${this.words}
              @lk-input=${(event: CustomEvent<{ value: string }>) => {
                event.stopPropagation();
                this.words = event.detail.value;
              }}
            ></lk-input>`
          : nothing
      }
      <fieldset class="found" aria-label=${msg('Found')}>
        ${shown.map(
          (item) =>
            html`<label
              ><input
                type="radio"
                name="found"
                value=${item.id}
                .checked=${item.id === this.chosen}
                @change=${() => {
                  this.chosen = item.id;
                }}
              /><span
                ><bdi>${item.name}</bdi><br /><span class="hint"
                  >${foundLine(item, name(item.driver))}${item.address === null ? nothing : html` · <span dir="ltr">${item.address}</span>`}</span
                ></span
              ></label
            >`,
        )}
        ${shown.length === 0 ? html`<p class="hint">${msg('Nothing that was found is like that.')}</p>` : nothing}
      </fieldset>
      ${this.error ? html`<lk-error .error=${this.error}></lk-error>` : nothing}
      <div class="acts">
        ${this.cancel('')}
        <lk-button type="submit" variant="primary" ?busy=${this.busy} ?disabled=${this.chosen === ''}>${msg('Replace')}</lk-button>
      </div>
    </form>`;
  }

  private cancel(slot: string) {
    return html`<lk-button
      slot=${slot}
      variant="ghost"
      @click=${() => {
        emit(this, 'lk-close');
      }}
      >${msg('Not now')}</lk-button
    >`;
  }

  private async replace(device: Device, body: object): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      const replaced = await api.post<Device>(`devices/${encodeURIComponent(device.id)}/replace`, body);
      collection('devices').put(replaced);
      if (this.way === 'found') void discoveries.reload();
      emit(this, 'lk-close');
      toast(msg(str`${replaced.name} is replaced`));
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-replace-device': LkReplaceDevice;
  }
}
