import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg, str } from '../i18n/msg.js';
import { base } from './base.js';
import { emit } from './emit.js';
import './lk-button.js';
import './lk-dialog.js';
import './lk-input.js';

/** Asks before what cannot be undone. The buttons name the deed; the focus starts on the safe one. */
@customElement('lk-confirm')
export class LkConfirm extends LitElement {
  static override styles = [
    base,
    css`
      p {
        color: var(--lk-text-quiet);
        white-space: pre-line;
      }
    `,
  ];

  @property({ type: Boolean, reflect: true }) open = false;
  @property() heading = '';
  @property() text = '';
  @property() confirm = msg('Do it');
  @property() cancel = msg('Keep it');
  @property({ type: Boolean }) danger = false;
  /** What has to be typed before the deed. */
  @property() word = '';
  @state() private typed = '';

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('open') && this.open) this.typed = '';
  }

  private finish(type: 'lk-confirm' | 'lk-cancel'): void {
    this.open = false;
    emit(this, type);
  }

  private get ready(): boolean {
    return this.word === '' || this.typed.trim() === this.word;
  }

  override render() {
    return html`<lk-dialog
      heading=${this.heading}
      .open=${this.open}
      @lk-close=${(event: Event) => {
        event.stopPropagation();
        this.finish('lk-cancel');
      }}
    >
      ${this.text ? html`<p>${this.text}</p>` : nothing}<slot></slot>
      ${
        this.word
          ? html`<lk-input
              label=${msg(str`Type “${this.word}” to go on`)}
              .value=${this.typed}
              autocomplete="off"
              @lk-input=${(event: CustomEvent<{ value: string }>) => {
                event.stopPropagation();
                this.typed = event.detail.value;
              }}
            ></lk-input>`
          : nothing
      }
      <lk-button
        slot="actions"
        autofocus
        @click=${() => {
          this.finish('lk-cancel');
        }}
        >${this.cancel}</lk-button
      >
      <lk-button
        slot="actions"
        variant=${this.danger ? 'danger-fill' : 'primary'}
        ?disabled=${!this.ready}
        @click=${() => {
          this.finish('lk-confirm');
        }}
        >${this.confirm}</lk-button
      >
    </lk-dialog>`;
  }
}

export interface ConfirmOptions {
  heading: string;
  text?: string;
  confirm: string;
  cancel?: string;
  danger?: boolean;
  word?: string;
}

/** Asks, and answers whether the reader said yes. */
export function confirmDialog(options: ConfirmOptions): Promise<boolean> {
  const element = document.createElement('lk-confirm');
  Object.assign(element, options);
  document.body.append(element);
  const answer = new Promise<boolean>((resolve) => {
    element.addEventListener('lk-confirm', () => {
      resolve(true);
    });
    element.addEventListener('lk-cancel', () => {
      resolve(false);
    });
  });
  element.open = true;
  return answer.finally(() => {
    // The closing animation ends before the element goes.
    setTimeout(() => {
      element.remove();
    }, 600);
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-confirm': LkConfirm;
  }
}
