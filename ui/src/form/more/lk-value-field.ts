import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../../elements/base.js';
import { emit } from '../../elements/emit.js';
import { fieldStyles } from '../../elements/field-styles.js';
import { msg } from '../../i18n/msg.js';
import { collection } from '../../store/collections.js';
import { StoreController } from '../../store/store.js';
import { parseScalar, scalarText } from '../values.js';
import { propertiesOf, unitOf, valuesOf } from './properties.js';
import '../../elements/lk-input.js';
import './lk-combobox.js';

/** A value of a device by name, or, with `of`, one that this value can have. `lk-change` {value}; undefined for none. */
@customElement('lk-value-field')
export class LkValueField extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [base, fieldStyles];

  @property() device_id = '';
  /** The property whose value is asked for; null when the property itself is. */
  @property({ attribute: false }) of: string | null = null;
  @property({ attribute: false }) value: unknown = undefined;
  @property() label = '';
  @property() hint = '';
  @property() error = '';
  @property({ type: Boolean }) required = false;
  @property({ type: Boolean }) disabled = false;
  private readonly devices = new StoreController(this, collection('devices'));

  override render() {
    const device = this.devices.value.by_id.get(this.device_id);
    if (this.of === null) return this.combo(propertiesOf(device), msg('Choose …'));
    const options = valuesOf(device, this.of);
    return options.length > 0 ? this.combo(options, msg('Any')) : this.typed(device, this.of);
  }

  private combo(options: ReturnType<typeof propertiesOf>, placeholder: string) {
    const asked = this.of !== null;
    return html`<lk-combobox
      free
      label=${this.label}
      hint=${this.hint}
      error=${this.error}
      placeholder=${this.required ? msg('Choose …') : placeholder}
      .options=${options}
      .value=${scalarText(this.value)}
      ?required=${this.required}
      ?disabled=${this.disabled}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        const { value } = event.detail;
        this.tell(value === '' ? undefined : asked ? parseScalar(value) : value);
      }}
    ></lk-combobox>`;
  }

  private typed(device: Device | undefined, of: string) {
    return html`<lk-input
      label=${this.label}
      hint=${this.hint}
      error=${this.error}
      unit=${unitOf(device, of)}
      autocomplete="off"
      .value=${scalarText(this.value)}
      ?required=${this.required}
      ?disabled=${this.disabled}
      @lk-input=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        this.tell(event.detail.value === '' ? undefined : parseScalar(event.detail.value));
      }}
    ></lk-input>`;
  }

  private tell(value: unknown): void {
    emit(this, 'lk-change', { value });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-value-field': LkValueField;
  }
}
