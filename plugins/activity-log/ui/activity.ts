import { CATEGORIES, type ActivityEntry, type ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import {
  ProblemError,
  Shortcuts,
  StoreController,
  UNREACHABLE,
  base,
  collection,
  connection,
  events,
  formatDateTime,
  formatNumber,
  msg,
  navigate,
  pageLocation,
  plural,
  session,
  setQuery,
  str,
} from '@lightkeeper/ui';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { KnownThings } from './data/known-things.js';
import { getEntry, getPage, getVocabulary } from './data/log-api.js';
import { LogReader, type ReaderChange } from './data/log-reader.js';
import { Summaries } from './data/summaries.js';
import { timeless } from './model/counts.js';
import { activityAddress, filtersFromQuery, matchesFilters, sameFilters, withFilters } from './model/filters.js';
import type { Span } from './model/histogram.js';
import { NewsCounter } from './model/news.js';
import { pageStyles } from './parts/activity-page.styles.js';
import { emptyLog } from './parts/empty-log.js';
import './parts/export-menu.js';
import './parts/facets.js';
import './parts/filter-bar.js';
import type { FilterBar } from './parts/filter-bar.js';
import './parts/histogram.js';
import './parts/quick-tabs.js';
import './parts/timeline.js';
import type { ActivityTimeline } from './parts/timeline.js';

const SAY_EVERY_MS = 10_000;

/** The Activity tab: the log with its filters, its picture over time, and its counts. The filters live in the address. */
@customElement('lk-activity-page')
export class ActivityPage extends LitElement {
  static override styles = [base, pageStyles];

  @state() private tick = 0;
  @state() private filters: ActivityFilters = {};
  @state() private categories: readonly string[] = CATEGORIES;
  /** An entry that a link leads to and that the timeline does not hold. */
  @state() private linked: ActivityEntry | null = null;
  @state() private linked_missing = false;
  @state() private news = '';
  @query('lk-activity-timeline') private readonly timeline!: ActivityTimeline | null;
  @query('lk-activity-filter-bar') private readonly bar!: FilterBar | null;

  private change: ReaderChange = 'state';
  private wanted: string | null = null;
  private readonly counter = new NewsCounter(SAY_EVERY_MS);
  private readonly known = new KnownThings();
  private readonly place = new StoreController(this, pageLocation);
  private readonly link = new StoreController(this, connection, (value) => value.state);
  private readonly devices = new StoreController(this, collection('devices'), (value) => value.items);
  private readonly areas = new StoreController(this, collection('areas'), (value) => value.items);
  private readonly me = new StoreController(this, session, (value) => value.principal?.name);
  private readonly reader = new LogReader(
    (filters, cursor, signal) => getPage(filters, { cursor, signal }),
    (change) => {
      this.onReader(change);
    },
    (error) => error instanceof ProblemError && error.code === UNREACHABLE,
  );
  private readonly summaries = new Summaries(() => {
    this.requestUpdate();
  });
  private stops: (() => void)[] = [];
  private talk: number | undefined;

  constructor() {
    super();
    new Shortcuts(
      this,
      {
        '/': {
          does: msg('Look for words'),
          run: () => {
            this.bar?.focus();
          },
        },
      },
      msg('Activity'),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stops = [
      events.on('activity_logged', ({ entry }) => {
        this.onEntry(entry);
      }),
      events.on('activity_cleared', () => {
        this.load(this.filters);
      }),
      connection.subscribe(({ state: now }) => {
        this.onConnection(now);
      }),
      pageLocation.subscribe(() => {
        this.onAddress();
      }),
    ];
    this.talk = window.setInterval(() => {
      this.sayNews();
    }, 1000);
    getVocabulary().then(
      (words) => (this.categories = [...new Set<string>([...CATEGORIES, ...words.map((word) => word.category)])]),
      // Without the words of plugins, the hub's own categories are offered.
      () => undefined,
    );
    this.arrive(filtersFromQuery(this.place.value.query), this.place.value.query.get('entry'));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops) stop();
    window.clearInterval(this.talk);
    this.reader.stop();
    this.summaries.stop();
  }

  /** Takes the filters and the entry of an address: at the beginning, and whenever the address changes. */
  private arrive(filters: ActivityFilters, entry: string | null): void {
    this.wanted = entry;
    this.linked = null;
    this.linked_missing = false;
    this.load(filters);
    if (entry !== null) void this.follow(entry);
  }

  private onAddress(): void {
    const { path, query: asked } = pageLocation.value;
    if (!path.startsWith('/activity')) return;
    const filters = filtersFromQuery(asked);
    const entry = asked.get('entry');
    if (!sameFilters(filters, this.filters) || entry !== this.wanted) this.arrive(filters, entry);
  }

  private load(filters: ActivityFilters): void {
    this.filters = filters;
    this.summaries.load(filters);
    void this.reader.load(filters);
  }

  /** Shows the entry that the address names: where it stands in the list, or, when that reaches not so far, from its own time back. */
  private async follow(id: string): Promise<void> {
    try {
      const entry = await getEntry(id);
      if (this.wanted !== id) return;
      await this.settled();
      if (await this.timeline?.reveal(id)) return;
      await this.reader.load(this.filters, new Date(Date.parse(entry.ts) + 1).toISOString());
      await this.updateComplete;
      if (this.wanted === id && !(await this.timeline?.reveal(id))) this.linked = entry;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.linked_missing = this.wanted === id;
    }
  }

  /** Waits until the first page is there, or could not be had. */
  private async settled(): Promise<void> {
    while (this.isConnected && (this.reader.state.status === 'loading' || this.reader.state.busy)) {
      await new Promise((done) => setTimeout(done, 30));
    }
    await this.updateComplete;
  }

  private onReader(change: ReaderChange): void {
    this.change = change;
    this.known.meet(this.reader.window.pages.at(change === 'older' ? -1 : 0)?.items ?? []);
    this.tick += 1;
  }

  private onEntry(entry: ActivityEntry): void {
    const matches = this.reader.receive(entry, this.timeline?.at_rest ?? true);
    if (matches) this.counter.add();
    this.summaries.add(entry, matches, matchesFilters(entry, timeless(this.filters)));
    const mine = entry.actor === `user:${this.me.value ?? ''}`;
    // A failure of what this person has just asked for is told at once, see the live regions below.
    if (entry.severity === 'error' && mine && matches) this.news = entry.message;
  }

  private onConnection(now: string): void {
    if (now === 'open' && this.was_away) void this.reader.catchUp(this.timeline?.at_rest ?? true);
    this.was_away = now === 'away';
  }
  private was_away = false;

  private sayNews(): void {
    const count = this.counter.take(Date.now());
    if (count === null) return;
    const number = formatNumber(count);
    this.news = plural(count, { one: msg(str`${number} new entry`), other: msg(str`${number} new entries`) });
  }

  private readonly onFilters = (event: CustomEvent<{ filters: ActivityFilters }>): void => {
    event.stopPropagation();
    navigate(activityAddress(event.detail.filters), { quiet: true });
  };

  /** From an entry: one more filter on top of those that are set. */
  private readonly onNarrow = (event: CustomEvent<{ filters: ActivityFilters }>): void => {
    event.stopPropagation();
    const { filters } = event.detail;
    navigate(activityAddress(filters.since === undefined ? withFilters(this.filters, filters) : filters), { quiet: true });
  };

  private readonly onBrush = (event: CustomEvent<{ since: string | undefined; until: string | undefined }>): void => {
    navigate(activityAddress(withFilters(this.filters, event.detail)), { quiet: true, replace: true });
  };

  private forgetEntry(): void {
    this.linked = null;
    this.linked_missing = false;
    if (this.wanted === null) return;
    this.wanted = null;
    setQuery({ entry: null });
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.change = 'state';
  }

  override render() {
    const { summaries, filters } = this;
    const away = this.link.value === 'away';
    return html`<lk-page heading=${msg('Activity')} .subtitle=${this.subtitle()}>
      <lk-live slot="actions"></lk-live>
      <lk-activity-export-menu slot="actions" .filters=${filters} ?disabled=${away}></lk-activity-export-menu>
      <div class="heads" @lk-filters=${this.onFilters}>
        <lk-activity-quick-tabs .filters=${filters} .totals=${summaries.totals}></lk-activity-quick-tabs>
        <lk-activity-filter-bar
          .filters=${filters}
          .facets=${summaries.facets}
          .categories=${this.categories}
          .kinds=${this.known.kinds}
          .things=${this.known.things}
        ></lk-activity-filter-bar>
      </div>
      <div class="columns">
        <div class="main">
          <lk-activity-histogram
            .data=${summaries.histogram}
            .axis=${summaries.axis}
            .filters=${filters}
            .span=${summaries.span}
            @lk-brush=${this.onBrush}
            @lk-span=${(event: CustomEvent<{ span: Span }>) => {
              summaries.setSpan(event.detail.span);
            }}
          ></lk-activity-histogram>
          ${this.notes()}
          <section aria-label=${msg('The log, newest first')} @lk-filters=${this.onNarrow}>${this.log()}</section>
          <p class="sr" role="status">${this.news}</p>
        </div>
        <aside aria-label=${msg('What the log holds under these filters')} @lk-filters=${this.onFilters}>
          <lk-activity-facets .facets=${summaries.facets} .filters=${filters}></lk-activity-facets>
        </aside>
      </div>
    </lk-page>`;
  }

  private subtitle(): string {
    const total = this.summaries.totals?.total;
    if (total === undefined) return msg('Who did what, and when.');
    const number = formatNumber(total);
    return plural(total, {
      one: msg(str`Who did what, and when. ${number} entry in all.`),
      other: msg(str`Who did what, and when. ${number} entries in all.`),
    });
  }

  private notes() {
    const { linked } = this;
    const since = this.reader.back_from;
    return html`${
      this.reader.state.stale
        ? html`<lk-note tone="warning">${msg('Until the hub answers again, only entries that were loaded before can be shown.')}</lk-note>`
        : nothing
    }
    ${
      this.linked_missing
        ? html`<lk-note tone="warning">
            ${msg('The entry that the link leads to is not in the log. Retention may have removed it.')}
            <lk-button
              slot="action"
              size="s"
              @click=${() => {
                this.forgetEntry();
              }}
              >${msg('Show the log')}</lk-button
            >
          </lk-note>`
        : nothing
    }
    ${
      linked
        ? html`<lk-card heading=${msg('The entry of the link')} flush @lk-filters=${this.onNarrow}>
            <lk-button
              slot="actions"
              size="s"
              variant="ghost"
              @click=${() => {
                this.forgetEntry();
              }}
              >${msg('Close')}</lk-button
            >
            <lk-entry-row log seconds open edge="only" .entry=${linked}>
              <lk-activity-entry-detail slot="detail" .entry=${linked}></lk-activity-entry-detail>
            </lk-entry-row>
          </lk-card>`
        : nothing
    }
    ${
      since !== null && this.reader.state.status === 'ready'
        ? html`<lk-note icon="history">
            ${msg(str`The log from ${formatDateTime(since)} back.`)}
            <lk-button
              slot="action"
              size="s"
              @click=${() => {
                this.forgetEntry();
                void this.reader.load(this.filters);
              }}
              >${msg('Newest entries')}</lk-button
            >
          </lk-note>`
        : nothing
    }`;
  }

  private log() {
    const { reader, filters } = this;
    const { status, error } = reader.state;
    if (status === 'failed') {
      return html`<lk-card
        ><lk-error
          .error=${error}
          retry
          @lk-retry=${() => {
            this.load(filters);
          }}
        ></lk-error
      ></lk-card>`;
    }
    if (status === 'loading') return html`<lk-card><lk-skeleton kind="rows" count="12"></lk-skeleton></lk-card>`;
    if (reader.window.size === 0 && !reader.state.busy) return emptyLog(filters);
    return html`<lk-activity-timeline
      .reader=${reader}
      .tick=${this.tick}
      .change=${this.change}
      @lk-closed=${() => {
        this.forgetEntry();
      }}
    ></lk-activity-timeline>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-page': ActivityPage;
  }
}
