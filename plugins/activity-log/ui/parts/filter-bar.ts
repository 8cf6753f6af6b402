import { SEVERITIES, type ActivityFacets, type ActivityFilters, type Severity } from '@lightkeeper/plugin-sdk/wire';
import { actorName, base, emit, msg, plural, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { isFiltered, toggled, withFilters } from '../model/filters.js';
import { quickSince, quickUntil, sayTime } from '../model/times.js';
import { categoryWord, plain, severityWord } from '../model/words.js';
import './choice-list.js';
import type { Choice } from './choice-list.js';
import './filter-chip.js';
import type { FilterChip } from './filter-chip.js';
import './time-choice.js';

const SEVERITY_ICONS: Record<Severity, string> = { info: 'info', warning: 'triangle-alert', error: 'octagon-x' };
/** Typing rests this long before the words are looked for. */
const TYPING_MS = 300;

/** The eight filters, always in one order. Events: `lk-filters` {filters} with all of them as they should be. */
@customElement('lk-activity-filter-bar')
export class FilterBar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-2);
      }
      .find {
        flex: 1 1 13rem;
        max-inline-size: 22rem;
      }
      kbd {
        font: var(--lk-weight-normal) var(--lk-size-xs) / 1 var(--lk-font-mono);
        padding: 0.2rem 0.35rem;
        border-radius: var(--lk-radius-s);
        border: 1px solid var(--lk-line);
        color: var(--lk-text-faint);
        background: var(--lk-sunken);
      }
      .square {
        display: grid;
        scale: 0.8;
      }
      @media (max-width: 47.99rem) {
        .bar {
          flex-wrap: nowrap;
          overflow-x: auto;
          scrollbar-width: none;
          margin-inline: calc(-1 * var(--lk-gutter));
          padding: 3px var(--lk-gutter);
          scroll-padding-inline: var(--lk-gutter);
        }
        .find {
          flex: 0 0 auto;
          min-inline-size: 14rem;
          --lk-control: var(--lk-target);
        }
      }
      @media (pointer: coarse) {
        kbd {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) filters: ActivityFilters = {};
  @property({ attribute: false }) facets: ActivityFacets | undefined;
  /** Categories that plugins have declared. */
  @property({ attribute: false }) categories: readonly string[] = [];
  /** Kinds of things, and things by id, as far as the page has met them. */
  @property({ attribute: false }) kinds: readonly string[] = [];
  @property({ attribute: false }) things: ReadonlyMap<string, { name: string; kind: string }> = new Map();
  @query('.find') private readonly find!: HTMLElement;
  private typing: number | undefined;

  override focus(): void {
    this.find.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.find.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.typing);
  }

  private ask(changes: Parameters<typeof withFilters>[1]): void {
    emit(this, 'lk-filters', { filters: withFilters(this.filters, changes) });
  }

  private onWords(value: string, wait: number): void {
    window.clearTimeout(this.typing);
    this.typing = window.setTimeout(() => {
      if (value.trim() !== (this.filters.message_like ?? '')) this.ask({ message_like: value.trim() });
    }, wait);
  }

  /** One thing is picked at a time: its chip closes. Ticking goes on. */
  private pick(event: Event, changes: Parameters<typeof withFilters>[1]): void {
    (event.currentTarget as HTMLElement).closest<FilterChip>('lk-activity-filter-chip')?.hide();
    this.ask(changes);
  }

  override render() {
    return html`<div class="bar" role="search" aria-label=${msg('Filter the log')}>
      <lk-input
        class="find"
        type="search"
        size="s"
        icon="search"
        hide_label
        label=${msg('Words in the log')}
        placeholder=${msg('Words in the log')}
        maxlength="200"
        autocomplete="off"
        .value=${this.filters.message_like ?? ''}
        @lk-input=${(event: CustomEvent<{ value: string }>) => {
          this.onWords(event.detail.value, TYPING_MS);
        }}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          this.onWords(event.detail.value, 0);
        }}
        ><kbd slot="end" aria-hidden="true">/</kbd></lk-input
      >
      ${this.category()} ${this.severity()} ${this.who()} ${this.kind()} ${this.thing()} ${this.since()} ${this.until()}
      ${
        isFiltered(this.filters)
          ? html`<lk-button
              size="s"
              variant="ghost"
              @click=${() => {
                emit(this, 'lk-filters', { filters: {} });
              }}
              >${msg('Clear')}</lk-button
            >`
          : nothing
      }
    </div>`;
  }

  private category() {
    const { categories = [] } = this.filters;
    const count = (value: string): Partial<Choice> => {
      const found = this.facets?.categories.find((facet) => facet.value === value);
      return found && categories.length === 0 ? { count: found.count } : {};
    };
    const all = [...new Set([...this.categories, ...categories])];
    const choices = all.map((value) => ({
      value,
      label: categoryWord(value),
      picture: html`<lk-category-glyph class="square" category=${value}></lk-category-glyph>`,
      ...count(value),
    }));
    return html`<lk-activity-filter-chip label=${msg('Category')} .value=${several(categories, categoryWord)}>
      <lk-activity-choices
        several
        label=${msg('Category')}
        .choices=${choices}
        .chosen=${categories}
        @lk-choose=${(event: CustomEvent<{ value: string }>) => {
          this.ask({ categories: toggled(categories, event.detail.value) });
        }}
      ></lk-activity-choices>
    </lk-activity-filter-chip>`;
  }

  private severity() {
    const { severities = [] } = this.filters;
    const choices = SEVERITIES.map((value) => ({
      value,
      label: severityWord(value),
      picture: html`<lk-icon name=${SEVERITY_ICONS[value]}></lk-icon>`,
    }));
    return html`<lk-activity-filter-chip label=${msg('Severity')} .value=${several(severities, severityWord)}>
      <lk-activity-choices
        several
        label=${msg('Severity')}
        .choices=${choices}
        .chosen=${severities}
        @lk-choose=${(event: CustomEvent<{ value: Severity }>) => {
          this.ask({ severities: toggled(severities, event.detail.value) });
        }}
      ></lk-activity-choices>
    </lk-activity-filter-chip>`;
  }

  private who() {
    const { actor } = this.filters;
    const counted = this.facets?.actors ?? [];
    const all = [...new Set([...(actor === undefined ? [] : [actor]), ...counted.map((facet) => facet.value)])];
    const choices = all.map((value) => {
      const found = counted.find((facet) => facet.value === value);
      return {
        value,
        label: actorName(value),
        picture: html`<lk-actor-chip actor=${value} label=""></lk-actor-chip>`,
        ...(found && actor === undefined ? { count: found.count } : {}),
      };
    });
    return html`<lk-activity-filter-chip label=${msg('Who')} .value=${actor === undefined ? '' : actorName(actor)}>
      <lk-activity-choices
        label=${msg('Who')}
        .choices=${choices}
        .chosen=${actor === undefined ? [] : [actor]}
        .typed=${(text: string) => (text.includes(':') ? text : `user:${text}`)}
        @lk-choose=${(event: CustomEvent<{ value: string }>) => {
          this.pick(event, { actor: event.detail.value === actor ? undefined : event.detail.value });
        }}
      ></lk-activity-choices>
    </lk-activity-filter-chip>`;
  }

  private kind() {
    const { entity_type } = this.filters;
    const all = [...new Set([...(entity_type === undefined ? [] : [entity_type]), ...this.kinds])];
    return html`<lk-activity-filter-chip label=${msg('Kind of thing')} .value=${entity_type === undefined ? '' : plain(entity_type)}>
      <lk-activity-choices
        label=${msg('Kind of thing')}
        .choices=${all.map((value) => ({ value, label: plain(value) }))}
        .chosen=${entity_type === undefined ? [] : [entity_type]}
        @lk-choose=${(event: CustomEvent<{ value: string }>) => {
          this.pick(event, { entity_type: event.detail.value === entity_type ? undefined : event.detail.value });
        }}
      ></lk-activity-choices>
    </lk-activity-filter-chip>`;
  }

  private thing() {
    const { entity_id, entity_type } = this.filters;
    const fitting = [...this.things].filter(([id, { kind }]) => id === entity_id || entity_type === undefined || kind === entity_type);
    const choices = fitting
      .map(([value, { name, kind }]) => ({ value, label: entity_type === undefined ? msg(str`${name} (${plain(kind)})`) : name }))
      .sort((a, b) => a.label.localeCompare(b.label));
    const name = entity_id === undefined ? '' : (this.things.get(entity_id)?.name ?? entity_id);
    return html`<lk-activity-filter-chip label=${msg('Thing')} .value=${name}>
      <lk-activity-choices
        label=${msg('Thing')}
        .choices=${choices}
        .chosen=${entity_id === undefined ? [] : [entity_id]}
        @lk-choose=${(event: CustomEvent<{ value: string }>) => {
          this.pick(event, { entity_id: event.detail.value === entity_id ? undefined : event.detail.value });
        }}
      ></lk-activity-choices>
    </lk-activity-filter-chip>`;
  }

  private since() {
    const now = Date.now();
    const { since } = this.filters;
    return html`<lk-activity-filter-chip label=${msg('From')} .value=${since === undefined ? '' : sayTime(since, now)}>
      <lk-activity-time
        label=${msg('From')}
        open_end=${msg('The beginning')}
        .value=${since ?? ''}
        .quick=${quickSince(now)}
        @lk-choose=${(event: CustomEvent<{ value: string }>) => {
          const { until } = this.filters;
          const { value } = event.detail;
          this.pick(event, { since: value, ...(until !== undefined && until <= value ? { until: undefined } : {}) });
        }}
      ></lk-activity-time>
    </lk-activity-filter-chip>`;
  }

  private until() {
    const now = Date.now();
    const { until, since } = this.filters;
    const value = until === undefined ? (since === undefined ? '' : msg('now')) : sayTime(until, now);
    return html`<lk-activity-filter-chip label=${msg('Until')} .value=${value}>
      <lk-activity-time
        label=${msg('Until')}
        open_end=${msg('Now')}
        .value=${until ?? ''}
        .quick=${quickUntil(now)}
        @lk-choose=${(event: CustomEvent<{ value: string }>) => {
          const chosen = event.detail.value;
          this.pick(event, { until: chosen, ...(chosen !== '' && since !== undefined && since >= chosen ? { since: undefined } : {}) });
        }}
      ></lk-activity-time>
    </lk-activity-filter-chip>`;
  }
}

function several<T extends string>(values: readonly T[], word: (value: T) => string): string {
  const [first, second] = values;
  if (first === undefined) return '';
  if (second === undefined) return word(first);
  if (values.length === 2) return msg(str`${word(first)} and ${word(second)}`);
  return plural(values.length, { one: msg(str`${values.length} chosen`), other: msg(str`${values.length} chosen`) });
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-filter-bar': FilterBar;
  }
}
