import type { Area, Device, DriverInfo, Page } from '@lightkeeper/plugin-sdk/wire';
import {
  Shortcuts,
  StoreController,
  api,
  base,
  can,
  collection,
  msg,
  pageLocation,
  session,
  setQuery,
  str,
  toast,
  type MenuItem,
  type PageLocation,
} from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { commander, mayCommand, shownState } from '../live/commands.js';
import { discoveries, waiting } from '../live/discoveries.js';
import { switchLights } from '../live/groups.js';
import { driverName, filterDevices, groupByDriver, groupByKind, groupByRoom, labelsOf, type DeviceGroup } from '../model/group.js';
import { isLight, switchable, type DeviceKind } from '../model/kinds.js';
import { homeSummary } from '../model/words.js';
import type { LkDeviceFilters } from './filter-bar.js';
import { narrows, readView, type ListView } from './filters.js';
import '../dialogs/add-device.js';
import '../dialogs/area-dialog.js';
import './device-group.js';
import './filter-bar.js';
import './found-ignored.js';
import './found-inbox.js';
import '../parts/group-result.js';
import './selection-bar.js';

/** All devices of the home, room by room. */
@customElement('lk-device-list')
export class LkDeviceList extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      lk-device-group:first-of-type {
        margin-block-start: var(--lk-space-4);
      }
      .only {
        margin-block-end: var(--lk-space-2);
      }
      lk-note {
        margin-block-end: var(--lk-space-4);
      }
    `,
  ];

  @state() private drivers: readonly DriverInfo[] = [];
  @state() private looking = false;
  /** The room in the dialog; `new` for one that is to be. */
  @state() private area_dialog: Area | 'new' | null = null;
  /** Ids of the devices that are chosen; null while nobody chooses. */
  @state() private chosen: ReadonlySet<string> | null = null;
  private readonly devices = new StoreController(this, collection('devices'));
  private readonly areas = new StoreController(this, collection('areas'));
  private readonly attempts = new StoreController(this, commander.attempts);
  private readonly session = new StoreController(this, session);
  private readonly location = new StoreController<PageLocation>(this, pageLocation);
  protected readonly shortcuts = new Shortcuts(
    this,
    {
      '/': {
        does: msg('Find a device'),
        run: () => {
          this.renderRoot.querySelector<LkDeviceFilters>('lk-device-filters')?.find();
        },
      },
    },
    msg('Devices'),
  );

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
    const devices = this.devices.value;
    const areas = this.areas.value;
    const view = readView(this.location.value.query);
    const admin = can('admin');
    const rooms = new Set(devices.items.map((device) => device.area_id).filter((id) => id !== null && areas.by_id.has(id))).size;
    const ready = devices.items.length > 0 || devices.status === 'ready';
    return html`<lk-page heading=${msg('Devices')} subtitle=${ready ? homeSummary(devices.items, rooms) : ''}>
        ${this.more(devices.items)} ${admin ? this.actions() : nothing} ${this.content(view, devices.items, areas.items, ready)}
      </lk-page>
      ${this.dialogs(admin)}`;
  }

  /** What is done with many devices at once. */
  private more(devices: readonly Device[]) {
    if (!mayCommand() || devices.length === 0) return nothing;
    const lights = devices.filter((device) => device.enabled && isLight(device));
    const items: (MenuItem | 'divider')[] = [
      { id: 'on', label: msg('All lights on'), icon: 'lightbulb', disabled: lights.length === 0 },
      { id: 'off', label: msg('All lights off'), icon: 'lightbulb-off', disabled: lights.length === 0 },
      'divider',
      { id: 'choose', label: msg('Choose several …'), icon: 'list-checks' },
    ];
    return html`<lk-menu
      slot="actions"
      label=${msg('Several at once')}
      .items=${items}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        if (event.detail.id === 'choose') this.chosen = new Set();
        else switchLights(lights, event.detail.id === 'on');
      }}
      ><lk-button slot="trigger" variant="ghost" icon="ellipsis" label=${msg('Several at once')}></lk-button
    ></lk-menu>`;
  }

  private actions() {
    return html`<lk-button
        slot="actions"
        icon="radar"
        ?busy=${this.looking}
        @click=${() => {
          void this.look();
        }}
        >${msg('Look for devices')}</lk-button
      >
      <lk-menu
        slot="actions"
        label=${msg('Add')}
        .items=${[
          { id: 'device', label: msg('A device …'), icon: 'lightbulb' },
          { id: 'room', label: msg('A room …'), icon: 'door-closed' },
        ]}
        @lk-select=${(event: CustomEvent<{ id: string }>) => {
          if (event.detail.id === 'room') this.area_dialog = 'new';
          else setQuery({ add: '1' });
        }}
        ><lk-button slot="trigger" variant="primary" icon="plus">${msg('Add')}</lk-button></lk-menu
      >`;
  }

  private content(view: ListView, devices: readonly Device[], areas: readonly Area[], ready: boolean) {
    const { status, error } = this.devices.value;
    if (status === 'failed' && !ready) {
      return html`<lk-error
        .error=${error}
        retry
        @lk-retry=${() => {
          void collection('devices').reload();
        }}
      ></lk-error>`;
    }
    if (!ready) return html`<lk-skeleton kind="tiles" count="8"></lk-skeleton>`;
    const inbox = can('admin') ? html`<lk-found-inbox .drivers=${this.drivers}></lk-found-inbox>` : nothing;
    if (devices.length === 0 && areas.length === 0) return html`${inbox}${this.empty()}`;
    return html`<lk-device-filters .view=${view} .labels=${labelsOf(devices)}></lk-device-filters>
      <lk-group-result></lk-group-result>
      ${mayCommand() ? nothing : html`<lk-note icon="eye">${msg('You may look at the devices. An administrator can let you switch them.')}</lk-note>`}
      ${inbox} ${this.groups(view, devices, areas)} ${can('admin') ? html`<lk-found-ignored></lk-found-ignored>` : nothing}`;
  }

  private empty() {
    return html`<lk-empty
      art="lightbulb"
      heading=${msg('Nothing stands here yet')}
      text=${
        can('admin')
          ? msg(
              'WLED lights on your network show up here by themselves. Anything else you add by its address; a virtual light lets you try things out.',
            )
          : msg('An administrator adds the lights of the home; then they show here.')
      }
    >
      ${
        can('admin')
          ? html`<lk-button
              variant="primary"
              icon="plus"
              @click=${() => {
                setQuery({ add: '1' });
              }}
              >${msg('Add a device')}</lk-button
            >`
          : nothing
      }
    </lk-empty>`;
  }

  private groups(view: ListView, devices: readonly Device[], areas: readonly Area[]) {
    const names = new Map(areas.map((area) => [area.id, area.name]));
    const in_room = devices.filter(
      (device) => view.room === '' || (view.room === 'none' ? !names.has(device.area_id ?? '') : device.area_id === view.room),
    );
    const shown = filterDevices(in_room, view, shownState, (device) => names.get(device.area_id ?? '') ?? '');
    const groups = this.grouped(view, shown, areas);
    if (groups.length === 0) return this.nothingMatches(view);
    return html`${view.room === '' ? nothing : this.onlyRoom(view.room, names)}
    ${repeat(
      groups,
      (group) => `${view.by}/${group.id}`,
      (group) =>
        html`<lk-device-group
          heading=${this.heading(view, group)}
          .area=${group.area}
          .devices=${group.devices}
          .whole=${group.area ? devices.filter((device) => device.area_id === group.id) : []}
          .chosen=${this.chosen}
          .rooms=${view.by === 'room' ? new Map<string, string>() : names}
          @lk-edit-area=${(event: CustomEvent<{ area: Area }>) => {
            this.area_dialog = event.detail.area;
          }}
          @lk-pick=${(event: CustomEvent<{ id: string }>) => {
            const next = new Set(this.chosen);
            if (!next.delete(event.detail.id)) next.add(event.detail.id);
            this.chosen = next;
          }}
        ></lk-device-group>`,
    )}
    ${this.chosen === null ? nothing : this.selection(this.chosen, devices, shown)}`;
  }

  private selection(chosen: ReadonlySet<string>, devices: readonly Device[], shown: readonly Device[]) {
    const possible = shown.filter(switchable);
    return html`<lk-selection-bar
      .chosen=${devices.filter(({ id }) => chosen.has(id))}
      of=${possible.length}
      @lk-choose=${(event: CustomEvent<{ which: 'all' | 'none' }>) => {
        this.chosen = new Set(event.detail.which === 'all' ? possible.map(({ id }) => id) : []);
      }}
      @lk-close=${() => {
        this.chosen = null;
      }}
    ></lk-selection-bar>`;
  }

  private grouped(view: ListView, shown: readonly Device[], areas: readonly Area[]): DeviceGroup[] {
    if (view.by === 'kind') return groupByKind(shown);
    if (view.by === 'driver') return groupByDriver(shown);
    const one = areas.filter((area) => view.room === '' || area.id === view.room);
    return groupByRoom(shown, view.room === 'none' ? [] : one, !narrows({ ...view, room: '' }));
  }

  private heading(view: ListView, { id, area }: DeviceGroup): string {
    if (view.by === 'driver') return driverName(this.drivers, id);
    if (view.by === 'room') return area?.name ?? msg('No room yet');
    const words: Record<DeviceKind, string> = {
      light: msg('Lights'),
      switch: msg('Switches'),
      cover: msg('Blinds'),
      sensor: msg('Sensors'),
      button: msg('Buttons'),
      other: msg('Others'),
    };
    return words[id as DeviceKind];
  }

  private onlyRoom(room: string, names: ReadonlyMap<string, string>) {
    const name = room === 'none' ? msg('No room yet') : (names.get(room) ?? msg('A room that is gone'));
    return html`<p class="only">
      <lk-button
        size="s"
        icon_end="x"
        @click=${() => {
          setQuery({ room: '' });
        }}
        >${msg(str`Only ${name}`)}</lk-button
      >
    </p>`;
  }

  private nothingMatches(view: ListView) {
    const words = view.words.trim();
    return html`<lk-empty
      art="search"
      heading=${words === '' ? msg('No device is like that') : msg(str`No device is called “${words}”`)}
      text=${msg('Names, rooms, labels and drivers are searched.')}
    >
      <lk-button
        @click=${() => {
          setQuery({ q: '', kind: '', label: '', status: '', room: '' });
        }}
        >${msg('Show all devices')}</lk-button
      >
    </lk-empty>`;
  }

  private dialogs(admin: boolean) {
    const adding = admin && this.location.value.query.get('add') !== null;
    return html`${
      adding
        ? html`<lk-add-device
            @lk-close=${() => {
              setQuery({ add: '' });
            }}
          ></lk-add-device>`
        : nothing
    }
    ${
      admin && this.area_dialog
        ? html`<lk-area-dialog
            .area=${this.area_dialog === 'new' ? null : this.area_dialog}
            @lk-close=${() => {
              this.area_dialog = null;
            }}
          ></lk-area-dialog>`
        : nothing
    }`;
  }

  /** The hub listens all the time; this asks it what it has heard. */
  private async look(): Promise<void> {
    this.looking = true;
    await discoveries.reload();
    this.looking = false;
    const { failed, items } = discoveries.value;
    if (failed) toast(msg('The hub could not say what it found.'), { tone: 'error' });
    else if (waiting(items).length === 0)
      toast(msg('Nothing new has announced itself. A light that was just plugged in may take a minute.'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-list': LkDeviceList;
  }
}
