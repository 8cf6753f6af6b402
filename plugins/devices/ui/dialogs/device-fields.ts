import type { Fixture } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, StoreController, base, collection, emit, msg } from '@lightkeeper/ui';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { areaOptions, fixtureHint, fixtureOptions } from './choices.js';
import { dialogStyles } from './dialog.styles.js';

/** What is the same for a device of any driver. */
export interface CommonFields {
  name: string;
  area_id: string | null;
  fixture: Fixture;
}

/** Name, room and place of a device. Sends `lk-fields` {value} with each change. */
@customElement('lk-device-fields')
export class LkDeviceFields extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [base, dialogStyles];

  @property({ attribute: false }) value: CommonFields = { name: '', area_id: null, fixture: 'bulb' };
  @property({ attribute: false }) error: unknown = null;
  private readonly areas = new StoreController(this, collection('areas'));

  private change(fields: Partial<CommonFields>): void {
    this.value = { ...this.value, ...fields };
    emit(this, 'lk-fields', { value: this.value });
  }

  override render() {
    const problem = this.error instanceof ProblemError ? this.error : null;
    return html`<div class="fields">
      <lk-input
        label=${msg('Name')}
        required
        maxlength="80"
        placeholder=${msg('Sofa lamp')}
        .value=${this.value.name}
        error=${problem?.field('/name') ?? ''}
        @lk-input=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          this.change({ name: event.detail.value });
        }}
      ></lk-input>
      <div class="pair">
        <lk-select
          label=${msg('Room')}
          .options=${areaOptions(this.areas.value.items)}
          .value=${this.value.area_id ?? ''}
          error=${problem?.field('/area_id') ?? ''}
          @lk-change=${(event: CustomEvent<{ value: string }>) => {
            event.stopPropagation();
            this.change({ area_id: event.detail.value === '' ? null : event.detail.value });
          }}
        ></lk-select>
        <lk-select
          label=${msg('What it is')}
          .options=${fixtureOptions()}
          .value=${this.value.fixture}
          error=${problem?.field('/fixture') ?? ''}
          @lk-change=${(event: CustomEvent<{ value: Fixture }>) => {
            event.stopPropagation();
            this.change({ fixture: event.detail.value });
          }}
        ></lk-select>
      </div>
      <p class="hint">${fixtureHint()}</p>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-fields': LkDeviceFields;
  }
}
