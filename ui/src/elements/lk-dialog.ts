import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from './base.js';
import { emit } from './emit.js';

/** A question or form over the page. Escape and its cross close it; a click beside it does not, so that nothing typed is lost. */
@customElement('lk-dialog')
export class LkDialog extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: contents;
      }
      wa-dialog {
        --width: min(32rem, calc(100vw - 2rem));
        --spacing: var(--lk-space-6);
      }
      :host([wide]) wa-dialog {
        --width: min(48rem, calc(100vw - 2rem));
      }
      wa-dialog::part(dialog) {
        background: var(--lk-raised);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-l);
        box-shadow: var(--lk-shadow-3);
      }
      wa-dialog::part(title) {
        font-size: var(--lk-size-xl);
        font-weight: var(--lk-weight-bold);
        letter-spacing: -0.01em;
      }
      .body {
        display: grid;
        gap: var(--lk-space-4);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: var(--lk-space-2);
      }
    `,
  ];

  @property({ type: Boolean, reflect: true }) open = false;
  @property() heading = '';
  @property({ type: Boolean, reflect: true }) wide = false;
  @state() private ready = false;
  private has_actions = false;

  protected override firstUpdated(): void {
    void this.prepare();
  }

  /** An element that is open from its birth would not tell when it is shown, so it is opened only once it is there. */
  private async prepare(): Promise<void> {
    await import('@awesome.me/webawesome/dist/components/dialog/dialog.js');
    await this.renderRoot.querySelector('wa-dialog')?.updateComplete;
    this.ready = true;
  }

  protected override willUpdate(): void {
    this.has_actions = [...this.children].some((child) => child.slot === 'actions');
  }

  show(): void {
    this.open = true;
  }

  hide(): void {
    this.open = false;
  }

  private onHide(event: Event): void {
    // Menus and lists inside the dialog send the same event.
    if (event.target !== event.currentTarget || !this.open) return;
    this.open = false;
    emit(this, 'lk-close');
  }

  /** Web Awesome looks for `autofocus` among its own children, which ours are not. */
  private onShown(event: Event): void {
    if (event.target === event.currentTarget) this.querySelector<HTMLElement>('[autofocus]')?.focus();
  }

  override render() {
    return html`<wa-dialog
      .label=${this.heading}
      .open=${this.open && this.ready}
      ?with-footer=${this.has_actions}
      @wa-hide=${this.onHide}
      @wa-after-show=${this.onShown}
    >
      <div class="body"><slot></slot></div>
      ${this.has_actions ? html`<div class="actions" slot="footer"><slot name="actions"></slot></div>` : nothing}
    </wa-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-dialog': LkDialog;
  }
}
