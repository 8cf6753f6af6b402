import type { ActivityFilters, ActivityHistogram } from '@lightkeeper/plugin-sdk/wire';
import { base, categoryHue, emit, formatNumber, formatTime, msg, plural, str } from '@lightkeeper/ui';
import { LitElement, html, nothing, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import {
  SPANS,
  barCount,
  brushOf,
  filtersOf,
  moveHandle,
  ticks,
  toBars,
  type Axis,
  type Bar,
  type Brush,
  type Span,
} from '../model/histogram.js';
import { sayTime } from '../model/times.js';
import { categoryWord } from '../model/words.js';
import { histogramStyles } from './histogram.styles.js';

const HEIGHT = 72;
const WIDTH = 1000;
const DAY_MS = 86_400_000;

/**
 * When things happened, in bars by category, and the brush by which a stretch of it is chosen.
 * Events: `lk-brush` {since, until}, each undefined at an open end; `lk-span` {span}.
 */
@customElement('lk-activity-histogram')
export class HistogramPicture extends LitElement {
  static override styles = [base, histogramStyles];

  @property({ attribute: false }) data: ActivityHistogram | undefined;
  @property({ attribute: false }) axis!: Axis;
  @property({ attribute: false }) filters: ActivityFilters = {};
  @property() span: Span = 'day';
  @state() private dragged: Brush | null = null;
  @state() private as_table = false;
  @query('.picture') private readonly picture!: HTMLElement | null;

  private get count(): number {
    return barCount(this.axis);
  }

  private get brush(): Brush {
    return this.dragged ?? brushOf(this.filters, this.axis);
  }

  private at(index: number): string {
    return sayTime(new Date(this.axis.since + index * this.axis.step).toISOString(), Date.now());
  }

  private choose(brush: Brush): void {
    this.dragged = null;
    emit(this, 'lk-brush', filtersOf(brush, this.axis));
  }

  /** The boundary between bars that is next to the pointer. */
  private boundary(event: PointerEvent, round: (n: number) => number): number {
    const box = this.picture?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    return Math.max(0, Math.min(this.count, round(((event.clientX - box.left) / box.width) * this.count)));
  }

  private onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const handle = (event.target as HTMLElement).dataset.handle as keyof Brush | undefined;
    const start = this.boundary(event, Math.floor);
    const before = this.brush;
    const from_x = event.clientX;
    const follow = (now: PointerEvent): void => {
      if (handle) {
        this.dragged = moveHandle(before, handle, this.boundary(now, Math.round), this.count);
      } else if (Math.abs(now.clientX - from_x) > 4) {
        const end = this.boundary(now, Math.floor);
        this.dragged = { from: Math.min(start, end), to: Math.min(this.count, Math.max(start, end) + 1) };
      }
    };
    const stop = (up: PointerEvent): void => {
      window.removeEventListener('pointermove', follow);
      window.removeEventListener('pointerup', stop);
      window.removeEventListener('pointercancel', stop);
      if (up.type === 'pointerup' && this.dragged) this.choose(this.dragged);
      this.dragged = null;
    };
    window.addEventListener('pointermove', follow);
    window.addEventListener('pointerup', stop);
    window.addEventListener('pointercancel', stop);
    // No text is chosen along the way. The handle under the hand takes the focus all the same.
    event.preventDefault();
    if (handle) (event.target as HTMLElement).focus();
  }

  private onKey(event: KeyboardEvent): void {
    const handle = (event.target as HTMLElement).dataset.handle as keyof Brush | undefined;
    if (!handle) return;
    const { brush, count } = this;
    const steps: Record<string, number> = {
      ArrowLeft: brush[handle] - 1,
      ArrowDown: brush[handle] - 1,
      ArrowRight: brush[handle] + 1,
      ArrowUp: brush[handle] + 1,
      PageDown: brush[handle] - 10,
      PageUp: brush[handle] + 10,
      Home: 0,
      End: count,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.choose(moveHandle(brush, handle, to, count));
  }

  override render() {
    const bars = toBars(this.data, this.axis);
    const { brush, count } = this;
    const inside = bars.slice(brush.from, brush.to).reduce((sum, bar) => sum + bar.total, 0);
    const whole = brush.from === 0 && brush.to === count;
    const from = this.at(brush.from);
    const to = brush.to === count ? msg('now') : this.at(brush.to);
    const entries = this.entries(inside);
    return html`<div class="cap">
        <span><b>${msg(str`${from} to ${to}`)}</b> · ${this.data ? entries : '…'}</span>
        <span class="ways">${this.ways()}</span>
      </div>
      <div class="picture" title=${msg('Drag to choose a time')} @pointerdown=${this.onDown} @keydown=${this.onKey}>
        <svg
          viewBox="0 0 ${WIDTH} ${HEIGHT}"
          preserveAspectRatio="none"
          role="img"
          aria-label=${msg(str`How many entries there were when, from ${this.at(0)} to ${this.at(count)}. ${this.summary(bars)}`)}
        >
          ${this.bars(bars, brush)}
          <path class="base" d="M0 ${HEIGHT}H${WIDTH}" vector-effect="non-scaling-stroke"></path>
        </svg>
        ${
          whole
            ? nothing
            : html`<div class="brush" style="left:${(brush.from / count) * 100}%;right:${100 - (brush.to / count) * 100}%"></div>`
        }
        ${this.handle('from', msg('From'), from, whole)} ${this.handle('to', msg('Until'), to, whole)}
      </div>
      <div class="axis" aria-hidden="true">${this.labels()}</div>
      ${this.as_table ? this.table(bars) : nothing}`;
  }

  private entries(count: number): string {
    const number = formatNumber(count);
    return plural(count, { one: msg(str`${number} entry`), other: msg(str`${number} entries`) });
  }

  private ways() {
    const names: Record<Span, [short: string, long: string]> = {
      hour: [msg('1 h'), msg('The last hour')],
      day: [msg('24 h'), msg('The last 24 hours')],
      week: [msg('7 d'), msg('The last 7 days')],
      month: [msg('30 d'), msg('The last 30 days')],
    };
    return html`${(Object.keys(SPANS) as Span[]).map(
        (span) =>
          html`<button
            type="button"
            title=${names[span][1]}
            aria-pressed=${span === this.span ? 'true' : 'false'}
            @click=${() => {
              emit(this, 'lk-span', { span });
            }}
          >
            ${names[span][0]}
          </button>`,
      )}
      <button
        type="button"
        aria-pressed=${this.as_table ? 'true' : 'false'}
        @click=${() => {
          this.as_table = !this.as_table;
        }}
      >
        ${msg('Table')}
      </button>`;
  }

  private summary(bars: readonly Bar[]): string {
    const most = bars.reduce((best, bar) => (bar.total > best.total ? bar : best), bars[0] ?? { at: 0, total: 0, parts: [] });
    if (most.total === 0) return msg('There were none.');
    const total = this.entries(bars.reduce((sum, bar) => sum + bar.total, 0));
    return msg(str`${total}, most of them around ${sayTime(new Date(most.at).toISOString(), Date.now())}.`);
  }

  private bars(bars: readonly Bar[], brush: Brush) {
    const most = Math.max(1, ...bars.map((bar) => bar.total));
    const width = WIDTH / bars.length;
    return bars.map((bar, index) => {
      let top = HEIGHT;
      // A bar of one entry among thousands is still to be seen.
      const scale = bar.total === 0 ? 0 : Math.max((bar.total / most) * HEIGHT, 1.5) / bar.total;
      const out = index < brush.from || index >= brush.to ? 'out' : '';
      return bar.parts.map(({ category, count }) => {
        const height = count * scale;
        top -= height;
        return svg`<rect class="${categoryHue(category)} ${out}" x=${(index * width + width * 0.1).toFixed(2)} y=${top.toFixed(2)} width=${(width * 0.8).toFixed(2)} height=${height.toFixed(2)}></rect>`;
      });
    });
  }

  private handle(name: keyof Brush, label: string, text: string, whole: boolean) {
    const { brush, count } = this;
    return html`<div
      class="handle ${whole ? 'idle' : ''}"
      style="left:${(brush[name] / count) * 100}%"
      data-handle=${name}
      tabindex="0"
      role="slider"
      aria-label=${label}
      aria-valuemin="0"
      aria-valuemax=${count}
      aria-valuenow=${brush[name]}
      aria-valuetext=${text}
    ></div>`;
  }

  private labels() {
    const { since, until } = this.axis;
    const long = until - since > 2 * DAY_MS;
    const write = (at: number): string =>
      long ? new Intl.DateTimeFormat([...navigator.languages], { day: 'numeric', month: 'short' }).format(at) : formatTime(at);
    const place = (at: number): number => ((at - since) / (until - since)) * 100;
    return html`${ticks(this.axis).map((at) => {
        const left = place(at);
        return html`<span class=${left < 4 ? 'start' : left > 88 ? 'late' : ''} style="left:${left}%">${write(at)}</span>`;
      })}<span class="end">${until >= Date.now() ? msg('now') : write(until)}</span>`;
  }

  private table(bars: readonly Bar[]) {
    const categories = [...new Set(bars.flatMap((bar) => bar.parts.map((part) => part.category)))];
    const filled = bars.map((bar, index) => ({ bar, index })).filter(({ bar }) => bar.total > 0);
    return html`<div class="table" tabindex="0" role="region" aria-label=${msg('Entries by time')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${msg('From')}</th>
            ${categories.map((category) => html`<th scope="col">${categoryWord(category)}</th>`)}
            <th scope="col">${msg('In all')}</th>
          </tr>
        </thead>
        <tbody>
          ${filled.reverse().map(
            ({ bar, index }) =>
              html`<tr>
                <th scope="row">${this.at(index)}</th>
                ${categories.map((category) => html`<td>${formatNumber(bar.parts.find((part) => part.category === category)?.count ?? 0)}</td>`)}
                <td>${formatNumber(bar.total)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-histogram': HistogramPicture;
  }
}
