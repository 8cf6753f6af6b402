import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { daysAgo, formatDay } from '../i18n/format.js';
import { msg } from '../i18n/msg.js';
import { base } from './base.js';

/** The heading of a day in the log: Today, Yesterday, and the date. */
@customElement('lk-day-heading')
export class LkDayHeading extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: baseline;
        flex-wrap: wrap;
        gap: 0 var(--lk-space-3);
        padding: var(--lk-space-3) var(--lk-space-4) var(--lk-space-2);
        background: color-mix(in oklab, var(--lk-surface) 94%, transparent);
        backdrop-filter: blur(8px);
      }
      h2 {
        font-size: var(--lk-size-l);
        letter-spacing: -0.01em;
      }
      span {
        color: var(--lk-text-faint);
        font-size: var(--lk-size-s);
      }
    `,
  ];

  @property() date: string | number = '';
  @property() count = '';

  override render() {
    const day = formatDay(this.date);
    const ago = daysAgo(this.date);
    const word = ago === 0 ? msg('Today') : ago === 1 ? msg('Yesterday') : '';
    return html`<h2>${word || day}</h2>
      ${word ? html`<span>${day}</span>` : nothing} ${this.count ? html`<span>${this.count}</span>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-day-heading': LkDayHeading;
  }
}
