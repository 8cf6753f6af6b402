import type { ApiToken, CreatedToken, Page } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../../api/client.js';
import { describeError } from '../../api/problem-error.js';
import { base } from '../../elements/base.js';
import { confirmDialog } from '../../elements/lk-confirm.js';
import { toast } from '../../elements/lk-toast.js';
import { formatDate, formatSince } from '../../i18n/format.js';
import { msg, str } from '../../i18n/msg.js';
import { roleWord } from '../../words/roles.js';
import { settingsStyles } from './page.styles.js';
import { Resource } from './resource.js';
import './token-dialog.js';
import '../../elements/lk-actor-chip.js';
import '../../elements/lk-button.js';
import '../../elements/lk-card.js';
import '../../elements/lk-copy.js';
import '../../elements/lk-empty.js';
import '../../elements/lk-error.js';
import '../../elements/lk-note.js';
import '../../elements/lk-pill.js';
import '../../elements/lk-setting.js';
import '../../elements/lk-skeleton.js';

/** Keys for scripts and other programs. */
@customElement('lk-tokens')
export class LkTokens extends LitElement {
  static override styles = [
    base,
    settingsStyles,
    css`
      .token {
        display: block;
        padding: var(--lk-space-3);
        margin-block: var(--lk-space-2);
        border-radius: var(--lk-radius-s);
        background: var(--lk-field);
        color: var(--lk-text);
        font-family: var(--lk-font-mono);
        direction: ltr;
        overflow-wrap: anywhere;
        user-select: all;
      }
    `,
  ];

  private readonly tokens = new Resource(this, (signal) => api.get<Page<ApiToken>>('tokens', { signal }));
  @state() private created: CreatedToken | null = null;
  @state() private asking = false;

  override render() {
    const { value, error } = this.tokens;
    return html`${this.created ? this.shown(this.created) : nothing}
      <lk-card heading=${msg('Tokens')} flush>
        <lk-button
          slot="actions"
          size="s"
          icon="plus"
          @click=${() => {
            this.asking = true;
          }}
          >${msg('Create a token')}</lk-button
        >
        ${error ? html`<lk-error .error=${error} retry @lk-retry=${() => void this.tokens.load()}></lk-error>` : nothing}
        ${value === null && !error ? html`<lk-setting><lk-skeleton slot="wide" count="2"></lk-skeleton></lk-setting>` : nothing}
        ${
          value?.items.length === 0
            ? html`<lk-empty
                art="key-round"
                text=${msg('A token lets a script or another program in, with a role and scopes of its own. The log names it.')}
              ></lk-empty>`
            : value?.items.map((token) => this.token(token))
        }
      </lk-card>
      <lk-token-dialog
        ?open=${this.asking}
        @lk-close=${() => {
          this.asking = false;
        }}
        @lk-created=${(event: CustomEvent<CreatedToken>) => {
          this.asking = false;
          this.created = event.detail;
          void this.tokens.load();
        }}
      ></lk-token-dialog>`;
  }

  private shown(created: CreatedToken) {
    return html`<lk-note tone="ok" icon="key-round">
      <b>${msg(str`The token “${created.name}” is made.`)}</b>
      ${msg('It is shown this once. Copy it now; the hub keeps only its fingerprint.')}
      <code class="token">${created.token}</code>
      <div class="row wrap">
        <lk-copy value=${created.token} label=${msg('Copy the token')}></lk-copy>
        <lk-button
          size="s"
          variant="ghost"
          @click=${() => {
            this.created = null;
          }}
          >${msg('I have it')}</lk-button
        >
      </div>
    </lk-note>`;
  }

  private token(token: ApiToken) {
    const used = token.last_used_at ? msg(str`last used ${formatSince(token.last_used_at)}`) : msg('never used');
    const over = token.expires_at !== null && new Date(token.expires_at).getTime() < Date.now();
    return html`<lk-setting>
      <span slot="text" class="row wrap">
        <lk-actor-chip actor=${`token:${token.name}`}></lk-actor-chip>
        <span
          >${roleWord(token.role)} ·
          ${used}${token.expires_at && !over ? html` · ${msg(str`until ${formatDate(token.expires_at)}`)}` : nothing}</span
        >
        ${over ? html`<lk-pill tone="warning">${msg('Run out')}</lk-pill>` : nothing}
        ${token.scopes.includes('*') ? nothing : token.scopes.map((scope) => html`<lk-pill tone="line"><span class="mono">${scope}</span></lk-pill>`)}
      </span>
      <lk-button size="s" variant="danger" @click=${() => void this.onRevoke(token)}>${msg('Revoke …')}</lk-button>
    </lk-setting>`;
  }

  private async onRevoke(token: ApiToken): Promise<void> {
    const sure = await confirmDialog({
      heading: msg(str`Revoke “${token.name}”?`),
      text: msg('Whatever uses it is shut out at once. It cannot be brought back; make a new one instead.'),
      confirm: msg('Revoke'),
      cancel: msg('Keep'),
      danger: true,
    });
    if (!sure) return;
    try {
      await api.delete(`tokens/${token.id}`);
      if (this.created?.id === token.id) this.created = null;
      await this.tokens.load();
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-tokens': LkTokens;
  }
}
