import type { Trace } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, actorName, base, emit, formatSince, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { automations, deedsLink, endRun, mayRun } from '../live/automations.js';
import { TraceReader } from '../live/trace-reader.js';
import { isUnderWay, outcomeLook } from '../model/words.js';
import './trace-view.js';

/** One run on the page of its automation: a stored one by its id, or a dry run that is handed in. `lk-close` when it is put away. */
@customElement('lk-run-card')
export class LkRunCard extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        scroll-margin-block: var(--lk-space-4);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2);
        margin-block-end: var(--lk-space-3);
      }
      h2 {
        font-size: var(--lk-size-l);
      }
      .links {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-1) var(--lk-space-4);
        margin-inline-start: auto;
        font-size: var(--lk-size-s);
      }
      .links a {
        display: inline-flex;
        align-items: center;
        min-block-size: 1.5rem;
      }
      lk-note,
      .by {
        margin-block-end: var(--lk-space-3);
      }
    `,
  ];

  @property() automation_id = '';
  @property() trace_id = '';
  /** A dry run; nothing of it is stored. */
  @property({ attribute: false }) dry: Trace | null = null;
  /** The draft holds changes that this dry run does not know. */
  @property({ type: Boolean }) unsaved = false;
  /** What the steps of the automation as it is stored do, by their paths. */
  @property({ attribute: false }) sentences: Readonly<Record<string, string>> = {};
  private readonly reader = new TraceReader(this);
  private readonly stored = new StoreController(this, automations, ({ by_id }) => by_id.get(this.automation_id));

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('trace_id') || changed.has('dry')) this.reader.show(this.dry === null ? this.trace_id : '');
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('trace_id') && !changed.has('dry')) return;
    this.scrollIntoView({ block: 'nearest' });
    this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
  }

  override render() {
    const trace = this.dry ?? this.reader.trace;
    return html`<lk-card>
      <div class="head">
        <h2 tabindex="-1">${this.heading(trace)}</h2>
        ${trace === null || trace.dry_run ? nothing : this.outcome(trace)}
        <div class="links">
          ${trace === null ? nothing : this.links(trace)}
          <lk-button
            size="s"
            variant="ghost"
            icon="x"
            label=${msg('Put the run away')}
            @click=${() => {
              emit(this, 'lk-close');
            }}
          ></lk-button>
        </div>
      </div>
      ${this.notes(trace)} ${this.content(trace)}
    </lk-card>`;
  }

  private heading(trace: Trace | null): string {
    if (this.dry !== null) return msg('What would happen now');
    return trace === null ? msg('Run') : msg(str`Run of ${formatSince(trace.started_at)}`);
  }

  private outcome(trace: Trace) {
    const { word, tone, icon } = outcomeLook(trace.outcome);
    return html`<lk-pill tone=${tone} icon=${icon}>${word}</lk-pill>`;
  }

  private links(trace: Trace) {
    if (trace.dry_run) return nothing;
    return html`${
        isUnderWay(trace.outcome) && mayRun()
          ? html`<lk-button
              size="s"
              icon="square"
              @click=${() => {
                void endRun(trace.id);
              }}
              >${msg('End it')}</lk-button
            >`
          : nothing
      }
      ${trace.entry_id === null ? nothing : html`<a class="link" href="/activity?entry=${encodeURIComponent(trace.entry_id)}">${msg('Why it ran')}</a>`}
      <a class="link" href=${deedsLink(trace)}>${msg('In the log')}</a>`;
  }

  private notes(trace: Trace | null) {
    if (this.dry !== null) {
      return html`<lk-note icon="flask-conical"
        >${msg('Nothing was touched.')} ${this.unsaved ? msg('This is what is saved; your changes are not in it.') : nothing}</lk-note
      >`;
    }
    if (trace === null) return nothing;
    return html`<p class="small quiet by">
      ${msg(str`Set going by ${actorName(trace.actor)}.`)} ${this.isOld(trace) ? msg('It has been changed or switched since.') : nothing}
    </p>`;
  }

  private isOld(trace: Trace): boolean {
    const { value } = this.stored;
    return value !== undefined && trace.revision !== value.revision;
  }

  private content(trace: Trace | null) {
    if (trace !== null) {
      return html`<lk-trace-view
        .trace=${trace}
        .sentences=${this.sentences}
        .now=${this.stored.value}
        ?same=${!this.isOld(trace)}
      ></lk-trace-view>`;
    }
    if (this.reader.error === null) return html`<lk-skeleton kind="rows" count="4"></lk-skeleton>`;
    return html`<lk-error
      .error=${this.reader.error}
      retry
      @lk-retry=${() => {
        this.reader.again();
      }}
    ></lk-error>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-run-card': LkRunCard;
  }
}
