import { base, msg, setQuery, type LkInput } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ListView } from './filters.js';

interface Choice {
  value: string;
  label: string;
}

/** Menus give back ids, and the empty word is none: the choices are numbered. */
const numbered = (index: number): string => `c${index}`;

/** Search, grouping, kind and state; all of it lives in the address. */
@customElement('lk-device-filters')
export class LkDeviceFilters extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2);
        margin-block-end: var(--lk-space-4);
      }
      .find {
        flex: 1 1 12rem;
        max-inline-size: 22rem;
      }
      @media (max-width: 47.99rem) {
        .find {
          flex-basis: 100%;
          max-inline-size: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) view: ListView = { words: '', kind: '', label: '', status: '', by: 'room', room: '' };
  @property({ attribute: false }) labels: readonly string[] = [];

  /** Puts the cursor into the search. */
  find(): void {
    this.renderRoot.querySelector<LkInput>('.find')?.focus();
  }

  override render() {
    const { view } = this;
    return html`<lk-input
        class="find"
        size="s"
        type="search"
        icon="search"
        hide_label
        label=${msg('Find a device')}
        placeholder=${msg('Find a device')}
        .value=${view.words}
        @lk-input=${(event: CustomEvent<{ value: string }>) => {
          setQuery({ q: event.detail.value });
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape' && view.words !== '') setQuery({ q: '' });
        }}
      ></lk-input>
      <lk-segments
        label=${msg('Group by')}
        .options=${[
          { value: 'room', label: msg('By room') },
          { value: 'kind', label: msg('By kind') },
          { value: 'driver', label: msg('By driver') },
        ]}
        .value=${view.by}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          setQuery({ by: event.detail.value === 'room' ? '' : event.detail.value });
        }}
      ></lk-segments>
      ${this.chip(msg('Kind'), 'kind', view.kind, [
        { value: '', label: msg('All kinds') },
        { value: 'light', label: msg('Lights') },
        { value: 'switch', label: msg('Switches') },
        { value: 'cover', label: msg('Blinds') },
        { value: 'sensor', label: msg('Sensors') },
        { value: 'button', label: msg('Buttons') },
        { value: 'other', label: msg('Others') },
      ])}
      ${this.chip(msg('State'), 'status', view.status, [
        { value: '', label: msg('Any state') },
        { value: 'on', label: msg('On') },
        { value: 'off', label: msg('Off') },
        { value: 'offline', label: msg('Offline') },
        { value: 'disabled', label: msg('Not in use') },
      ])}
      ${
        this.labels.length === 0 && view.label === ''
          ? nothing
          : this.chip(msg('Label'), 'label', view.label, [
              { value: '', label: msg('Any label') },
              ...this.labels.map((label) => ({ value: label, label })),
            ])
      }`;
  }

  /** A filter that shows its value in its own chip. */
  private chip(label: string, parameter: 'kind' | 'status' | 'label', value: string, choices: readonly Choice[]) {
    const chosen = choices.find((choice) => choice.value === value);
    return html`<lk-menu
      label=${label}
      placement="bottom-start"
      .items=${choices.map((choice, index) => ({ id: numbered(index), label: choice.label, checked: choice.value === value }))}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        setQuery({ [parameter]: choices.find((_, index) => numbered(index) === event.detail.id)?.value ?? '' });
      }}
      ><lk-button slot="trigger" size="s" icon_end="chevron-down" ?pressed=${value !== ''}>${chosen?.label ?? label}</lk-button></lk-menu
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-filters': LkDeviceFilters;
  }
}
