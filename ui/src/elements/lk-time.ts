import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatDate, formatDateTime, formatDay, formatRelative, formatSince, formatTime } from '../i18n/format.js';

const AGAIN_MS = 30_000;

/** A time as the reader's locale has it. The whole date stands in the tooltip. */
@customElement('lk-time')
export class LkTime extends LitElement {
  @property() value: string | number = '';
  @property() format: 'time' | 'date' | 'datetime' | 'day' | 'since' | 'relative' = 'time';
  @property({ type: Boolean }) seconds = false;
  private timer: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => {
      if (this.format === 'relative' || this.format === 'since') this.requestUpdate();
    }, AGAIN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
  }

  private get words(): string {
    switch (this.format) {
      case 'date':
        return formatDate(this.value);
      case 'datetime':
        return formatDateTime(this.value);
      case 'day':
        return formatDay(this.value);
      case 'since':
        return formatSince(this.value);
      case 'relative':
        return formatRelative(this.value);
      case 'time':
        return formatTime(this.value, { seconds: this.seconds });
    }
  }

  override render() {
    const date = new Date(this.value);
    if (Number.isNaN(date.getTime())) return html`–`;
    return html`<time datetime=${date.toISOString()} title=${formatDateTime(date)}>${this.words}</time>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-time': LkTime;
  }
}
