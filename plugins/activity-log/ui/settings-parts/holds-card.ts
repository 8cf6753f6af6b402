import type { ActivityHistogram, ActivityStatus } from '@lightkeeper/plugin-sdk/wire';
import { base, formatBytes, formatDateTime, formatNumber, formatSince, msg, plural, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { dailyRate } from '../model/retention.js';

const DAY_MS = 86_400_000;
const WIDTH = 1000;
const HEIGHT = 52;

/** What the log holds: how much, how large, since when, and how it came in over that time. */
@customElement('lk-activity-holds')
export class HoldsCard extends LitElement {
  static override styles = [
    base,
    css`
      .figures {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-3) var(--lk-space-10);
      }
      .figure {
        font-size: var(--lk-size-2xl);
        font-weight: var(--lk-weight-bold);
        letter-spacing: -0.01em;
        line-height: 1.3;
      }
      small {
        font-size: var(--lk-size-s);
        font-weight: var(--lk-weight-normal);
        color: var(--lk-text-quiet);
        letter-spacing: 0;
      }
      .over-time {
        position: relative;
        block-size: 3.25rem;
        margin-block-start: var(--lk-space-4);
        border-radius: var(--lk-radius-m);
        background: var(--lk-sunken);
        overflow: hidden;
        direction: ltr;
      }
      svg {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
      }
      .area {
        fill: var(--lk-cat-device);
        opacity: 0.28;
      }
      .line {
        fill: none;
        stroke: var(--lk-cat-device);
        stroke-width: 1.5;
      }
      .ends {
        display: flex;
        justify-content: space-between;
        gap: var(--lk-space-3);
        margin-block-start: var(--lk-space-1);
        font-size: var(--lk-size-2xs);
        color: var(--lk-text-faint);
        direction: ltr;
      }
    `,
  ];

  @property({ attribute: false }) status!: ActivityStatus;
  @property({ attribute: false }) histogram: ActivityHistogram | undefined;

  override render() {
    const { status } = this;
    const now = Date.now();
    const rate = dailyRate(status, now);
    const days = status.oldest === null ? 0 : Math.floor((now - Date.parse(status.oldest)) / DAY_MS);
    const size = status.bytes === null ? null : formatBytes(status.bytes).split(/\s/u);
    return html`<lk-card heading=${msg('What the log holds')}>
      <div class="figures">
        <div>
          <div class="figure">${formatNumber(status.entries)}</div>
          <small
            >${
              rate === null
                ? plural(status.entries, { one: msg('entry'), other: msg('entries') })
                : msg(str`entries, about ${formatNumber(rate)} a day`)
            }</small
          >
        </div>
        ${
          size
            ? html`<div>
                <div class="figure">${size[0]} <small>${size[1]}</small></div>
                <small>${msg('on disk')}</small>
              </div>`
            : nothing
        }
        ${
          status.oldest === null
            ? nothing
            : html`<div>
                <div class="figure">${formatNumber(days)} <small>${plural(days, { one: msg('day'), other: msg('days') })}</small></div>
                <small>${msg(str`oldest: ${formatSince(status.oldest)}`)}</small>
              </div>`
        }
      </div>
      ${this.overTime()}
    </lk-card>`;
  }

  private overTime() {
    const buckets = this.histogram?.buckets ?? [];
    const first = buckets[0];
    if (buckets.length < 3 || !first) return nothing;
    const most = Math.max(1, ...buckets.map((bucket) => bucket.total));
    const points = buckets.map(({ total }, index) => {
      const x = (index / (buckets.length - 1)) * WIDTH;
      return `${x.toFixed(1)} ${(HEIGHT - 2 - (total / most) * (HEIGHT - 8)).toFixed(1)}`;
    });
    const line = `M${points.join('L')}`;
    const label = msg(str`Entries over time, at most ${formatNumber(most)} at once, from ${formatDateTime(first.ts)} until now`);
    return html`<div class="over-time">
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${label}>
          <path class="area" d="${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}z"></path>
          <path class="line" d=${line} vector-effect="non-scaling-stroke"></path>
        </svg>
      </div>
      <div class="ends" aria-hidden="true"><span>${formatSince(first.ts)}</span><span>${msg('now')}</span></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-holds': HoldsCard;
  }
}
