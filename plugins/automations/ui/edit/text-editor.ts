import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { TextMistake } from '../model/yaml-text.js';
import type { CodeEditor } from './code-mirror.js';

/** A text with its mistakes marked at their lines, and listed below. `lk-text` {text} with each change. */
@customElement('lk-text-editor')
export class LkTextEditor extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-3);
      }
      .place {
        direction: ltr;
        min-inline-size: 0;
      }
      li button {
        display: flex;
        gap: var(--lk-space-2);
        align-items: baseline;
        min-block-size: 1.75rem;
        color: var(--lk-error);
        font-size: var(--lk-size-s);
        overflow-wrap: anywhere;
      }
      li button b {
        white-space: nowrap;
      }
      li button:hover span {
        text-decoration: underline;
      }
    `,
  ];

  @property() text = '';
  @property({ attribute: false }) mistakes: readonly TextMistake[] = [];
  @property({ type: Boolean }) readonly = false;
  @state() private plain = false;
  private editor: CodeEditor | null = null;
  private wanted = true;

  override connectedCallback(): void {
    super.connectedCallback();
    this.wanted = true;
    if (this.hasUpdated) void this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.wanted = false;
    this.editor?.end();
    this.editor = null;
  }

  protected override firstUpdated(): void {
    void this.open();
  }

  private async open(): Promise<void> {
    const code = await import('./code-mirror.js').catch(() => null);
    const parent = this.renderRoot.querySelector<HTMLElement>('.place');
    // Without the hub the text is edited in a plain field.
    if (code === null) this.plain = true;
    if (code === null || parent === null || !this.wanted || this.editor !== null) return;
    this.editor = code.createCodeEditor(parent, this.renderRoot as ShadowRoot, {
      text: this.text,
      label: msg('The automation as text'),
      changed: (text) => {
        this.tell(text);
      },
    });
    this.editor.lock(this.readonly);
    this.editor.mark(this.mistakes);
  }

  private tell(text: string): void {
    if (text === this.text) return;
    this.text = text;
    emit(this, 'lk-text', { text });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('text')) this.editor?.write(this.text);
    if (changed.has('mistakes')) this.editor?.mark(this.mistakes);
    if (changed.has('readonly')) this.editor?.lock(this.readonly);
  }

  override render() {
    return html`${
        this.plain
          ? html`<lk-input
              mono
              rows="24"
              label=${msg('The automation as text')}
              .value=${this.text}
              ?readonly=${this.readonly}
              @lk-input=${(event: CustomEvent<{ value: string }>) => {
                event.stopPropagation();
                this.tell(event.detail.value);
              }}
            ></lk-input>`
          : html`<div class="place"></div>`
      }
      <div role="status">
        ${
          this.mistakes.length === 0
            ? nothing
            : html`<ul aria-label=${msg('Mistakes')}>
                ${this.mistakes.map(
                  ({ line, detail }) =>
                    html`<li>
                      <button
                        type="button"
                        @click=${() => {
                          this.editor?.goTo(line);
                        }}
                      >
                        <b>${msg(str`Line ${line}`)}</b><span>${detail}</span>
                      </button>
                    </li>`,
                )}
              </ul>`
        }
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-text-editor': LkTextEditor;
  }
}
