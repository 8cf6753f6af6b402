import { AUTOMATION_KIND_GROUPS, type AutomationKindInfo } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { groupWord } from '../model/words.js';

/** A dialog with all kinds of steps of one sort, searched by words. `lk-pick` {kind}, `lk-close`. */
@customElement('lk-kind-picker')
export class LkKindPicker extends LitElement {
  static override styles = [
    base,
    css`
      .groups {
        display: grid;
        gap: var(--lk-space-5);
        margin-block-start: var(--lk-space-4);
      }
      h3 {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        margin-block-end: var(--lk-space-2);
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
        gap: var(--lk-space-2);
      }
      button {
        display: grid;
        grid-template-columns: 1.5rem minmax(0, 1fr);
        gap: 0 var(--lk-space-2);
        inline-size: 100%;
        block-size: 100%;
        padding: var(--lk-space-3);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-m);
        align-content: start;
      }
      button:hover {
        background: var(--lk-hover);
        border-color: var(--lk-line-strong);
      }
      lk-icon {
        grid-row: span 2;
        font-size: 1.125rem;
        margin-block-start: 0.125rem;
        color: var(--lk-text-quiet);
      }
      .name {
        font-weight: var(--lk-weight-medium);
      }
      .text {
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
      }
    `,
  ];

  @property() heading = '';
  @property({ attribute: false }) kinds: readonly AutomationKindInfo[] = [];
  @state() private words = '';

  private get found(): AutomationKindInfo[] {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    return this.kinds.filter((info) => {
      const text = `${info.name} ${info.description} ${info.kind} ${groupWord(info.group)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  override render() {
    const { found } = this;
    return html`<lk-dialog open wide heading=${this.heading}>
      <lk-input
        autofocus
        type="search"
        icon="search"
        hide_label
        label=${msg('Search')}
        placeholder=${msg('Search')}
        .value=${this.words}
        @lk-input=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          this.words = event.detail.value;
        }}
        @keydown=${(event: KeyboardEvent) => {
          const [first] = found;
          if (event.key === 'Enter' && first && this.words !== '') this.pick(first.kind);
        }}
      ></lk-input>
      <p class="sr" role="status">${this.words === '' ? '' : msg(str`${found.length} found`)}</p>
      <div class="groups">
        ${AUTOMATION_KIND_GROUPS.map((group) => {
          const kinds = found.filter((info) => info.group === group);
          if (kinds.length === 0) return nothing;
          return html`<section aria-label=${groupWord(group)}>
            <h3>${groupWord(group)}</h3>
            <ul>
              ${repeat(
                kinds,
                ({ kind }) => kind,
                (info) =>
                  html`<li>
                    <button
                      type="button"
                      @click=${() => {
                        this.pick(info.kind);
                      }}
                    >
                      <lk-icon name=${info.icon}></lk-icon><span class="name">${info.name}</span
                      ><span class="text">${info.description}</span>
                    </button>
                  </li>`,
              )}
            </ul>
          </section>`;
        })}
        ${found.length === 0 ? html`<p class="quiet">${msg(str`Nothing is called “${this.words}”.`)}</p>` : nothing}
      </div>
    </lk-dialog>`;
  }

  private pick(kind: string): void {
    emit(this, 'lk-pick', { kind });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-kind-picker': LkKindPicker;
  }
}
