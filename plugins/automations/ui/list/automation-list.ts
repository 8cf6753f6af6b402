import type { Automation } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, msg, plural, session, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { automations, mayEdit } from '../live/automations.js';
import { blueprints } from '../live/blueprints.js';
import '../blueprints/blueprint-cards.js';
import './automation-row.js';

/** From so many on there is a field to find one by. */
const SEARCH_FROM = 8;

/** All automations of the home. */
@customElement('lk-automation-list')
export class LkAutomationList extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      li + li {
        border-block-start: 1px solid var(--lk-line);
      }
      .search {
        max-inline-size: 22rem;
        margin-block-end: var(--lk-space-4);
      }
      lk-note {
        margin-block-end: var(--lk-space-4);
      }
      .none {
        padding: var(--lk-space-4);
        color: var(--lk-text-quiet);
      }
      lk-section {
        margin-block-start: var(--lk-space-8);
      }
    `,
  ];

  @state() private words = '';
  private readonly automations = new StoreController(this, automations);
  private readonly blueprints = new StoreController(this, blueprints);
  private readonly session = new StoreController(this, session);

  override render() {
    const { items, status } = this.automations.value;
    const ready = items.length > 0 || status === 'ready';
    return html`<lk-page heading=${msg('Automations')} subtitle=${ready ? this.summary(items) : ''}>
      <lk-button slot="actions" icon="puzzle" href="/automations/blueprints">${msg('Blueprints')}</lk-button>
      ${mayEdit() ? html`<lk-button slot="actions" variant="primary" icon="plus" href="/automations/new">${msg('Add')}</lk-button>` : nothing}
      ${this.content(items, ready)}
    </lk-page>`;
  }

  private summary(items: readonly Automation[]): string {
    if (items.length === 0) return msg('When this happens, then do that.');
    const on = items.filter(({ enabled }) => enabled).length;
    const all = plural(items.length, { one: msg('One automation'), other: msg(str`${items.length} automations`) });
    return on === items.length ? msg(str`${all}, all on`) : msg(str`${all}, ${on} on`);
  }

  private content(items: readonly Automation[], ready: boolean) {
    const { error, status } = this.automations.value;
    if (status === 'failed' && !ready) {
      return html`<lk-error
        .error=${error}
        retry
        @lk-retry=${() => {
          void automations.reload();
        }}
      ></lk-error>`;
    }
    if (!ready) return html`<lk-skeleton kind="rows" count="5"></lk-skeleton>`;
    if (items.length === 0) return this.empty();
    const found = this.found(items);
    return html`${items.length < SEARCH_FROM ? nothing : this.search()}
      <lk-card flush>
        <ul>
          ${repeat(
            found,
            ({ id }) => id,
            (automation) => html`<li><lk-automation-row .automation=${automation}></lk-automation-row></li>`,
          )}
        </ul>
        ${found.length === 0 ? html`<p class="none">${msg(str`Nothing here speaks of “${this.words}”.`)}</p>` : nothing}
      </lk-card>`;
  }

  private found(items: readonly Automation[]): Automation[] {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    return items
      .filter(({ name, sentence, description }) => words.every((word) => `${name} ${sentence} ${description}`.toLowerCase().includes(word)))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  private search() {
    return html`<lk-input
      class="search"
      type="search"
      icon="search"
      hide_label
      label=${msg('Find an automation')}
      placeholder=${msg('Find an automation')}
      .value=${this.words}
      @lk-input=${(event: CustomEvent<{ value: string }>) => {
        this.words = event.detail.value;
      }}
    ></lk-input>`;
  }

  private empty() {
    const ready = this.blueprints.value.items;
    return html`<lk-empty
        heading=${msg('The home can do things by itself')}
        art="workflow"
        text=${msg('An automation waits for something to happen, looks whether it should act, and does what you would have done. Each step it takes stands in the log.')}
      >
        ${mayEdit() ? html`<lk-button variant="primary" href="/automations/new">${msg('Build the first one')}</lk-button>` : nothing}
      </lk-empty>
      ${
        ready.length === 0
          ? nothing
          : html`<lk-section heading=${msg('Or begin with one that is ready')}
              ><lk-blueprint-cards .items=${ready}></lk-blueprint-cards
            ></lk-section>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-automation-list': LkAutomationList;
  }
}
