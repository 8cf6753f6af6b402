import { base, msg } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** Says, on whichever page of the hub, that this screen is being shared, and ends it. */
@customElement('lk-sharing-sign')
export class LkSharingSign extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        inset-block-start: max(var(--lk-space-3), env(safe-area-inset-top));
        inset-inline: var(--lk-space-3);
        z-index: 900;
        display: flex;
        justify-content: center;
        pointer-events: none;
      }
      .sign {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-3);
        max-inline-size: 100%;
        padding: var(--lk-space-2) var(--lk-space-2) var(--lk-space-2) var(--lk-space-4);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-l);
        background: var(--lk-surface);
        box-shadow: var(--lk-shadow-3);
        pointer-events: auto;
      }
      lk-icon {
        color: var(--lk-on);
      }
    `,
  ];

  @property({ attribute: false }) stop: () => void = () => undefined;

  override render() {
    return html`<div class="sign" role="status">
      <lk-icon name="monitor"></lk-icon>
      <span>${msg('You are sharing your screen with the room')}</span>
      <lk-button
        size="s"
        icon="square"
        @click=${() => {
          this.stop();
        }}
        >${msg('Stop sharing')}</lk-button
      >
    </div>`;
  }
}

/** Before the title of the page, so that it is seen in the row of tabs too. */
const MARK = '⏺ ';

/** Puts up the sign; answers how to take it down. */
export function showSign(stop: () => void): () => void {
  const sign = document.createElement('lk-sharing-sign');
  sign.stop = stop;
  document.body.append(sign);
  // Each page of the hub has a title of its own.
  const mark = (): void => {
    if (!document.title.startsWith(MARK)) document.title = MARK + document.title;
  };
  const observer = new MutationObserver(mark);
  observer.observe(document.head, { subtree: true, childList: true, characterData: true });
  mark();
  return () => {
    observer.disconnect();
    document.title = document.title.replace(MARK, '');
    sign.remove();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-sharing-sign': LkSharingSign;
  }
}
