import { StoreController, base, can, msg, session, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sharing } from './sharing.js';

/** Shares this screen with a capture whose source is a shared screen, and says what stands against it where it cannot be. */
@customElement('lk-share-screen')
export class LkShareScreen extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        justify-items: start;
        gap: var(--lk-space-3);
      }
      lk-note {
        justify-self: stretch;
      }
      p {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      code {
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** The capture that is to follow the screen. */
  @property() capture_id = '';
  private readonly sharing = new StoreController(this, sharing);
  private readonly session = new StoreController(this, session);

  override render() {
    const missing = this.session.value.principal === null || !can('member') ? msg('Your account may not share a screen.') : obstacle();
    if (missing !== null) return html`<lk-note tone="warning">${missing}</lk-note>`;
    const { state, capture_id, problem } = this.sharing.value;
    const mine = capture_id === this.capture_id;
    if (mine && state === 'sharing') {
      return html`<p role="status">${msg('You are sharing your screen with the room.')}</p>
        <lk-button
          icon="square"
          @click=${() => {
            sharing.stop();
          }}
          >${msg('Stop sharing')}</lk-button
        >`;
    }
    return html`${mine && problem !== null ? html`<lk-note tone="warning" role="status">${problem}</lk-note>` : nothing}
      <lk-button
        variant="primary"
        icon="monitor"
        ?busy=${state === 'starting'}
        ?disabled=${state === 'sharing'}
        @click=${() => {
          void sharing.start(this.capture_id);
        }}
        >${msg('Share this screen')}</lk-button
      >
      <p>
        ${
          state === 'sharing'
            ? msg('You are sharing your screen with another capture.')
            : msg('You choose a screen, a window or a tab. Only a very small picture of it leaves the browser, and only to the hub.')
        }
      </p>`;
  }
}

/** Why this browser cannot share a screen, and what to do about it; null when it can. */
function obstacle() {
  // Without a secure context `mediaDevices` is not there, whatever its type says.
  const { mediaDevices } = navigator as { mediaDevices?: Partial<MediaDevices> };
  if (mediaDevices?.getDisplayMedia !== undefined) return null;
  if (window.isSecureContext) return msg('This browser cannot share a screen. Chrome, Edge, Firefox and Safari on a computer can.');
  const local = `http://localhost:${location.port || '80'}`;
  return html`${msg('Browsers let a page see the screen only over https, or on the computer that the hub runs on.')}
  ${msg(str`There, open ${local}; elsewhere, open the hub by an address that begins with https.`)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-share-screen': LkShareScreen;
  }
}
