import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, collection, describeError, emit, msg, str, toast } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { scenePage, snapshot, type LeftOut } from '../live/scenes.js';
import { choices, type Room } from '../model/choices.js';
import '../parts/device-chooser.js';

/** Keeps what lights show now under a name. `lk-close` when it is done or not wanted. */
@customElement('lk-save-scene')
export class LkSaveScene extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: contents;
      }
      form {
        display: grid;
        gap: var(--lk-space-5);
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  @state() private name = '';
  @state() private chosen: ReadonlySet<string> | null = null;
  @state() private problem = '';
  @state() private busy = false;
  @state() private left: { name: string; id: string; devices: readonly LeftOut[] } | null = null;
  private readonly devices = new StoreController(this, collection('devices'));
  private readonly areas = new StoreController(this, collection('areas'));

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('open') || !this.open) return;
    this.name = '';
    this.problem = '';
    this.chosen = null;
    this.left = null;
  }

  private close(): void {
    emit(this, 'lk-close');
  }

  override render() {
    const rooms = choices(this.devices.value.items, this.areas.value.items);
    // What gives light now is most likely what is meant.
    const chosen =
      this.chosen ??
      new Set(
        rooms
          .flatMap(({ devices }) => devices)
          .filter(isLit)
          .map(({ id }) => id),
      );
    const { left } = this;
    return html`<lk-dialog
      heading=${left === null ? msg('Save as scene') : msg(str`${left.name} is kept`)}
      .open=${this.open}
      @lk-close=${(event: Event) => {
        event.stopPropagation();
        this.close();
      }}
      >${left === null ? this.form(rooms, chosen) : this.told(left.devices)}
      <lk-button
        slot="actions"
        @click=${() => {
          this.close();
        }}
        >${left === null ? msg('Cancel') : msg('Close')}</lk-button
      >
      <lk-button
        slot="actions"
        variant="primary"
        ?busy=${this.busy}
        href=${left === null ? '' : scenePage(left.id)}
        @click=${() => {
          if (left === null) void this.save(rooms, chosen);
          else this.close();
        }}
        >${left === null ? msg('Save') : msg('Look at it')}</lk-button
      >
    </lk-dialog>`;
  }

  private form(rooms: readonly Room[], chosen: ReadonlySet<string>) {
    return html`<form
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.save(rooms, chosen);
      }}
    >
      <p class="quiet">
        ${msg('It holds what these devices show just now. Single values can be changed later.')}
        <a class="link" href="/scenes/new">${msg('Or make one by hand')}</a>
      </p>
      <lk-input
        autofocus
        label=${msg('Name')}
        placeholder=${msg('Evening')}
        maxlength="120"
        required
        .value=${this.name}
        error=${this.problem}
        @lk-input=${(event: CustomEvent<{ value: string }>) => {
          this.name = event.detail.value;
          this.problem = '';
        }}
      ></lk-input>
      <lk-device-chooser
        .rooms=${rooms}
        .chosen=${chosen}
        @lk-chosen=${(event: CustomEvent<{ ids: ReadonlySet<string> }>) => {
          this.chosen = event.detail.ids;
          this.problem = '';
        }}
      ></lk-device-chooser>
    </form>`;
  }

  private told(devices: readonly LeftOut[]) {
    return html`<lk-note tone="warning">
      <p>${msg('It was kept without these devices:')}</p>
      <ul>
        ${devices.map(({ device_name, reason }) => html`<li><bdi>${device_name}</bdi>: ${reason}</li>`)}
      </ul>
    </lk-note>`;
  }

  private async save(rooms: readonly Room[], chosen: ReadonlySet<string>): Promise<void> {
    const name = this.name.trim();
    if (name === '' || chosen.size === 0) {
      this.problem = name === '' ? msg('Give it a name.') : msg('Choose at least one device.');
      return;
    }
    const within = rooms.filter(({ devices }) => devices.some(({ id }) => chosen.has(id)));
    this.busy = true;
    try {
      const area_id = within.length === 1 ? (within[0]?.id ?? null) : null;
      const { id, left_out } = await snapshot({ name, device_ids: [...chosen], area_id });
      if (left_out.length > 0) this.left = { name, id, devices: left_out };
      else {
        toast(msg(str`${name} is kept.`));
        this.close();
      }
    } catch (error) {
      this.problem = describeError(error);
    } finally {
      this.busy = false;
    }
  }
}

function isLit({ status, state: now }: Device): boolean {
  return status === 'online' && now?.on === true;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-save-scene': LkSaveScene;
  }
}
