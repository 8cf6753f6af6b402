import { base, msg, setQuery, type LkInput } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ListView } from './filters.js';

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
        flex: 1 1 16rem;
        max-inline-size: 22rem;
      }
      lk-select {
        inline-size: 9rem;
      }
      @media (max-width: 47.99rem) {
        .find {
          flex-basis: 100%;
          max-inline-size: none;
        }
        lk-segments {
          flex: 1 1 100%;
        }
        lk-select {
          flex: 1 1 8rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) view: ListView = { words: '', kind: '', status: '', by: 'room', room: '' };

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
      <lk-select
        size="s"
        hide_label
        label=${msg('Kind')}
        .options=${[
          { value: '', label: msg('All kinds') },
          { value: 'light', label: msg('Lights') },
          { value: 'switch', label: msg('Switches') },
          { value: 'sensor', label: msg('Sensors') },
          { value: 'button', label: msg('Buttons') },
          { value: 'other', label: msg('Others') },
        ]}
        .value=${view.kind}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          setQuery({ kind: event.detail.value });
        }}
      ></lk-select>
      <lk-select
        size="s"
        hide_label
        label=${msg('State')}
        .options=${[
          { value: '', label: msg('Any state') },
          { value: 'on', label: msg('On') },
          { value: 'off', label: msg('Off') },
          { value: 'offline', label: msg('Offline') },
          { value: 'disabled', label: msg('Not in use') },
        ]}
        .value=${view.status}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          setQuery({ status: event.detail.value });
        }}
      ></lk-select>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-filters': LkDeviceFilters;
  }
}
