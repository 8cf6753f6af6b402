import type { ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { base, msg } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LiveList } from './data/live-list.js';
import { activityAddress } from './model/filters.js';
import { shortList, shortListStyles } from './parts/short-list.js';

const SHOWN = 10;

/** What a page hands to its widgets. */
interface HistoryContext {
  entity_type?: unknown;
  entity_id?: unknown;
  name?: unknown;
}

/** What happened to one thing, newest first. Set `entity_type` and `entity_id`, or let the page set `context`. */
@customElement('lk-entity-history')
export class EntityHistory extends LitElement {
  static override styles = [
    base,
    shortListStyles,
    css`
      :host {
        display: block;
      }
      .link {
        display: inline-flex;
        align-items: center;
        min-block-size: 1.5rem;
        font-size: var(--lk-size-s);
        white-space: nowrap;
      }
      @media (pointer: coarse) {
        .link {
          min-block-size: var(--lk-target);
        }
      }
    `,
  ];

  @property() entity_type = '';
  @property() entity_id = '';
  @property({ attribute: false }) context: HistoryContext = {};
  private readonly list = new LiveList(this, SHOWN);

  private get filters(): ActivityFilters | null {
    const of = (given: unknown, own: string): string => (typeof given === 'string' && given !== '' ? given : own);
    const entity_type = of(this.context.entity_type, this.entity_type);
    const entity_id = of(this.context.entity_id, this.entity_id);
    if (entity_id === '') return null;
    return entity_type === '' ? { entity_id } : { entity_type, entity_id };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.list.show(this.filters);
  }

  override render() {
    const { filters } = this;
    if (!filters) return nothing;
    return html`<lk-card heading=${msg('History')} flush>
      <a slot="actions" class="link" href=${activityAddress(filters)}>${msg('All in the log')}</a>
      ${this.body()}
    </lk-card>`;
  }

  private body() {
    const { list } = this;
    if (list.status === 'loading') return html`<lk-skeleton kind="rows" count="4"></lk-skeleton>`;
    if (list.status === 'failed') {
      return html`<lk-error
        class="wrong"
        .error=${list.error}
        retry
        @lk-retry=${() => {
          list.reload();
        }}
      ></lk-error>`;
    }
    if (list.items.length === 0) return html`<lk-empty art="scroll-text" text=${msg('Nothing is written about it yet.')}></lk-empty>`;
    return shortList(list, msg('History'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-entity-history': EntityHistory;
  }
}
