import type { Capture } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, can, collection, msg, plural, session, str, type MenuItem } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { captures, mayRun, runAll } from '../live/captures.js';
import { isOn } from '../model/words.js';
import './capture-card.js';

/** All captures of the home. */
@customElement('lk-capture-list')
export class LkCaptureList extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr));
        gap: var(--lk-gap);
      }
      lk-note {
        margin-block-end: var(--lk-space-4);
      }
    `,
  ];

  private readonly captures = new StoreController(this, captures);
  private readonly devices = new StoreController(this, collection('devices'));
  private readonly session = new StoreController(this, session);

  override render() {
    const { items: all, status } = this.captures.value;
    const ready = all.length > 0 || status === 'ready';
    const items = all.filter(({ trial }) => !trial);
    return html`<lk-page heading=${msg('Capture')} subtitle=${ready ? this.summary(items) : ''}>
      ${this.all(items)} ${can('admin') && items.length > 0 ? this.add() : nothing} ${this.content(items, ready)}
    </lk-page>`;
  }

  private summary(items: readonly Capture[]): string {
    const on = items.filter(({ status }) => isOn(status)).length;
    if (items.length === 0) return msg('Pictures become the light of the room.');
    const all = plural(items.length, { one: msg('One capture'), other: msg(str`${items.length} captures`) });
    return on === 0 ? msg(str`${all}, none runs`) : msg(str`${all}, ${on} on`);
  }

  private add() {
    return html`<lk-button slot="actions" variant="primary" icon="plus" href="/capture/new">${msg('Add')}</lk-button>`;
  }

  private all(items: readonly Capture[]) {
    if (!mayRun() || items.length < 2) return nothing;
    const on = items.filter(({ status }) => isOn(status)).length;
    const entries: MenuItem[] = [
      { id: 'start', label: msg('Start all'), icon: 'play', disabled: on === items.length },
      { id: 'stop', label: msg('Stop all'), icon: 'square', disabled: on === 0 },
    ];
    return html`<lk-menu
      slot="actions"
      label=${msg('All captures')}
      .items=${entries}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        void runAll(event.detail.id === 'start');
      }}
      ><lk-button slot="trigger" variant="ghost" icon="ellipsis" label=${msg('All captures')}></lk-button
    ></lk-menu>`;
  }

  private content(items: readonly Capture[], ready: boolean) {
    const { status, error } = this.captures.value;
    if (status === 'failed' && !ready) {
      return html`<lk-error
        .error=${error}
        retry
        @lk-retry=${() => {
          void captures.reload();
        }}
      ></lk-error>`;
    }
    if (!ready) return html`<lk-skeleton kind="tiles" count="4"></lk-skeleton>`;
    if (items.length === 0) return this.empty();
    const devices = this.devices.value.by_id;
    return html`${mayRun() ? nothing : html`<lk-note icon="eye">${msg('You may look at the captures. An administrator can let you start them.')}</lk-note>`}
      <ul>
        ${repeat(
          items,
          ({ id }) => id,
          (capture) => html`<li><lk-capture-card .capture=${capture} .devices=${devices}></lk-capture-card></li>`,
        )}
      </ul>`;
  }

  private empty() {
    const admin = can('admin');
    return html`<lk-empty
      art="cast"
      heading=${msg('The room can follow the picture')}
      text=${
        admin
          ? msg(
              'Take a strip of lights, choose what it shows, such as this screen, a film or a fire, and say where its lights are. It takes two minutes.',
            )
          : msg('An administrator chooses what the lights follow; then it shows here.')
      }
    >
      ${admin ? html`<lk-button variant="primary" icon="plus" href="/capture/new">${msg('Make the first one')}</lk-button>` : nothing}
    </lk-empty>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-list': LkCaptureList;
  }
}
