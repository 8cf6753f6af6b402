import type { TraceSummary } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, base, describeError, events, formatDuration, formatSince, msg } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { listRuns, runPage } from '../live/automations.js';
import { isUnderWay, outcomeLook } from '../model/words.js';

/** The runs of an automation, newest first, live. */
@customElement('lk-run-list')
export class LkRunList extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      a {
        display: grid;
        grid-template-columns: 1.25rem minmax(0, 1fr) auto;
        gap: 0 var(--lk-space-3);
        padding: var(--lk-space-2) var(--lk-space-4);
        border-block-start: 1px solid var(--lk-line);
      }
      a:hover {
        background: var(--lk-hover);
      }
      a:focus-visible {
        outline-offset: -2px;
      }
      a[aria-current='true'] {
        background: var(--lk-pressed);
      }
      lk-icon {
        margin-block-start: 0.125rem;
        color: var(--lk-text-quiet);
      }
      .ok lk-icon {
        color: var(--lk-ok);
      }
      .warning lk-icon {
        color: var(--lk-warning);
      }
      .error lk-icon {
        color: var(--lk-error);
      }
      .on lk-icon {
        color: var(--lk-lamp-text);
      }
      b {
        font-weight: var(--lk-weight-medium);
      }
      small {
        display: block;
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        overflow-wrap: anywhere;
      }
      .end {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        text-align: end;
      }
      .none,
      .more {
        padding: 0 var(--lk-space-4) var(--lk-space-4);
      }
      .more {
        padding-block-start: var(--lk-space-3);
        border-block-start: 1px solid var(--lk-line);
      }
    `,
  ];

  @property() automation_id = '';
  /** The one that is looked at. */
  @property() chosen = '';
  @state() private runs: readonly TraceSummary[] = [];
  @state() private cursor: string | null = null;
  @state() private state: 'loading' | 'ready' | 'failed' = 'loading';
  @state() private error = '';
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const stops = [
      events.on('automation_run', ({ run }) => {
        if (run.automation_id === this.automation_id) this.take(run);
      }),
      // After a break events were missed.
      events.on('hello', () => {
        if (this.state !== 'loading') void this.load();
      }),
    ];
    this.stop = () => {
      for (const one of stops) one();
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('automation_id')) void this.load();
  }

  private take(run: TraceSummary): void {
    const known = this.runs.some(({ id }) => id === run.id);
    this.runs = known ? this.runs.map((old) => (old.id === run.id ? run : old)) : [run, ...this.runs];
  }

  private async load(): Promise<void> {
    const id = this.automation_id;
    try {
      const { items, next_cursor } = await listRuns(id, null);
      if (id !== this.automation_id) return;
      this.runs = items;
      this.cursor = next_cursor;
      this.state = 'ready';
    } catch (error) {
      this.error = describeError(error);
      this.state = 'failed';
    }
  }

  private async loadMore(): Promise<void> {
    try {
      const { items, next_cursor } = await listRuns(this.automation_id, this.cursor);
      this.runs = [...this.runs, ...items.filter(({ id }) => this.runs.every((old) => old.id !== id))];
      this.cursor = next_cursor;
    } catch (error) {
      // What the cursor pointed at may be gone.
      if (error instanceof ProblemError && error.status < 500) await this.load();
      else this.error = describeError(error);
    }
  }

  override render() {
    return html`<lk-card flush heading=${msg('Runs')}>
      ${this.state === 'failed' ? html`<p class="none error">${this.error}</p>` : nothing}
      ${this.state === 'loading' ? html`<div class="none"><lk-skeleton kind="text" count="3"></lk-skeleton></div>` : nothing}
      ${this.state === 'ready' && this.runs.length === 0 ? html`<p class="none quiet small">${msg('It has not run yet. What it does and why will stand here.')}</p>` : nothing}
      <ul>
        ${repeat(
          this.runs,
          ({ id }) => id,
          (run) => this.row(run),
        )}
      </ul>
      ${
        this.cursor === null
          ? nothing
          : html`<div class="more">
              <lk-button
                size="s"
                variant="ghost"
                @click=${() => {
                  void this.loadMore();
                }}
                >${msg('Earlier runs')}</lk-button
              >
            </div>`
      }
    </lk-card>`;
  }

  private row(run: TraceSummary) {
    const { word, tone, icon } = outcomeLook(run.outcome);
    const took = run.finished_at === null ? '' : formatDuration(Date.parse(run.finished_at) - Date.parse(run.started_at));
    return html`<li>
      <a class=${tone} href=${runPage(run.automation_id, run.id)} aria-current=${run.id === this.chosen ? 'true' : nothing}
        ><lk-icon name=${icon} label=${word}></lk-icon>
        <span><b>${formatSince(run.started_at)}</b> <small>${run.trigger.description}${this.why(run, word)}</small></span>
        <span class="end">${isUnderWay(run.outcome) ? word : took}</span></a
      >
    </li>`;
  }

  private why({ outcome, reason }: TraceSummary, word: string): string {
    if (outcome === 'finished' || isUnderWay(outcome)) return '';
    return ` · ${reason ?? word}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-run-list': LkRunList;
  }
}
