import type { Area, Device } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, can, connection, emit, msg, session, str, type MenuItem } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { commander, mayCommand, reachable, shownState } from '../live/commands.js';
import { switchLights } from '../live/groups.js';
import { isLight, isLit, switchable } from '../model/kinds.js';
import { deviceCounts } from '../model/words.js';
import { tilesStyles } from '../parts/tiles.styles.js';
import { deleteArea } from './area-deletion.js';
import '../parts/device-tile.js';

/**
 * Devices under one heading, with a switch for the whole room where it is one. Sends `lk-edit-area` {area} and, while
 * devices are chosen, `lk-pick` {id}.
 */
@customElement('lk-device-group')
export class LkDeviceGroup extends LitElement {
  static override styles = [
    base,
    tilesStyles,
    css`
      :host {
        display: block;
        margin-block-start: var(--lk-space-8);
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-3);
        min-block-size: var(--lk-target);
        margin-block-end: var(--lk-space-2);
      }
      .words {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 var(--lk-space-3);
        min-inline-size: 0;
      }
      h2 {
        font-size: var(--lk-size-xl);
        letter-spacing: -0.012em;
        overflow-wrap: anywhere;
      }
      .count {
        color: var(--lk-text-faint);
        font-size: var(--lk-size-s);
      }
      .end {
        margin-inline-start: auto;
        display: flex;
        align-items: center;
        gap: var(--lk-space-2);
      }
      .pick {
        position: relative;
        display: grid;
        border-radius: var(--lk-radius-l);
      }
      .pick input {
        position: absolute;
        inset-block-start: 1.25rem;
        inset-inline-end: var(--lk-space-4);
        z-index: 1;
        inline-size: 1.5rem;
        block-size: 1.5rem;
        margin: 0;
        accent-color: var(--lk-lamp);
      }
      .pick lk-device-tile {
        opacity: 0.55;
      }
      label.pick {
        cursor: pointer;
      }
      label.pick lk-device-tile {
        opacity: 1;
      }
      .picked {
        outline: 2px solid var(--lk-lamp);
      }
      .none {
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
      }
    `,
  ];

  @property() heading = '';
  /** The room that the group stands for, if it does. */
  @property({ attribute: false }) area: Area | null = null;
  @property({ attribute: false }) devices: readonly Device[] = [];
  /** The whole room: its switch acts on what the filter leaves out too. */
  @property({ attribute: false }) whole: readonly Device[] = [];
  @property({ attribute: false }) rooms: ReadonlyMap<string, string> = new Map();
  /** The devices that are chosen; null while nobody chooses. */
  @property({ attribute: false }) chosen: ReadonlySet<string> | null = null;
  private readonly attempts = new StoreController(this, commander.attempts);
  private readonly session = new StoreController(this, session);
  private readonly connection = new StoreController(this, connection, ({ state: now }) => now);

  override render() {
    const { area } = this;
    return html`<section aria-label=${this.heading}>
      <header>
        <div class="words">
          <h2><bdi>${this.heading}</bdi></h2>
          <span class="count">${deviceCounts(this.devices)}</span>
        </div>
        <div class="end">${area ? this.menu(area) : nothing} ${area ? this.switch(area) : nothing}</div>
      </header>
      ${
        this.devices.length === 0
          ? html`<p class="none">${msg('No device stands here yet.')}</p>`
          : html`<div class="tiles">
              ${repeat(
                this.devices,
                (device) => device.id,
                (device) => this.tile(device),
              )}
            </div>`
      }
    </section>`;
  }

  private tile(device: Device) {
    const tile = html`<lk-device-tile
      .device=${device}
      room=${this.rooms.get(device.area_id ?? '') ?? ''}
      ?inert=${this.chosen !== null}
      ?still=${this.chosen !== null}
    ></lk-device-tile>`;
    if (this.chosen === null) return tile;
    if (!switchable(device)) return html`<div class="pick">${tile}</div>`;
    const picked = this.chosen.has(device.id);
    return html`<label class="pick ${picked ? 'picked' : ''}">
      <input
        type="checkbox"
        aria-label=${device.name}
        .checked=${live(picked)}
        @change=${() => {
          emit(this, 'lk-pick', { id: device.id });
        }}
      />${tile}
    </label>`;
  }

  private menu(area: Area) {
    const lights = this.whole.filter((device) => device.enabled && isLight(device));
    const items: (MenuItem | 'divider')[] = [
      ...(lights.length > 0 && mayCommand()
        ? [
            { id: 'on', label: msg('All lights on'), icon: 'lightbulb' },
            { id: 'off', label: msg('All lights off'), icon: 'lightbulb-off' },
          ]
        : []),
      ...(can('admin')
        ? [
            { id: 'edit', label: msg('Name and drawing …'), icon: 'pencil' },
            { id: 'delete', label: msg('Delete the room …'), icon: 'trash-2', danger: true },
          ]
        : []),
    ];
    if (items.length === 0) return nothing;
    return html`<lk-menu
      label=${msg(str`${area.name}, more`)}
      .items=${items}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        const { id } = event.detail;
        if (id === 'edit') emit(this, 'lk-edit-area', { area });
        else if (id === 'on' || id === 'off') switchLights(lights, id === 'on');
        else void deleteArea(area, this.whole.length);
      }}
      ><lk-button slot="trigger" size="s" variant="ghost" icon="ellipsis" label=${msg(str`${area.name}, more`)}></lk-button
    ></lk-menu>`;
  }

  private switch(area: Area) {
    const lights = this.whole.filter((device) => device.enabled && isLight(device));
    if (lights.length === 0 || !mayCommand()) return nothing;
    return html`<lk-switch
      label=${msg(str`${area.name}, all lights`)}
      .checked=${lights.some((device) => isLit(device, shownState(device)))}
      ?busy=${lights.some((device) => this.attempts.value.get(device.id)?.phase === 'sending')}
      ?disabled=${!lights.some(reachable)}
      @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
        switchLights(lights, event.detail.checked);
      }}
    ></lk-switch>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-group': LkDeviceGroup;
  }
}
