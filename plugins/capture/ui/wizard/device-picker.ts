import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, fixtureIcon, msg, str } from '@lightkeeper/ui';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ledsOf } from '../model/layouts.js';
import { lightsWord } from '../model/words.js';
import { choiceCards } from '../parts/choice-cards.styles.js';

/** What shows fewer pictures a second is seen to step. */
const SMOOTH_FPS = 10;

/** Devices that take pictures, of which some are chosen. `lk-devices` {ids}, in the order in which they were chosen. */
@customElement('lk-device-picker')
export class LkDevicePicker extends LitElement {
  static override styles = [base, choiceCards];

  @property({ attribute: false }) devices: readonly Device[] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];

  override render() {
    return html`<fieldset class="cards">
      <legend>${msg('Which lights')}</legend>
      ${this.devices.map((device) => this.card(device))}
    </fieldset>`;
  }

  private card(device: Device) {
    const place = this.chosen.indexOf(device.id);
    const few = device.stream !== null && device.stream.max_fps < SMOOTH_FPS;
    const lights = few ? msg(str`${lightsWord(ledsOf(device))}, slowly`) : lightsWord(ledsOf(device));
    return html`<label class="card">
      <input
        type="checkbox"
        .checked=${place >= 0}
        @change=${(event: Event) => {
          const on = (event.target as HTMLInputElement).checked;
          const others = this.chosen.filter((id) => id !== device.id);
          emit(this, 'lk-devices', { ids: on ? [...others, device.id] : others });
        }}
      />
      <lk-icon name=${fixtureIcon(device.fixture)}></lk-icon>
      <span
        ><b><bdi>${device.name}</bdi></b
        ><small>${device.status === 'offline' ? msg(str`${lights}, offline just now`) : lights}</small></span
      >
      <lk-icon class="tick" name="check"></lk-icon>
    </label>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-picker': LkDevicePicker;
  }
}
