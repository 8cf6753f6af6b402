import type { ActivityEntry, ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { actorName, base, emit, formatDuration, formatNumber, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { entryAddress, otherFacts, thingAddress, valueText } from '../model/details.js';
import { originWord, plain } from '../model/words.js';
import './why.js';

const AROUND_MS = 5 * 60_000;

/** What an entry says beyond its sentence: the facts as they were written down. Asks for other filters by `lk-filters`. */
@customElement('lk-activity-entry-detail')
export class EntryDetail extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: var(--lk-space-4);
        font-size: var(--lk-size-s);
        padding-block-end: var(--lk-space-1);
        /* On a phone the facts stand over the spine of the log. */
        position: relative;
        background: var(--lk-raised);
      }
      .facts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
        gap: var(--lk-space-4) var(--lk-space-8);
        align-items: start;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(4.5rem, max-content) minmax(0, 1fr);
        gap: var(--lk-space-2) var(--lk-space-5);
      }
      dt {
        color: var(--lk-text-faint);
        max-inline-size: 10rem;
        overflow-wrap: anywhere;
      }
      dd {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      code {
        font-family: var(--lk-font-mono);
        font-size: 0.93em;
        color: var(--lk-text-faint);
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-2);
      }
    `,
  ];

  @property({ attribute: false }) entry: ActivityEntry | null = null;

  override render() {
    const { entry } = this;
    if (!entry) return nothing;
    const { entity_id, entity_name } = entry;
    const who = actorName(entry.actor);
    const others = otherFacts(entry);
    return html`<lk-activity-why .entry=${entry}></lk-activity-why>
      <div class="facts">
        <dl>
          ${this.facts(entry).map(
            ([label, value]) =>
              html`<dt>${label}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
        ${
          others.length === 0
            ? nothing
            : html`<dl>
                ${others.map(
                  ([key, value]) =>
                    html`<dt>${plain(key.replace(/_ms$/, ''))}</dt>
                      <dd><bdi>${noted(key, value)}</bdi></dd>`,
                )}
              </dl>`
        }
      </div>
      ${
        entry.metadata.truncated === true
          ? html`<p class="faint">${msg('More was noted than the log keeps of one entry; the rest was cut.')}</p>`
          : nothing
      }
      <div class="acts">
        <lk-copy label=${msg('Copy link')} .value=${new URL(entryAddress(entry.id), location.origin).href}></lk-copy>
        <lk-button size="s" variant="ghost" icon="user-round-search" @click=${this.ask({ actor: entry.actor })}
          >${msg(str`Only by ${who}`)}</lk-button
        >
        ${
          entity_id === null
            ? nothing
            : html`<lk-button size="s" variant="ghost" icon="list-filter" @click=${this.ask({ entity_id })}
                >${entity_name === null ? msg('Only this thing') : msg(str`Only about ${entity_name}`)}</lk-button
              >`
        }
        <lk-button size="s" variant="ghost" icon="history" @click=${this.ask(around(entry.ts))}>${msg('Ten minutes around it')}</lk-button>
      </div>`;
  }

  private ask(filters: ActivityFilters) {
    return (): void => {
      emit(this, 'lk-filters', { filters });
    };
  }

  private facts(entry: ActivityEntry): [label: string, value: unknown][] {
    const { metadata } = entry;
    const facts: [string, unknown][] = [
      [msg('When'), html`<time datetime=${entry.ts} dir="ltr">${whenText(entry.ts)}</time>`],
      [msg('Action'), html`${plain(entry.action)} <code dir="ltr">${entry.category}.${entry.action}</code>`],
      [msg('By'), html`<bdi>${actorName(entry.actor)}</bdi> <code dir="ltr">${entry.actor}</code>`],
    ];
    if (entry.entity_type !== null) facts.push([plain(entry.entity_type), thing(entry)]);
    if (metadata.origin !== undefined) facts.push([msg('Came by'), originWord(metadata.origin)]);
    if (metadata.ip !== undefined) facts.push([msg('Address'), html`<span class="mono">${metadata.ip}</span>`]);
    if (metadata.user_agent !== undefined) facts.push([msg('Browser'), html`<bdi>${metadata.user_agent}</bdi>`]);
    if (metadata.duration_ms !== undefined) facts.push([msg('Took'), formatDuration(metadata.duration_ms)]);
    if (metadata.changed !== undefined) facts.push([msg('Changed'), changedText(metadata.changed)]);
    if (metadata.plugin_id !== undefined) facts.push([msg('Written by'), html`<bdi>${metadata.plugin_id}</bdi>`]);
    if (metadata.correlation_id !== undefined) facts.push([msg('Run'), html`<span class="mono">${metadata.correlation_id}</span>`]);
    facts.push([msg('Entry'), html`<span class="mono">${entry.id}</span>`]);
    return facts;
  }
}

function noted(key: string, value: unknown): string {
  return key.endsWith('_ms') && typeof value === 'number' ? formatDuration(value) : valueText(value);
}

function around(ts: string): ActivityFilters {
  const at = Date.parse(ts);
  return { since: new Date(at - AROUND_MS).toISOString(), until: new Date(at + AROUND_MS).toISOString() };
}

function whenText(ts: string): string {
  const languages = [...navigator.languages];
  return new Intl.DateTimeFormat(languages, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  }).format(new Date(ts));
}

function changedText(changed: readonly string[]): string {
  const names = changed.map((field) => plain(field).toLocaleLowerCase());
  return names.length <= 8 ? names.join(', ') : msg(str`${names.slice(0, 8).join(', ')} and ${formatNumber(names.length - 8)} more`);
}

function thing(entry: ActivityEntry): TemplateResult {
  const address = thingAddress(entry);
  const name = html`<bdi>${entry.entity_name ?? entry.entity_id ?? '–'}</bdi>`;
  return address === null ? name : html`<a class="link" href=${address}>${name}</a>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-entry-detail': EntryDetail;
  }
}
