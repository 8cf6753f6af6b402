import type { AutomationKinds, Trace, TraceStep } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, formatDuration, formatTime, msg, str } from '@lightkeeper/ui';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { catalogue } from '../live/automations.js';
import { lanesOf, roundsOf, type Bar } from '../model/lanes.js';
import { getAt } from '../model/paths.js';
import { depthOf, isSameStep, kindOf, placeWords, sortAt } from '../model/steps.js';
import { capital, isUnderWay, outcomeLook, resultLook } from '../model/words.js';
import { traceStyles } from './trace-view.styles.js';

/** Of more steps than these the rest is shown when it is asked for. */
const MOST_SHOWN = 200;
/** Kinds that let time go by. */
const WAITS = ['delay', 'wait'];

/** A run: what set it going, and each step with what it was given, what came of it and how long it took, on one time axis. */
@customElement('lk-trace-view')
export class LkTraceView extends LitElement {
  static override styles = [base, traceStyles];

  @property({ attribute: false }) trace: Trace | null = null;
  /** What the steps of the automation do now, in words, by their paths. */
  @property({ attribute: false }) sentences: Readonly<Record<string, string>> = {};
  /** The automation as it is now: of a step that has become another one since, only the kind is told. */
  @property({ attribute: false }) now: unknown = null;
  /** It is now as it was run. */
  @property({ type: Boolean }) same = false;
  @state() private all = false;
  private readonly catalogue = new StoreController(this, catalogue);

  override render() {
    const { trace } = this;
    if (trace === null) return nothing;
    const lanes = lanesOf(trace, Date.now());
    const rounds = roundsOf(trace.steps);
    const shown = this.all ? trace.steps : trace.steps.slice(0, MOST_SHOWN);
    return html`<div class="trace" role="list" aria-label=${msg('Steps')}>
        ${this.begin(trace)} ${shown.map((step, index) => this.step(step, lanes[index] ?? { start: 0, width: 0 }, rounds[index]))}
        ${this.end(trace)}
      </div>
      ${
        trace.steps.length > shown.length
          ? html`<lk-button
              size="s"
              @click=${() => {
                this.all = true;
              }}
              >${msg(str`Show all ${trace.steps.length} steps`)}</lk-button
            >`
          : nothing
      }
      ${trace.omitted_steps > 0 ? html`<p class="note">${msg(str`${trace.omitted_steps} more steps were done than are kept.`)}</p>` : nothing}
      ${trace.steps.length > 1 && !trace.dry_run ? html`<p class="note">${msg('Long times are drawn shorter than they were.')}</p>` : nothing}`;
  }

  private begin({ trigger, started_at, dry_run }: Trace) {
    const info = kindOf(this.catalogue.value.kinds, 'triggers', trigger.kind);
    return html`<div class="step" role="listitem">
      <span class="icon"><lk-icon name=${info?.icon ?? 'hand'}></lk-icon></span>
      <span class="name"
        ><b>${capital(trigger.description)}</b>${dry_run ? nothing : this.facts(trigger.data, msg('What it brought'))}</span
      >
      <span class="lane"></span>
      <span class="time">${formatTime(started_at, { seconds: true })}</span>
    </div>`;
  }

  private step(step: TraceStep, lane: Bar, repeated: { round: number; repeated: boolean } | undefined) {
    const { word, tone, icon } = resultLook(step.result);
    const known = this.same || isSameStep(getAt(this.now, step.path), step);
    const name = (known ? this.sentences[step.path] : undefined) ?? this.kindName(this.catalogue.value.kinds, step);
    const dry = this.trace?.dry_run === true;
    const round = repeated?.repeated ? msg(str`round ${repeated.round}`) : '';
    return html`<div class="step ${step.result}" role="listitem" style="--depth:${depthOf(step.path)}">
      <span class="icon ${tone}"><lk-icon name=${icon} label=${word}></lk-icon></span>
      <span class="name"
        ><b>${capital(name)}</b>${round === '' ? nothing : html` <span class="round">${round}</span>`}
        ${step.detail === null ? nothing : html`<span class="sub">${step.detail}</span>`}
        ${this.facts(step.inputs, msg('What it was given'))}</span
      >
      ${
        dry
          ? html`<span class="lane"></span>`
          : html`<span class="lane" aria-hidden="true"
              ><i
                class="${tone} ${WAITS.includes(step.kind) ? 'wait' : ''}"
                style="--start:${lane.start.toFixed(2)}%;--width:${lane.width.toFixed(2)}%"
              ></i
            ></span>`
      }
      <span class="time" title=${placeWords(step.path)}>${this.took(step, word)}</span>
    </div>`;
  }

  private took({ duration_ms, result }: TraceStep, word: string): string {
    if (this.trace?.dry_run === true || result === 'skipped' || duration_ms === null) return word;
    return formatDuration(duration_ms);
  }

  private end({ outcome, reason, finished_at, dry_run }: Trace) {
    if (isUnderWay(outcome) || dry_run) return nothing;
    const { word, tone, icon } = outcomeLook(outcome);
    return html`<div class="step" role="listitem">
      <span class="icon ${tone}"><lk-icon name=${icon}></lk-icon></span>
      <span class="name"><b>${word}</b>${reason === null ? nothing : html`<span class="sub">${reason}</span>`}</span>
      <span class="lane"></span>
      <span class="time">${finished_at === null ? '' : formatTime(finished_at, { seconds: true })}</span>
    </div>`;
  }

  private kindName(kinds: AutomationKinds | null, { path, kind }: TraceStep): string {
    return kindOf(kinds, sortAt(path), kind)?.name ?? kind;
  }

  /** Values as they stood, folded away. */
  private facts(values: Readonly<Record<string, unknown>>, label: string) {
    const entries = Object.entries(values);
    if (entries.length === 0) return nothing;
    return html`<details>
      <summary>${label}</summary>
      <dl>
        ${entries.map(
          ([key, value]) =>
            html`<div>
              <dt>${key}</dt>
              <dd>${typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>`,
        )}
      </dl>
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-trace-view': LkTraceView;
  }
}
