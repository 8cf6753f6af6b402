import type { Automation } from '@lightkeeper/plugin-sdk/wire';
import { base, formatSince, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Draft, DraftState } from '../live/draft.js';
import { draftOf, textOf } from '../model/draft-value.js';

/** Somebody else has changed what is edited here: their version can be looked at, taken, or overwritten. Nothing is lost by itself. */
@customElement('lk-conflict-note')
export class LkConflictNote extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .acts {
        margin-block-start: var(--lk-space-3);
      }
      pre {
        margin: var(--lk-space-4) 0 0;
        padding: var(--lk-space-3);
        border-radius: var(--lk-radius-s);
        background: var(--lk-sunken);
        font-family: var(--lk-font-mono);
        font-size: var(--lk-size-s);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        direction: ltr;
      }
    `,
  ];

  @property({ attribute: false }) draft: Draft | null = null;
  @property({ attribute: false }) now: DraftState | null = null;
  /** Their version as text, while it is looked at. */
  @state() private text: string | null = null;

  private async look(theirs: Automation): Promise<void> {
    const { writeText } = await import('../model/yaml-text.js');
    this.text = writeText(textOf(draftOf(theirs)));
  }

  override render() {
    const { draft, now } = this;
    const theirs = now?.theirs;
    if (draft === null || !theirs) return html``;
    return html`<lk-note tone="warning" role="alert">
        <b>${msg('Somebody else has changed it meanwhile.')}</b>
        ${msg(str`Theirs was saved at ${formatSince(theirs.updated_at)}; yours is still here, and not saved.`)}
        <p class="quiet">${theirs.sentence}</p>
        <div class="acts row wrap">
          <lk-button
            size="s"
            @click=${() => {
              void this.look(theirs);
            }}
            >${msg('Look at theirs')}</lk-button
          >
          <lk-button
            size="s"
            @click=${() => {
              draft.takeTheirs();
            }}
            >${msg('Take theirs')}</lk-button
          >
          <lk-button
            size="s"
            @click=${() => {
              draft.keepMine();
            }}
            >${msg('Keep mine')}</lk-button
          >
        </div>
      </lk-note>
      ${
        this.text !== null
          ? html`<lk-dialog
              open
              wide
              heading=${msg('Their version')}
              @lk-close=${() => {
                this.text = null;
              }}
            >
              <p>${theirs.sentence}</p>
              <pre tabindex="0">${this.text}</pre>
            </lk-dialog>`
          : ''
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-conflict-note': LkConflictNote;
  }
}
