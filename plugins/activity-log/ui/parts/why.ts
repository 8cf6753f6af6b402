import type { ActivityEntry, ActivityWhy } from '@lightkeeper/plugin-sdk/wire';
import { base, formatDuration, msg, sentenceParts, str } from '@lightkeeper/ui';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { getWhy } from '../data/log-api.js';
import { entryAddress, runAddress } from '../model/details.js';
import { whyTree, type WhyNode } from '../model/why.js';
import { whyStyles } from './why.styles.js';

/** Why something happened, and what came of it: a story from its first cause on. Shows nothing where there is nothing more to tell. */
@customElement('lk-activity-why')
export class Why extends LitElement {
  static override styles = [base, whyStyles];

  @property({ attribute: false }) entry: ActivityEntry | null = null;
  @state() private why: ActivityWhy | null = null;
  @state() private failed = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entry') && changed.get('entry')?.id !== this.entry?.id) void this.load();
  }

  private async load(): Promise<void> {
    const { entry } = this;
    this.why = null;
    this.failed = false;
    if (!entry) return;
    try {
      const why = await getWhy(entry.id);
      if (this.entry?.id === entry.id) this.why = why;
    } catch {
      this.failed = this.entry?.id === entry.id;
    }
  }

  override render() {
    if (this.failed) return html`<p class="faint">${msg('What led to it cannot be told for now.')}</p>`;
    const { why } = this;
    const tree = why && whyTree(why);
    const alone = why?.items.length === 1 && why.end === 'origin' && why.effects.length === 0;
    if (!why || !tree || alone) return nothing;
    return html`<section class="why" aria-labelledby="why">
      <h3 id="why"><lk-icon name="git-branch"></lk-icon>${why.items.length > 1 ? msg('Why did this happen?') : msg('What came of it?')}</h3>
      ${why.end === 'gone' ? html`<p class="faint">${msg('What came before is no longer in the log.')}</p>` : nothing}
      ${why.end === 'hidden' ? html`<p class="faint">${msg('What came before is for administrators to see.')}</p>` : nothing}
      <ol>
        ${this.node(tree, true)}
      </ol>
      ${why.more_effects ? html`<p class="faint">${msg('And more than that.')}</p>` : nothing}
    </section>`;
  }

  private node({ entry, after_ms, here, then }: WhyNode, first = false): TemplateResult {
    const run = runAddress(entry);
    return html`<li>
      <div class="node ${here ? 'here' : ''}" aria-current=${here ? 'true' : nothing}>
        <lk-category-glyph category=${entry.category} action=${entry.action}></lk-category-glyph>
        <span class="what">
          ${here ? html`${said(entry)} <span class="me">${msg('this entry')}</span>` : html`<a href=${entryAddress(entry.id)}>${said(entry)}</a>`}
          ${run === null ? nothing : html`<a class="link" href=${run}>${msg('See the run')}</a>`}
        </span>
        ${
          first
            ? html`<lk-time class="t" .value=${entry.ts} seconds></lk-time>`
            : html`<span class="t" dir="ltr">${msg(str`+ ${formatDuration(after_ms)}`)}</span>`
        }
      </div>
      ${
        then.length === 0
          ? nothing
          : html`<ol>
              ${then.map((next) => this.node(next))}
            </ol>`
      }
    </li>`;
  }
}

/** The sentence, its actor and its thing set apart. */
function said(entry: ActivityEntry): TemplateResult {
  return html`${sentenceParts(entry).map(({ kind, text }) => (kind === 'text' ? text : html`<b><bdi>${text}</bdi></b>`))}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-why': Why;
  }
}
