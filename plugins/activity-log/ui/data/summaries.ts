import type { ActivityEntry, ActivityFacets, ActivityFilters, ActivityHistogram } from '@lightkeeper/plugin-sdk/wire';
import { withBar, withEntry } from '../model/counts.js';
import { isFiltered } from '../model/filters.js';
import { SPANS, axisFor, axisOf, type Axis, type Span } from '../model/histogram.js';
import { getFacets, getHistogram } from './log-api.js';

/** Live entries are added to the counts at once; this often the hub's own are asked for again, as long as something comes in. */
const REFRESH_MS = 60_000;

/** What is counted about the log: by value under the filters, by time, and by value over all of it. Each may fail alone, and is then not shown. */
export class Summaries {
  facets: ActivityFacets | undefined;
  totals: ActivityFacets | undefined;
  histogram: ActivityHistogram | undefined;
  axis: Axis;
  span: Span = 'day';
  #filters: ActivityFilters = {};
  #abort = new AbortController();
  #loaded_at = 0;
  #chosen = false;

  constructor(private readonly changed: () => void) {
    this.axis = axisFor({}, this.span, Date.now());
  }

  stop(): void {
    this.#abort.abort();
  }

  load(filters: ActivityFilters): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#filters = filters;
    this.#loaded_at = Date.now();
    this.axis = axisFor(filters, this.span, this.#loaded_at);
    const share = <T>(answer: Promise<T>, put: (value: T) => void): void => {
      answer.then(
        (value) => {
          if (signal.aborted) return;
          put(value);
          this.changed();
        },
        // Counts are a help beside the log; when the hub cannot count, the log itself says what is wrong.
        () => undefined,
      );
    };
    const axis = this.axis;
    share(getHistogram(filters, axis, signal), (histogram) => {
      this.histogram = histogram;
      this.axis = axisOf(histogram);
      this.#zoom(histogram);
    });
    share(getFacets(filters, signal), (facets) => {
      this.facets = facets;
      if (!isFiltered(filters)) this.totals = facets;
    });
    if (isFiltered(filters) && !this.totals) share(getFacets({}, signal), (totals) => (this.totals = totals));
    this.changed();
  }

  setSpan(span: Span): void {
    this.span = span;
    this.#chosen = true;
    this.load(this.#filters);
  }

  /** A hub that is new has everything in its last bar: it is seen better from near. Done once, and never against the reader's choice. */
  #zoom(histogram: ActivityHistogram): void {
    if (this.#chosen || this.span !== 'day' || histogram.step_ms > SPANS.hour) return;
    this.#chosen = true;
    const hour_ago = this.#loaded_at - SPANS.hour + histogram.step_ms;
    const before = histogram.buckets.some((bucket) => bucket.total > 0 && Date.parse(bucket.ts) < hour_ago);
    if (before || isFiltered(this.#filters)) return;
    this.span = 'hour';
    this.load(this.#filters);
  }

  /** Counts an entry that has just been written. */
  add(entry: ActivityEntry, matches: boolean, matches_but_time: boolean): void {
    if (Date.now() - this.#loaded_at > REFRESH_MS) {
      this.totals = undefined;
      this.load(this.#filters);
      return;
    }
    if (this.totals) this.totals = withEntry(this.totals, entry);
    if (matches && this.facets) this.facets = withEntry(this.facets, entry);
    if (matches_but_time && this.histogram) this.histogram = withBar(this.histogram, entry);
    this.changed();
  }
}
