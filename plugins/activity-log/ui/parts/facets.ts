import type { ActivityFacets, ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, formatNumber, msg } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { toggled, withFilters } from '../model/filters.js';
import { categoryWord } from '../model/words.js';

const ACTORS_SHOWN = 10;

/** How the entries under the filters divide by category and by actor; each line filters. Events: `lk-filters` {filters}. */
@customElement('lk-activity-facets')
export class FacetColumn extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: var(--lk-space-6);
        align-content: start;
      }
      h2 {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        font-weight: var(--lk-weight-medium);
        margin-block-end: var(--lk-space-2);
      }
      ul {
        display: grid;
        gap: 2px;
      }
      li button {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: var(--lk-space-2);
        align-items: center;
        inline-size: calc(100% + 1rem);
        min-block-size: 2.25rem;
        padding-inline: 0.5rem;
        margin-inline: -0.5rem;
        border-radius: var(--lk-radius-s);
        font-size: var(--lk-size-s);
      }
      button:hover {
        background: var(--lk-hover);
      }
      button[aria-pressed='true'] {
        background: var(--lk-pressed);
      }
      button:focus-visible {
        outline-offset: -2px;
      }
      lk-category-glyph {
        inline-size: 1.375rem;
        block-size: 1.375rem;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .count {
        color: var(--lk-text-faint);
      }
      .keys {
        line-height: 2;
      }
      kbd {
        font: var(--lk-weight-normal) var(--lk-size-xs) / 1 var(--lk-font-mono);
        padding: 0.2rem 0.35rem;
        border-radius: var(--lk-radius-s);
        border: 1px solid var(--lk-line);
        color: var(--lk-text-faint);
        background: var(--lk-sunken);
      }
    `,
  ];

  @property({ attribute: false }) facets: ActivityFacets | undefined;
  @property({ attribute: false }) filters: ActivityFilters = {};

  override render() {
    const { facets, filters } = this;
    if (!facets) return html`<lk-skeleton kind="text" count="6"></lk-skeleton>`;
    const chosen = filters.categories ?? [];
    return html`${this.group(
        msg('By category'),
        facets.categories.map(({ value, count }) =>
          this.line(
            html`<lk-category-glyph category=${value}></lk-category-glyph><span class="name">${categoryWord(value)}</span>`,
            count,
            chosen.includes(value),
            { categories: toggled(chosen, value) },
          ),
        ),
      )}
      ${this.group(
        msg('By whom'),
        facets.actors.slice(0, ACTORS_SHOWN).map(({ value, count }) =>
          this.line(html`<lk-actor-chip class="name" actor=${value}></lk-actor-chip><span></span>`, count, filters.actor === value, {
            actor: filters.actor === value ? undefined : value,
          }),
        ),
      )}
      <p class="keys small faint" aria-hidden="true">
        <kbd>j</kbd> <kbd>k</kbd> ${msg('move')} &ensp;<kbd>↵</kbd> ${msg('open')} &ensp;<kbd>c</kbd> ${msg('copy link')}
      </p>`;
  }

  private group(heading: string, lines: TemplateResult[]) {
    if (lines.length === 0) return nothing;
    return html`<section>
      <h2>${heading}</h2>
      <ul>
        ${lines.map((line) => html`<li>${line}</li>`)}
      </ul>
    </section>`;
  }

  private line(what: TemplateResult, count: number, on: boolean, changes: Parameters<typeof withFilters>[1]) {
    return html`<button
      type="button"
      aria-pressed=${on ? 'true' : 'false'}
      @click=${() => {
        emit(this, 'lk-filters', { filters: withFilters(this.filters, changes) });
      }}
    >
      ${what}<span class="count">${formatNumber(count)}</span>
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-facets': FacetColumn;
  }
}
