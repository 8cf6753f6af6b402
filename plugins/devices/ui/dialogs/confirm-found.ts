import type { Device, Discovery } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, api, base, collection, emit, msg, navigate, str, toast } from '@lightkeeper/ui';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { discoveries } from '../live/discoveries.js';
import { likelyFixture } from './choices.js';
import type { CommonFields } from './device-fields.js';
import { dialogStyles } from './dialog.styles.js';
import './device-fields.js';

/** Makes a device of something that announced itself: its name, its room, its place. */
@customElement('lk-confirm-found')
export class LkConfirmFound extends LitElement {
  static override styles = [base, dialogStyles];

  @property({ attribute: false }) discovery: Discovery | null = null;
  @state() private draft: CommonFields | null = null;
  @state() private busy = false;
  @state() private error: unknown = null;

  private fields(discovery: Discovery): CommonFields {
    return this.draft ?? { name: discovery.name, area_id: null, fixture: likelyFixture(discovery.driver) };
  }

  override render() {
    const { discovery } = this;
    if (!discovery) return nothing;
    const problem = this.error instanceof ProblemError ? this.error : null;
    return html`<lk-dialog open heading=${msg(str`Add ${discovery.name}`)}>
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.add(discovery);
        }}
      >
        ${
          discovery.address === null
            ? nothing
            : html`<p class="hint">
                ${msg(str`It says that it is at ${discovery.address}. The hub contacts it for the first time when you add it.`)}
              </p>`
        }
        ${problem && problem.errors.length > 0 ? nothing : html`<lk-error .error=${this.error}></lk-error>`}
        <lk-device-fields
          autofocus
          .value=${this.fields(discovery)}
          .error=${this.error}
          @lk-fields=${(event: CustomEvent<{ value: CommonFields }>) => {
            this.draft = event.detail.value;
          }}
        ></lk-device-fields>
        <div class="acts">
          <lk-button
            variant="ghost"
            @click=${() => {
              emit(this, 'lk-close');
            }}
            >${msg('Not now')}</lk-button
          >
          <lk-button type="submit" variant="primary" ?busy=${this.busy}>${msg('Add')}</lk-button>
        </div>
      </form>
    </lk-dialog>`;
  }

  private async add(discovery: Discovery): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      const fields = this.fields(discovery);
      const device = await api.post<Device>(`discoveries/${encodeURIComponent(discovery.id)}/confirm`, {
        ...fields,
        name: fields.name.trim(),
      });
      collection('devices').put(device);
      discoveries.put({ ...discovery, status: 'added', device_id: device.id });
      emit(this, 'lk-close');
      toast(msg(str`${device.name} is added`), {
        action: {
          label: msg('Open'),
          run: () => {
            navigate(`/devices/${encodeURIComponent(device.id)}`);
          },
        },
      });
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-confirm-found': LkConfirmFound;
  }
}
