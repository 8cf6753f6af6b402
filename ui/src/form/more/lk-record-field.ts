import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../../elements/base.js';
import { emit } from '../../elements/emit.js';
import { fieldStyles } from '../../elements/field-styles.js';
import { msg, str } from '../../i18n/msg.js';
import { readValue, valueText } from './records.js';
import '../../elements/lk-button.js';
import '../../elements/lk-input.js';

/** Values under names of the reader's choice. `lk-change` {value}. */
@customElement('lk-record-field')
export class LkRecordField extends LitElement {
  static override styles = [
    base,
    fieldStyles,
    css`
      .entry {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) auto;
        gap: var(--lk-space-2);
        align-items: end;
      }
    `,
  ];

  @property() label = '';
  @property({ attribute: false }) value: Readonly<Record<string, unknown>> = {};
  @property() hint = '';
  @property() error = '';
  @property({ type: Boolean }) disabled = false;

  private put(entries: readonly (readonly [string, unknown])[]): void {
    emit(this, 'lk-change', { value: Object.fromEntries(entries) });
  }

  /** A name that none of the others has. */
  private freeName(): string {
    for (let number = 1; ; number += 1) {
      const name = `value_${number}`;
      if (!(name in this.value)) return name;
    }
  }

  override render() {
    const entries = Object.entries(this.value);
    return html`<div class="field" role="group" aria-label=${this.label}>
      <span class="own" aria-hidden="true">${this.label}</span>
      ${this.hint ? html`<p class="hint">${this.hint}</p>` : ''}
      ${entries.map(([key, value], index) => this.entry(entries, key, value, index))}
      <div>
        <lk-button
          size="s"
          icon="plus"
          ?disabled=${this.disabled}
          @click=${() => {
            this.put([...entries, [this.freeName(), '']]);
          }}
          >${msg('Add a value')}</lk-button
        >
      </div>
      ${this.error ? html`<p class="error"><lk-icon name="octagon-x"></lk-icon><span>${this.error}</span></p>` : ''}
    </div>`;
  }

  private entry(entries: readonly (readonly [string, unknown])[], key: string, value: unknown, index: number) {
    return html`<div class="entry">
      <lk-input
        mono
        label=${msg('Name')}
        autocomplete="off"
        .value=${key}
        ?disabled=${this.disabled}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          const name = event.detail.value.trim();
          if (name !== '' && !(name in this.value)) this.put(entries.with(index, [name, value]));
          else this.requestUpdate();
        }}
      ></lk-input>
      <lk-input
        label=${msg('Value')}
        autocomplete="off"
        .value=${valueText(value)}
        ?disabled=${this.disabled}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          this.put(entries.with(index, [key, readValue(event.detail.value)]));
        }}
      ></lk-input>
      <lk-button
        variant="ghost"
        icon="trash-2"
        label=${msg(str`Take ${key} away`)}
        ?disabled=${this.disabled}
        @click=${() => {
          this.put(entries.toSpliced(index, 1));
        }}
      ></lk-button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-record-field': LkRecordField;
  }
}
