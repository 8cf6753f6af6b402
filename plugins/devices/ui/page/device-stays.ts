import type { ActivityEntry, Page } from '@lightkeeper/plugin-sdk/wire';
import { api, base, events, formatDuration, formatSince, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isTurn, staysOf, type Stay } from '../model/stays.js';

const SHOWN = 6;
const ASKED = 20;
/** So often the running time is written anew. */
const TICK_MS = 15_000;

/** When a device came and went, as the log has it, and for how long. */
@customElement('lk-device-stays')
export class LkDeviceStays extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      ol {
        display: grid;
        gap: var(--lk-space-3);
        font-size: var(--lk-size-s);
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0 var(--lk-space-3);
        align-items: baseline;
      }
      .dot {
        inline-size: 0.5rem;
        block-size: 0.5rem;
        border-radius: 50%;
        background: var(--lk-ok);
        align-self: center;
      }
      .away .dot {
        background: none;
        box-shadow: inset 0 0 0 2px var(--lk-warning);
      }
      .when {
        color: var(--lk-text-faint);
        white-space: nowrap;
      }
      .reason {
        grid-column: 2 / -1;
        color: var(--lk-text-quiet);
        overflow-wrap: anywhere;
      }
      p {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
    `,
  ];

  @property() device_id = '';
  @state() private turns: readonly ActivityEntry[] = [];
  @state() private status: 'loading' | 'ready' | 'failed' = 'loading';
  #stop: () => void = () => {};
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = events.on('activity_logged', ({ entry }) => {
      if (entry.entity_id === this.device_id && isTurn(entry)) this.take([entry]);
    });
    this.#timer = setInterval(() => {
      this.requestUpdate();
    }, TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
    clearInterval(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('device_id')) void this.load(this.device_id);
  }

  /** Asked for apart, since a busy lamp has a hundred commands between two of its comings. */
  private async load(entity_id: string): Promise<void> {
    this.turns = [];
    this.status = 'loading';
    const of = (more: Record<string, string>): Promise<Page<ActivityEntry>> =>
      api.get('activity', { query: { categories: 'device', entity_id, limit: ASKED, ...more } });
    try {
      const [came, went] = await Promise.all([of({ severities: 'info', message_like: 'connected' }), of({ severities: 'warning' })]);
      if (entity_id !== this.device_id) return;
      // Where one of the two is cut short, what the other tells of the time before would have gaps.
      const cuts = [came.items, went.items].filter(({ length }) => length === ASKED).map((items) => items.at(-1)?.ts ?? '');
      this.take([...came.items, ...went.items].filter((entry) => isTurn(entry) && cuts.every((cut) => entry.ts >= cut)));
      this.status = 'ready';
    } catch {
      if (entity_id === this.device_id) this.status = 'failed';
    }
  }

  private take(entries: readonly ActivityEntry[]): void {
    const known = new Set(this.turns.map(({ id }) => id));
    this.turns = [...this.turns, ...entries.filter(({ id }) => !known.has(id))];
  }

  override render() {
    // Who may not read the log, or has none, is not troubled with it.
    if (this.status === 'failed') return nothing;
    return html`<lk-card heading=${msg('Connection')}
      >${this.status === 'loading' ? html`<lk-skeleton kind="text" count="2"></lk-skeleton>` : this.list()}</lk-card
    >`;
  }

  private list() {
    const stays = staysOf(this.turns).slice(0, SHOWN);
    if (stays.length === 0) return html`<p>${msg('It has not been connected yet.')}</p>`;
    return html`<ol>
      ${stays.map(
        (stay) =>
          html`<li class=${stay.here ? 'here' : 'away'}>
            <span class="dot" aria-hidden="true"></span><span>${words(stay)}</span>
            <span class="when">${formatSince(stay.from)}</span>
            ${stay.reason === '' ? nothing : html`<span class="reason">${stay.reason}</span>`}
          </li>`,
      )}
    </ol>`;
  }
}

function words({ here, from, until }: Stay): string {
  const ms = Math.max(0, (until === null ? Date.now() : Date.parse(until)) - Date.parse(from));
  const lasted = formatDuration(Math.round(ms / 1000) * 1000);
  if (until === null) return here ? msg(str`Connected for ${lasted}`) : msg(str`Away for ${lasted}`);
  return here ? msg(str`Was connected ${lasted}`) : msg(str`Was away ${lasted}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-stays': LkDeviceStays;
  }
}
