import type { ActivityEntry, ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { connection, events } from '@lightkeeper/ui';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { matchesFilters } from '../model/filters.js';
import { getPage } from './log-api.js';

/** The newest few entries under some filters, kept up to date. For widgets; the log itself has a reader of its own. */
export class LiveList implements ReactiveController {
  status: 'loading' | 'ready' | 'failed' = 'loading';
  items: readonly ActivityEntry[] = [];
  error: unknown = null;
  /** The entry that came in last. */
  fresh: string | null = null;
  #filters: ActivityFilters | null = null;
  #abort = new AbortController();
  #stops: (() => void)[] = [];

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly most: number,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    let away = false;
    this.#stops = [
      events.on('activity_logged', ({ entry }) => {
        this.#receive(entry);
      }),
      events.on('activity_cleared', () => {
        this.reload();
      }),
      connection.subscribe(({ state }) => {
        if (state === 'open' && away) this.reload();
        away = state === 'away';
      }),
    ];
    this.reload();
  }

  hostDisconnected(): void {
    this.#abort.abort();
    for (const stop of this.#stops) stop();
  }

  /** Null while it is not known yet what to show. */
  show(filters: ActivityFilters | null): void {
    if (JSON.stringify(filters) === JSON.stringify(this.#filters)) return;
    this.#filters = filters;
    this.items = [];
    this.status = 'loading';
    this.reload();
  }

  reload(): void {
    const filters = this.#filters;
    if (!filters) return;
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    getPage(filters, { limit: this.most, signal }).then(
      (page) => {
        if (signal.aborted) return;
        this.items = page.items;
        this.status = 'ready';
        this.error = null;
        this.host.requestUpdate();
      },
      (error: unknown) => {
        if (signal.aborted) return;
        this.status = this.items.length > 0 ? 'ready' : 'failed';
        this.error = error;
        this.host.requestUpdate();
      },
    );
  }

  #receive(entry: ActivityEntry): void {
    const filters = this.#filters;
    if (!filters || this.status !== 'ready' || !matchesFilters(entry, filters) || this.items.some(({ id }) => id === entry.id)) return;
    this.items = [entry, ...this.items].slice(0, this.most);
    this.fresh = entry.id;
    this.host.requestUpdate();
  }
}
