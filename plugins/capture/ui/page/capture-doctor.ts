import type { CaptureFinding } from '@lightkeeper/plugin-sdk/wire';
import { api, base, msg } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** Says why it is dark, the worst first, and what helps. `lk-close` when it is closed. */
@customElement('lk-capture-doctor')
export class LkCaptureDoctor extends LitElement {
  static override styles = [
    base,
    css`
      ul {
        display: grid;
        gap: var(--lk-space-3);
      }
      .fix {
        margin-block-start: var(--lk-space-1);
        color: var(--lk-text);
      }
    `,
  ];

  @property() capture_id = '';
  @state() private findings: readonly CaptureFinding[] | null = null;
  @state() private error: unknown = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.error = null;
    this.findings = null;
    try {
      this.findings = (await api.get<{ items: CaptureFinding[] }>(`captures/${encodeURIComponent(this.capture_id)}/doctor`)).items;
    } catch (error) {
      this.error = error;
    }
  }

  override render() {
    return html`<lk-dialog open heading=${msg('Why is it dark?')}>
      ${this.content()}
      <lk-button
        slot="actions"
        icon="refresh-cw"
        @click=${() => {
          void this.ask();
        }}
        >${msg('Look again')}</lk-button
      >
    </lk-dialog>`;
  }

  private content() {
    if (this.error !== null) return html`<lk-error .error=${this.error}></lk-error>`;
    if (this.findings === null) return html`<lk-skeleton kind="text" count="3"></lk-skeleton>`;
    return html`<ul>
      ${this.findings.map(
        ({ severity, title, detail, fix }) =>
          html`<li>
            <lk-note tone=${severity}><b>${title}</b><br />${detail}${fix === null ? nothing : html`<p class="fix">${fix}</p>`}</lk-note>
          </li>`,
      )}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-doctor': LkCaptureDoctor;
  }
}
