import { LOG_LEVELS, type LogLevel, type LogLine, type Page } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { api } from '../../api/client.js';
import { base } from '../../elements/base.js';
import { formatTime } from '../../i18n/format.js';
import { msg, str } from '../../i18n/msg.js';
import { plural } from '../../i18n/plural.js';
import { events } from '../../live/live.js';
import { pageLocation, setQuery } from '../../router/router.js';
import { StoreController } from '../../store/store.js';
import { addLines, lineText, passes } from './log-tail.js';
import { settingsStyles } from './page.styles.js';
import '../../elements/lk-button.js';
import '../../elements/lk-card.js';
import '../../elements/lk-error.js';
import '../../elements/lk-live.js';
import '../../elements/lk-note.js';
import '../../elements/lk-select.js';

/** What `GET /api/v1/logs` answers. */
interface LogAnswer extends Page<LogLine> {
  sources: string[];
  /** From which level on lines are written, in general and where a part has a level of its own. */
  levels: { general: LogLevel; sources: Record<string, LogLevel> };
}

/** Lines that arrive together are shown together; a busy hub must not make the page render a hundred times a second. */
const GATHER_MS = 200;

/** The debugging tail: what the hub's parts say to developers, as it happens. It is not the activity log, and is kept nowhere. */
@customElement('lk-logs')
export class LkLogs extends LitElement {
  static override styles = [
    base,
    settingsStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-end;
        gap: var(--lk-space-2);
        padding: var(--lk-space-3) var(--lk-space-4);
        border-block-end: 1px solid var(--lk-line);
      }
      lk-select {
        inline-size: 9.25rem;
      }
      .tail {
        min-block-size: 12rem;
        max-block-size: min(34rem, 62dvh);
        overflow: auto;
        padding-block: var(--lk-space-2);
        background: var(--lk-sunken);
        border-radius: 0 0 var(--lk-radius-l) var(--lk-radius-l);
        font: var(--lk-size-s) / 1.55 var(--lk-font-mono);
        direction: ltr;
        text-align: left;
        overflow-anchor: none;
      }
      .tail:focus-visible {
        outline-offset: -2px;
      }
      li {
        display: grid;
        grid-template-columns: auto auto minmax(0, 1fr);
        gap: 0 var(--lk-space-3);
        padding: 1px var(--lk-space-4);
        border-inline-start: 3px solid transparent;
      }
      .level,
      .source,
      time {
        color: var(--lk-text-faint);
        white-space: nowrap;
      }
      .text {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .data {
        color: var(--lk-text-faint);
      }
      .warn {
        border-color: var(--lk-warning);
      }
      .warn .level {
        color: var(--lk-warning);
        font-weight: 600;
      }
      .error,
      .fatal {
        border-color: var(--lk-error);
      }
      .error .level,
      .fatal .level {
        color: var(--lk-error);
        font-weight: 600;
      }
      .none {
        padding: var(--lk-space-4);
        color: var(--lk-text-quiet);
        font-family: var(--lk-font);
      }
      @media (min-width: 48rem) {
        li {
          grid-template-columns: auto 3.5rem 8rem minmax(0, 1fr);
        }
        .text {
          grid-column: auto;
        }
        .source {
          overflow: hidden;
          text-overflow: ellipsis;
        }
      }
    `,
  ];

  private readonly place = new StoreController(this, pageLocation);
  @state() private lines: LogLine[] = [];
  @state() private sources: readonly string[] = [];
  @state() private levels: LogAnswer['levels'] | null = null;
  @state() private held: LogLine[] | null = null;
  @state() private error: unknown = null;
  @query('.tail') private readonly tail!: HTMLElement | null;
  private gathered: LogLine[] = [];
  private timer: number | undefined;
  private stops: (() => void)[] = [];
  private follow = true;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stops = [
      events.on('log_line', ({ line }) => {
        this.gather(line);
      }),
      events.on('hello', () => {
        void this.load();
      }),
      events.subscribe('logs'),
    ];
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
    for (const stop of this.stops) stop();
  }

  private get level(): LogLevel {
    const given = this.place.value.query.get('level') ?? '';
    return (LOG_LEVELS as readonly string[]).includes(given) ? (given as LogLevel) : 'info';
  }

  private get source(): string {
    return this.place.value.query.get('source') ?? '';
  }

  private async load(): Promise<void> {
    try {
      const answer = await api.get<LogAnswer>('logs', { query: { limit: 500, level: 'trace' } });
      // The numbers begin anew when the hub has been restarted: its old lines are gone, and so are ours.
      const restarted = (answer.items.at(-1)?.seq ?? 0) < (this.lines.at(-1)?.seq ?? 0);
      this.lines = restarted ? answer.items : addLines(this.lines, answer.items);
      this.sources = answer.sources;
      this.levels = answer.levels;
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  private gather(line: LogLine): void {
    this.gathered.push(line);
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      const lines = this.gathered.splice(0);
      if (this.held) this.held = addLines(this.held, lines);
      else this.lines = addLines(this.lines, lines);
    }, GATHER_MS);
  }

  protected override willUpdate(): void {
    const { tail } = this;
    if (tail) this.follow = tail.scrollHeight - tail.scrollTop - tail.clientHeight < 40;
  }

  protected override updated(changed: Map<string, unknown>): void {
    const { tail } = this;
    if (tail && changed.has('lines') && this.follow && !this.held) tail.scrollTop = tail.scrollHeight;
  }

  /** From which level on the chosen part of the hub writes at all. */
  private get written(): LogLevel {
    return this.levels?.sources[this.source] ?? this.levels?.general ?? 'info';
  }

  private async onWritten(level: string): Promise<void> {
    try {
      this.levels = await api.put<LogAnswer['levels']>('logs/level', { level, ...(this.source ? { source: this.source } : {}) });
      if (LOG_LEVELS.indexOf(this.level) > LOG_LEVELS.indexOf(this.written)) setQuery({ level: this.written });
    } catch (error) {
      this.error = error;
    }
  }

  private onPause(): void {
    if (this.held) {
      this.lines = addLines(this.lines, this.held);
      this.held = null;
      this.follow = true;
    } else {
      this.held = [];
    }
  }

  private onSave(): void {
    const text = this.lines.filter((line) => passes(line, this.level, this.source)).map(lineText);
    const url = URL.createObjectURL(new Blob([`${text.join('\n')}\n`], { type: 'text/plain' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: 'lightkeeper-debug.log' });
    link.click();
    URL.revokeObjectURL(url);
  }

  override render() {
    const shown = this.lines.filter((line) => passes(line, this.level, this.source));
    const sources = [...new Set([...this.sources, ...this.lines.map((line) => line.source)])].sort();
    const waiting = this.held?.length ?? 0;
    return html`<lk-note icon="terminal"
        >${msg('A debugging tail: what the parts of the hub say while they work. It lives in memory and is gone after a restart.')}
        <a class="link" href="/activity">${msg('Who did what stands in Activity.')}</a></lk-note
      >
      <lk-error .error=${this.error} retry @lk-retry=${() => void this.load()}></lk-error>
      <lk-card heading=${msg('Hub logs')} flush>
        <lk-live slot="actions"></lk-live>
        <div class="bar">
          <lk-select
            size="s"
            label=${msg('Shown from')}
            .options=${LOG_LEVELS.map((level) => ({ value: level, label: level }))}
            .value=${this.level}
            @lk-change=${(event: CustomEvent<{ value: string }>) => {
              setQuery({ level: event.detail.value });
            }}
          ></lk-select>
          <lk-select
            size="s"
            label=${msg('Part of the hub')}
            .options=${[{ value: '', label: msg('All of them') }, ...sources.map((source) => ({ value: source, label: source }))]}
            .value=${this.source}
            @lk-change=${(event: CustomEvent<{ value: string }>) => {
              setQuery({ source: event.detail.value });
            }}
          ></lk-select>
          <lk-select
            size="s"
            label=${msg('It writes from')}
            .options=${LOG_LEVELS.map((level) => ({ value: level, label: level }))}
            .value=${this.written}
            @lk-change=${(event: CustomEvent<{ value: string }>) => void this.onWritten(event.detail.value)}
          ></lk-select>
          <span class="grow"></span>
          <lk-button size="s" icon=${this.held ? 'play' : 'pause'} @click=${this.onPause}
            >${
              this.held
                ? waiting > 0
                  ? plural(waiting, { one: msg(str`Go on, ${waiting} new`), other: msg(str`Go on, ${waiting} new`) })
                  : msg('Go on')
                : msg('Pause')
            }</lk-button
          >
          <lk-button size="s" icon="download" label=${msg('Save what is shown')} @click=${this.onSave}></lk-button>
        </div>
        <div class="tail" tabindex="0" role="region" aria-label=${msg('Debugging tail')}>
          ${shown.length === 0 ? html`<p class="none">${msg('No lines at this level.')}</p>` : nothing}
          <ul>
            ${repeat(
              shown,
              (line) => line.seq,
              (line) => this.line(line),
            )}
          </ul>
        </div>
      </lk-card>`;
  }

  private line(line: LogLine) {
    const data = Object.keys(line.data).length > 0 ? JSON.stringify(line.data) : '';
    return html`<li class=${line.level}>
      <time datetime=${line.ts}>${formatTime(line.ts, { seconds: true })}</time><span class="level">${line.level}</span
      ><span class="source" title=${line.source}>${line.source}</span
      ><span class="text">${line.message} <span class="data">${data}</span></span>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-logs': LkLogs;
  }
}
