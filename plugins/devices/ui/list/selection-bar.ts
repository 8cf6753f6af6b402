import type { Device, DeviceCommand } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, connection, emit, formatDuration, formatPercent, msg, plural, session, str, toast } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { commandTogether } from '../live/groups.js';
import { brightnessOf } from '../model/kinds.js';

/** How long a change may take, in milliseconds. */
const TIMES = [0, 1_000, 3_000, 10_000, 30_000, 60_000, 300_000, 900_000] as const;
const LEVELS = [5, 10, 25, 50, 75, 100] as const;

/** What can be done with the devices that are chosen. Sends `lk-choose` {which: 'all' | 'none'} and `lk-close`. */
@customElement('lk-selection-bar')
export class LkSelectionBar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        position: sticky;
        inset-block-end: calc(var(--lk-bottom-bar) + var(--lk-space-3));
        z-index: 2;
        margin-block-start: var(--lk-space-6);
      }
      .bar {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-3);
        padding: var(--lk-space-3) var(--lk-space-4);
        border: 1px solid var(--lk-line-strong);
        border-radius: var(--lk-radius-l);
        background: var(--lk-raised);
        box-shadow: var(--lk-shadow-2);
      }
      .first,
      .deeds {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2);
        min-inline-size: 0;
      }
      .count {
        font-weight: var(--lk-weight-bold);
      }
      lk-select {
        inline-size: 9rem;
      }
      @media (max-width: 47.99rem) {
        .bar {
          grid-template-columns: minmax(0, 1fr) auto;
          padding: var(--lk-space-2) var(--lk-space-3);
        }
        .deeds {
          grid-area: 2 / 1 / 3 / -1;
        }
        .close {
          grid-area: 1 / 2;
        }
        lk-select {
          flex: 1 1 7rem;
          inline-size: auto;
        }
      }
    `,
  ];

  @property({ attribute: false }) chosen: readonly Device[] = [];
  /** How many there are to choose from. */
  @property({ type: Number }) of = 0;
  @state() private transition_ms = 0;
  @state() private busy = false;
  protected readonly session = new StoreController(this, session);
  private readonly connection = new StoreController(this, connection, ({ state: now }) => now);

  override render() {
    const count = this.chosen.length;
    const disabled = count === 0 || this.busy || this.connection.value === 'away';
    const dims = this.chosen.some(({ capabilities }) => capabilities.includes('brightness'));
    return html`<div class="bar" role="region" aria-label=${msg('Chosen devices')}>
      <div class="first">
        <span class="count" role="status">${plural(count, { one: msg('1 chosen'), other: msg(str`${count} chosen`) })}</span>
        <lk-button
          size="s"
          variant="ghost"
          @click=${() => {
            emit(this, 'lk-choose', { which: count < this.of ? 'all' : 'none' });
          }}
          >${count < this.of ? msg(str`All ${this.of} shown`) : msg('None')}</lk-button
        >
      </div>
      <div class="deeds">
        <lk-select
          size="s"
          hide_label
          label=${msg('How fast')}
          .options=${TIMES.map((ms) => ({ value: String(ms), label: ms === 0 ? msg('At once') : msg(str`Over ${formatDuration(ms)}`) }))}
          .value=${String(this.transition_ms)}
          @lk-change=${(event: CustomEvent<{ value: string }>) => {
            this.transition_ms = Number(event.detail.value);
          }}
        ></lk-select>
        <lk-button
          size="s"
          ?disabled=${disabled}
          @click=${() => {
            void this.send({ on: true });
          }}
          >${msg('Turn on')}</lk-button
        >
        <lk-button
          size="s"
          ?disabled=${disabled}
          @click=${() => {
            void this.send({ on: false });
          }}
          >${msg('Turn off')}</lk-button
        >
        <lk-menu
          label=${msg('Brightness')}
          placement="top-end"
          .items=${LEVELS.map((level) => ({ id: String(level), label: formatPercent(level / 100) }))}
          @lk-select=${(event: CustomEvent<{ id: string }>) => {
            void this.send({ brightness: brightnessOf(Number(event.detail.id)) });
          }}
          ><lk-button slot="trigger" size="s" compact icon="sun-dim" ?disabled=${disabled || !dims}
            >${msg('Brightness')}</lk-button
          ></lk-menu
        >
      </div>
      <lk-button
        class="close"
        size="s"
        variant="ghost"
        icon="x"
        label=${msg('Done choosing')}
        @click=${() => {
          emit(this, 'lk-close');
        }}
      ></lk-button>
    </div>`;
  }

  private async send(wish: DeviceCommand): Promise<void> {
    const { chosen, transition_ms } = this;
    this.busy = true;
    const took = await commandTogether(chosen, transition_ms > 0 ? { ...wish, transition_ms } : wish);
    this.busy = false;
    if (took === chosen.length) toast(plural(took, { one: msg('It took the command'), other: msg(str`All ${took} took the command`) }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-selection-bar': LkSelectionBar;
  }
}
