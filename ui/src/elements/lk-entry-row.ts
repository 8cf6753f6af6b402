import type { ActivityEntry, Severity } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg, str } from '../i18n/msg.js';
import { formatTime, hoursToTwelve } from '../i18n/format.js';
import { sentenceParts, type SentencePart } from '../words/sentence.js';
import { base } from './base.js';
import { emit } from './emit.js';
import { entryStyles } from './lk-entry-row.styles.js';
import './lk-actor-chip.js';
import './lk-button.js';
import './lk-category-glyph.js';
import './lk-icon.js';
import './lk-time.js';

const SEVERITY_ICONS: Record<Exclude<Severity, 'info'>, string> = { warning: 'triangle-alert', error: 'octagon-x' };

export function severityWord(severity: Severity): string {
  if (severity === 'warning') return msg('Warning');
  return severity === 'error' ? msg('Error') : msg('Info');
}

/** The whole entry in one spoken line, for labels: time, sentence, severity, in the order in which the row shows them. */
export function spokenEntry(entry: ActivityEntry, options: { seconds?: boolean } = {}): string {
  const time = formatTime(entry.ts, options);
  return entry.severity === 'info'
    ? msg(str`${time}, ${entry.message}`)
    : msg(str`${time}, ${entry.message}, ${severityWord(entry.severity)}`);
}

/** One line of the log: time, glyph on the spine, the sentence with its actor as subject, and the severity as a word. */
@customElement('lk-entry-row')
export class LkEntryRow extends LitElement {
  static override styles = [base, entryStyles];

  @property({ attribute: false }) entry: ActivityEntry | null = null;
  /** Writes the time with its seconds, as the log does. */
  @property({ type: Boolean }) seconds = false;
  /** How often it happened in a row; folds a flapping device. */
  @property({ type: Number }) repeat = 1;
  @property({ type: Boolean, reflect: true }) open = false;
  /** The layout of the log: from 768 px the time stands before the spine. */
  @property({ type: Boolean, reflect: true }) log = false;
  /** Came in just now: one amber breath. */
  @property({ type: Boolean, reflect: true }) fresh = false;
  /** Offers the question why. */
  @property({ type: Boolean }) why = false;
  /** First or last of its list: the spine ends here. */
  @property({ reflect: true }) edge: 'none' | 'first' | 'last' | 'only' = 'none';
  /** A second, quiet line: the one fact that helps. */
  @property() fact = '';

  protected override firstUpdated(): void {
    this.addEventListener('click', this.onClick);
    this.toggleAttribute('twelve', hoursToTwelve());
  }

  protected override updated(): void {
    if (this.entry) this.dataset['severity'] = this.entry.severity;
  }

  override render() {
    const { entry } = this;
    if (!entry) return nothing;
    const parts = sentenceParts(entry);
    const unnamed = parts[0]?.kind !== 'actor';
    return html`<div class="entry">
      <lk-time class="time" .value=${entry.ts} ?seconds=${this.seconds}></lk-time>
      <lk-category-glyph class="glyph" category=${entry.category} action=${entry.action}></lk-category-glyph>
      <div class="say">
        <span class="line"
          >${unnamed ? html`<lk-actor-chip class="mute" actor=${entry.actor} label=""></lk-actor-chip>` : nothing}${parts.map((part) =>
            this.words(part, entry),
          )}</span
        >
        ${this.repeat > 1 ? html`<span class="x">×${this.repeat}</span>` : nothing}
        ${this.fact ? html`<span class="fact">${this.fact}</span>` : nothing} ${this.severity(entry.severity, 'inline')}
      </div>
      <div class="tail">
        ${this.severity(entry.severity, 'end')}
        ${
          this.why
            ? html`<lk-button
                size="s"
                variant="ghost"
                @click=${(event: Event) => {
                  event.stopPropagation();
                  emit(this, 'lk-why', { entry });
                }}
                >${msg('Why?')}</lk-button
              >`
            : nothing
        }
      </div>
      ${this.open ? html`<div class="detail"><slot name="detail"></slot></div>` : nothing}
    </div>`;
  }

  private words(part: SentencePart, entry: ActivityEntry) {
    if (part.kind === 'actor') return html`<lk-actor-chip actor=${entry.actor} .label=${part.text} ?filter=${this.open}></lk-actor-chip>`;
    if (part.kind === 'thing') return html`<b><bdi>${part.text}</bdi></b>`;
    return html`<span>${part.text}</span>`;
  }

  private severity(severity: Severity, place: string) {
    if (severity === 'info') return nothing;
    return html`<span class="sev ${severity} ${place}"
      ><lk-icon name=${SEVERITY_ICONS[severity]}></lk-icon>${severityWord(severity)}</span
    >`;
  }

  /** The whole row opens, but for what it shows when it is open. Enter is for whoever gives the row its place in the tab order. */
  private readonly onClick = (event: Event): void => {
    const inside = event.composedPath().some((node) => node instanceof HTMLElement && node.classList.contains('detail'));
    if (!inside) emit(this, 'lk-open', { entry: this.entry });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-entry-row': LkEntryRow;
  }
}
