import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg } from '../i18n/msg.js';
import { base } from './base.js';
import './lk-button.js';

/** Copies a text to the clipboard, and says so. */
@customElement('lk-copy')
export class LkCopy extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
      }
    `,
  ];

  @property() value = '';
  @property() label = '';
  @state() private outcome: 'none' | 'copied' | 'refused' = 'none';

  override render() {
    const words = { none: this.label || msg('Copy'), copied: msg('Copied'), refused: msg('Select it and copy by hand') }[this.outcome];
    // The words for readers stand beside the button: what announces itself would not count as the button's name.
    return html`<lk-button size="s" icon=${this.outcome === 'copied' ? 'check' : 'copy'} @click=${this.onClick}>${words}</lk-button
      ><span class="sr" role="status">${this.outcome === 'none' ? '' : words}</span>`;
  }

  private async onClick(): Promise<void> {
    this.outcome = (await copyText(this.value)) ? 'copied' : 'refused';
    setTimeout(() => {
      this.outcome = 'none';
    }, 3000);
  }
}

/** Browsers keep the clipboard from pages that were not loaded over HTTPS, as a hub at home often is; the old way works there. */
export async function copyText(text: string): Promise<boolean> {
  // It is missing there, whatever the types say.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) {
    return clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else copies on a page without HTTPS
  const done = document.execCommand('copy');
  field.remove();
  return done;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-copy': LkCopy;
  }
}
