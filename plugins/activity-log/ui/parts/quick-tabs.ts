import type { ActivityFacets, ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, formatNumber, msg } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sameFilters } from '../model/filters.js';

interface QuickTab {
  label: string;
  filters: ActivityFilters;
  count: (facets: ActivityFacets) => number;
}

function tabs(): QuickTab[] {
  const category = (value: string) => (facets: ActivityFacets) => facets.categories.find((one) => one.value === value)?.count ?? 0;
  return [
    { label: msg('All'), filters: {}, count: (facets) => facets.total },
    { label: msg('Sign-ins'), filters: { categories: ['auth'] }, count: category('auth') },
    {
      label: msg('Trouble'),
      filters: { severities: ['warning', 'error'] },
      count: (facets) => facets.severities.reduce((sum, one) => (one.value === 'info' ? sum : sum + one.count), 0),
    },
    { label: msg('Changes to the home'), filters: { categories: ['entity'] }, count: category('entity') },
  ];
}

/** Filters that are asked for often, a touch away. Events: `lk-filters` {filters}. */
@customElement('lk-activity-quick-tabs')
export class QuickTabs extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      div {
        display: flex;
        gap: var(--lk-space-1);
        overflow-x: auto;
        scrollbar-width: none;
        margin-inline: calc(-1 * var(--lk-gutter));
        padding-inline: var(--lk-gutter);
        border-block-end: 1px solid var(--lk-line);
      }
      button {
        flex: none;
        min-block-size: var(--lk-target);
        padding-inline: var(--lk-space-3);
        color: var(--lk-text-quiet);
        border-block-end: 2px solid transparent;
        white-space: nowrap;
      }
      button:hover {
        color: var(--lk-text);
      }
      button[aria-pressed='true'] {
        color: var(--lk-text);
        font-weight: var(--lk-weight-bold);
        border-color: var(--lk-text);
      }
      button:focus-visible {
        outline-offset: -2px;
      }
      .count {
        color: var(--lk-text-faint);
        font-size: var(--lk-size-xs);
        font-weight: var(--lk-weight-normal);
        margin-inline-start: 0.25rem;
      }
    `,
  ];

  @property({ attribute: false }) filters: ActivityFilters = {};
  /** Counts over the whole log, without any filter. */
  @property({ attribute: false }) totals: ActivityFacets | undefined;

  override render() {
    const { totals } = this;
    return html`<div role="group" aria-label=${msg('Often looked for')}>
      ${tabs().map(
        ({ label, filters, count }) =>
          html`<button
            type="button"
            aria-pressed=${sameFilters(filters, this.filters) ? 'true' : 'false'}
            @click=${() => {
              emit(this, 'lk-filters', { filters });
            }}
          >
            ${label}${totals ? html`<span class="count">${formatNumber(count(totals), { notation: 'compact' })}</span>` : nothing}
          </button>`,
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-quick-tabs': QuickTabs;
  }
}
