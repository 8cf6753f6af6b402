import type { DriverInfo } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, type LkInput, type LkSelect } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** More drivers than this are searched rather than read. */
const MANY = 8;

/** Which driver speaks to a device. Sends `lk-driver` {id}. */
@customElement('lk-driver-field')
export class LkDriverField extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: var(--lk-space-3);
      }
    `,
  ];

  @property({ attribute: false }) drivers: readonly DriverInfo[] = [];
  @property() value = '';
  @state() private words = '';

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<LkInput | LkSelect>('lk-input, lk-select')?.focus(options);
    });
  }

  private choose(id: string): void {
    if (id !== this.value) emit(this, 'lk-driver', { id });
  }

  override render() {
    const words = this.words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const matching = this.drivers.filter(({ id, name, description }) => {
      const text = `${id} ${name} ${description}`.toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    });
    const chosen = this.drivers.find(({ id }) => id === this.value);
    const offered = matching.length > 0 ? matching : this.drivers;
    return html`${
        this.drivers.length > MANY
          ? html`<lk-input
              size="s"
              type="search"
              icon="search"
              label=${msg('Find a driver')}
              hint=${matching.length === 0 ? msg('No driver is called that.') : ''}
              .value=${this.words}
              @lk-input=${(event: CustomEvent<{ value: string }>) => {
                event.stopPropagation();
                this.words = event.detail.value;
                // One that is left is meant.
                void this.updateComplete.then(() => {
                  this.chooseOnly();
                });
              }}
            ></lk-input>`
          : nothing
      }<lk-select
        label=${msg('How it speaks')}
        hint=${chosen?.description ?? ''}
        .options=${(chosen && !offered.includes(chosen) ? [chosen, ...offered] : offered).map(({ id, name }) => ({ value: id, label: name }))}
        .value=${this.value}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          this.choose(event.detail.value);
        }}
      ></lk-select>`;
  }

  private chooseOnly(): void {
    const words = this.words.toLocaleLowerCase().trim();
    const [only, ...others] = this.drivers.filter(({ name }) => words !== '' && name.toLocaleLowerCase().includes(words));
    if (only && others.length === 0) this.choose(only.id);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-driver-field': LkDriverField;
  }
}
