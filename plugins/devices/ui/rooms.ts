import type { Area, Device } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, can, collection, connection, msg, plural, session, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { commander, mayCommand, shownState } from './live/commands.js';
import { switchLights } from './live/groups.js';
import { groupByRoom, type DeviceGroup } from './model/group.js';
import { isLight, isLit } from './model/kinds.js';
import { litSummary } from './model/words.js';
import { spansOf } from './room/rows.js';
import { tilesStyles } from './parts/tiles.styles.js';
import './parts/device-tile.js';
import './parts/group-result.js';
import './room/empty-home.js';
import './room/room-window.js';

/** From this width of its own there are three windows in a row; the same place where the design's tablet frame ends. */
const THREE_FROM_PX = 700;

/** The Dashboard's picture of the home: every room as a window, and below what is on now. */
@customElement('lk-rooms')
export class LkRooms extends LitElement {
  static override styles = [
    base,
    tilesStyles,
    css`
      :host {
        display: block;
      }
      .rooms {
        display: grid;
        grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
        gap: var(--lk-gap);
      }
      .waiting {
        block-size: 10.5rem;
        border-radius: var(--lk-radius-l);
        border: 1px solid var(--lk-line);
        background: var(--lk-surface);
        opacity: 0;
        animation: appear 1ms 150ms forwards;
      }
      @keyframes appear {
        to {
          opacity: 1;
        }
      }
      @media (min-width: 48rem) {
        .waiting {
          block-size: 13.5rem;
        }
      }
      .link {
        display: inline-flex;
        align-items: center;
        min-block-size: 1.5rem;
        font-size: var(--lk-size-s);
      }
      .still {
        color: var(--lk-text-quiet);
      }
    `,
  ];

  @state() private columns: 2 | 3 = 2;
  private readonly devices = new StoreController(this, collection('devices'));
  private readonly areas = new StoreController(this, collection('areas'));
  private readonly attempts = new StoreController(this, commander.attempts);
  private readonly session = new StoreController(this, session);
  private readonly connection = new StoreController(this, connection, ({ state: now }) => now);
  private readonly observer = new ResizeObserver(([entry]) => {
    this.columns = (entry?.contentRect.width ?? 0) >= THREE_FROM_PX ? 3 : 2;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  override render() {
    const devices = this.devices.value;
    const areas = this.areas.value;
    const failed = [devices, areas].find((list) => list.status === 'failed' && list.items.length === 0);
    if (failed) {
      return html`<lk-error
        .error=${failed.error}
        retry
        @lk-retry=${() => {
          void collection('devices').reload();
          void collection('areas').reload();
        }}
      ></lk-error>`;
    }
    const loading = [devices, areas].some((list) => list.status === 'idle' || list.status === 'loading');
    if (loading) return this.waiting();
    if (devices.items.length === 0 && areas.items.length === 0) return html`<lk-empty-home ?may_add=${can('admin')}></lk-empty-home>`;
    return html`<lk-group-result></lk-group-result>${this.windows(devices.items, areas.items)} ${this.onNow(devices.items, areas.items)}`;
  }

  private waiting() {
    return html`<div class="rooms" style="--columns:${this.columns}" aria-busy="true">
      ${spansOf(6).map((span) => html`<div class="waiting" style="grid-column:span ${this.columns === 3 ? span.of_three : span.of_two}"></div>`)}
    </div>`;
  }

  private windows(devices: readonly Device[], areas: readonly Area[]) {
    const rooms = groupByRoom(devices, areas, true).filter(
      (group) => group.area !== null || group.devices.some((device) => isLight(device)),
    );
    const spans = spansOf(rooms.length);
    return html`<section aria-label=${msg('Rooms')}>
      <h2 class="sr">${msg('Rooms')}</h2>
      <div class="rooms" style="--columns:${this.columns}">
        ${repeat(
          rooms,
          (room) => room.id,
          (room, index) => {
            const span = (this.columns === 3 ? spans[index]?.of_three : spans[index]?.of_two) ?? 1;
            return this.window(room, span);
          },
        )}
      </div>
    </section>`;
  }

  private window({ id, area, devices }: DeviceGroup, span: number) {
    return html`<lk-room-window
      style="grid-column:span ${span}"
      name=${area?.name ?? msg('No room yet')}
      kind=${area?.kind ?? 'other'}
      href="/devices?room=${id === '' ? 'none' : encodeURIComponent(id)}"
      .devices=${devices}
      ?wide=${span > 1}
    ></lk-room-window>`;
  }

  private onNow(devices: readonly Device[], areas: readonly Area[]) {
    if (devices.length === 0) return nothing;
    const lit = groupByRoom(devices, areas, false)
      .flatMap((group) => group.devices)
      .filter((device) => isLight(device) && isLit(device, shownState(device)));
    const rooms = new Map(areas.map((area) => [area.id, area.name]));
    const away = this.connection.value === 'away';
    return html`<lk-section
      heading=${msg('On now')}
      count=${lit.length === 0 ? '' : plural(lit.length, { one: msg('1 light'), other: msg(str`${lit.length} lights`) })}
    >
      ${
        lit.length > 0 && mayCommand()
          ? html`<lk-button
              slot="end"
              size="s"
              variant="ghost"
              icon="power"
              ?disabled=${away}
              @click=${() => {
                switchLights(lit, false);
              }}
              >${msg('All off')}</lk-button
            >`
          : nothing
      }
      <a slot="end" class="link" href="/devices">${msg('All devices')}</a>
      ${
        lit.length === 0
          ? html`<p class="still">${litSummary(devices, shownState)}</p>`
          : html`<div class="tiles">
              ${repeat(
                lit,
                (device) => device.id,
                (device) => html`<lk-device-tile .device=${device} room=${rooms.get(device.area_id ?? '') ?? ''}></lk-device-tile>`,
              )}
            </div>`
      }
    </lk-section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-rooms': LkRooms;
  }
}
