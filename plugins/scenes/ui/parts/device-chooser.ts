import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { base, colorWords, emit, msg } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Room } from '../model/choices.js';

/** Devices by room, of which some are chosen. `lk-chosen` {ids}. */
@customElement('lk-device-chooser')
export class LkDeviceChooser extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
        min-inline-size: 0;
      }
      legend {
        padding: 0;
        font-weight: var(--lk-weight-medium);
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--lk-space-3);
        min-block-size: var(--lk-target);
        padding-inline: var(--lk-space-2);
        border-radius: var(--lk-radius-m);
        cursor: pointer;
      }
      @media (hover: hover) {
        label:hover {
          background: var(--lk-hover);
        }
      }
      label.room {
        font-weight: var(--lk-weight-bold);
        margin-block-start: var(--lk-space-2);
      }
      label.one {
        margin-inline-start: var(--lk-space-5);
      }
      input {
        inline-size: 1.25rem;
        block-size: 1.25rem;
        margin: 0;
        flex: none;
        accent-color: var(--lk-text-link);
      }
      label span {
        overflow-wrap: anywhere;
      }
      small {
        margin-inline-start: auto;
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
        text-align: end;
      }
    `,
  ];

  @property({ attribute: false }) rooms: readonly Room[] = [];
  @property({ attribute: false }) chosen: ReadonlySet<string> = new Set();

  private put(devices: readonly Device[], on: boolean): void {
    const ids = new Set(this.chosen);
    for (const { id } of devices)
      if (on) ids.add(id);
      else ids.delete(id);
    emit(this, 'lk-chosen', { ids });
  }

  override render() {
    return html`<fieldset>
      <legend>${msg('Devices')}</legend>
      ${this.rooms.map((room) => this.room(room))}
    </fieldset>`;
  }

  private room({ name, devices }: Room) {
    const count = devices.filter(({ id }) => this.chosen.has(id)).length;
    return html`<label class="room"
        ><input
          type="checkbox"
          .checked=${count === devices.length}
          .indeterminate=${count > 0 && count < devices.length}
          @change=${(event: Event) => {
            this.put(devices, (event.target as HTMLInputElement).checked);
          }}
        /><span><bdi>${name}</bdi></span></label
      >
      ${devices.map((device) => this.one(device))}`;
  }

  private one(device: Device) {
    const words = device.status === 'online' ? (device.state?.on === undefined ? '' : colorWords(device.state)) : msg('offline');
    return html`<label class="one"
      ><input
        type="checkbox"
        .checked=${this.chosen.has(device.id)}
        @change=${(event: Event) => {
          this.put([device], (event.target as HTMLInputElement).checked);
        }}
      /><span><bdi>${device.name}</bdi></span
      ><small>${words}</small></label
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-chooser': LkDeviceChooser;
  }
}
