import type { ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { base, download, msg, toast } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { queryFromFilters } from '../model/filters.js';

export const EXPORTS = [
  { id: 'csv', label: 'CSV', icon: 'table' },
  { id: 'json', label: 'JSON', icon: 'braces' },
  { id: 'jsonl', label: 'JSON lines', icon: 'list' },
] as const;

/** Lets the browser save what the filters choose, all of it, straight from the hub. */
export function exportLog(format: string, filters: ActivityFilters): void {
  download('activity/export', { ...queryFromFilters(filters), format });
  toast(msg('The browser saves the export. The log notes it.'));
}

@customElement('lk-activity-export-menu')
export class ExportMenu extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
      }
      /* On a phone the picture alone has to do; the word stays for readers. */
      @media (max-width: 47.99rem) {
        .word {
          position: absolute;
          inline-size: 1px;
          block-size: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  @property({ attribute: false }) filters: ActivityFilters = {};
  @property({ type: Boolean }) disabled = false;

  override render() {
    return html`<lk-menu
      label=${msg('Export')}
      .items=${EXPORTS}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        exportLog(event.detail.id, this.filters);
      }}
    >
      <lk-button slot="trigger" size="s" icon="download" ?disabled=${this.disabled}><span class="word">${msg('Export')}</span></lk-button>
    </lk-menu>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-export-menu': ExportMenu;
  }
}
