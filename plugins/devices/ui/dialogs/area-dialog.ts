import type { Area, AreaKind } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, api, base, collection, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { kindOptions } from './choices.js';
import { dialogStyles } from './dialog.styles.js';
import '../room/room-window.js';

/** Makes a room, or changes one: its name, and the drawing that stands for it. */
@customElement('lk-area-dialog')
export class LkAreaDialog extends LitElement {
  static override styles = [
    base,
    dialogStyles,
    css`
      lk-room-window {
        pointer-events: none;
      }
    `,
  ];

  /** The room to change; null makes a new one. */
  @property({ attribute: false }) area: Area | null = null;
  @state() private name: string | null = null;
  @state() private kind: AreaKind | null = null;
  @state() private busy = false;
  @state() private error: unknown = null;

  override render() {
    const { area } = this;
    const name = this.name ?? area?.name ?? '';
    const kind = this.kind ?? area?.kind ?? 'living';
    const problem = this.error instanceof ProblemError ? this.error : null;
    return html`<lk-dialog open heading=${area ? msg(str`Change ${area.name}`) : msg('Add a room')}>
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.save(name.trim(), kind);
        }}
      >
        ${problem?.field('/name') ? nothing : html`<lk-error .error=${this.error}></lk-error>`}
        <lk-input
          autofocus
          label=${msg('Name')}
          required
          maxlength="80"
          placeholder=${msg('Living room')}
          .value=${name}
          error=${problem?.code === 'LK_CONFLICT' && problem.field('/name') ? msg('Another room has this name.') : (problem?.field('/name') ?? '')}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            this.name = event.detail.value;
          }}
        ></lk-input>
        <lk-select
          label=${msg('Its drawing')}
          .options=${kindOptions()}
          .value=${kind}
          @lk-change=${(event: CustomEvent<{ value: AreaKind }>) => {
            this.kind = event.detail.value;
          }}
        ></lk-select>
        <lk-room-window inert aria-hidden="true" wide name=${name || msg('Living room')} kind=${kind}></lk-room-window>
        <div class="acts">
          <lk-button
            variant="ghost"
            @click=${() => {
              emit(this, 'lk-close');
            }}
            >${msg('Not now')}</lk-button
          >
          <lk-button type="submit" variant="primary" ?busy=${this.busy}>${area ? msg('Save') : msg('Add')}</lk-button>
        </div>
      </form>
    </lk-dialog>`;
  }

  private async save(name: string, kind: AreaKind): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    const { area } = this;
    try {
      const saved = area
        ? await api.patch<Area>(`areas/${encodeURIComponent(area.id)}`, { name, kind }, { if_match: area.revision })
        : await api.post<Area>('areas', { name, kind });
      collection('areas').put(saved);
      emit(this, 'lk-close');
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-area-dialog': LkAreaDialog;
  }
}
