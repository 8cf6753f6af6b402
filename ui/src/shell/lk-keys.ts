import { LitElement, css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { base } from '../elements/base.js';
import { msg } from '../i18n/msg.js';
import { letterKeys } from './preferences.js';
import { activeShortcuts, type ShortcutGroup } from './shortcuts.js';
import '../elements/lk-dialog.js';

/** The list of keys that act here, behind `?`. */
@customElement('lk-keys')
export class LkKeys extends LitElement {
  static override styles = [
    base,
    css`
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: var(--lk-space-2) var(--lk-space-5);
        align-items: center;
      }
      h3 {
        font-size: var(--lk-size-m);
      }
      kbd {
        font: var(--lk-weight-normal) var(--lk-size-xs) / 1 var(--lk-font-mono);
        padding: 0.2rem 0.4rem;
        border-radius: var(--lk-radius-s);
        border: 1px solid var(--lk-line);
        color: var(--lk-text-quiet);
        background: var(--lk-sunken);
      }
      kbd + kbd {
        margin-inline-start: 0.25rem;
      }
    `,
  ];

  @state() private open = false;
  @state() private groups: ShortcutGroup[] = [];

  show(): void {
    this.groups = activeShortcuts().filter((group) => group.keys.length > 0);
    this.open = true;
  }

  override render() {
    return html`<lk-dialog
      heading=${msg('Keys')}
      .open=${this.open}
      @lk-close=${() => {
        this.open = false;
      }}
    >
      ${letterKeys.value ? '' : html`<p class="quiet">${msg('Single letters are turned off in Settings.')}</p>`}
      ${this.groups.map(
        (group) =>
          html`<h3>${group.title}</h3>
            <dl>
              ${group.keys.map(
                ({ keys, does }) =>
                  html`<dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd>`)}</dt>
                    <dd>${does}</dd>`,
              )}
            </dl>`,
      )}
    </lk-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-keys': LkKeys;
  }
}
