import { RUN_MODES, type RunMode } from '@lightkeeper/plugin-sdk/wire';
import { base, msg } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Draft, DraftState } from '../live/draft.js';
import type { DraftValue } from '../model/draft-value.js';
import { modeWords } from '../model/words.js';

/** How an automation runs: beside itself, how long, after the hub was off; its variables and what is kept of it. */
@customElement('lk-automation-settings')
export class LkAutomationSettings extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
    `,
  ];

  @property({ attribute: false }) draft: Draft | null = null;
  @property({ attribute: false }) now: DraftState | null = null;
  @property({ type: Boolean }) readonly = false;

  override render() {
    const { draft, now } = this;
    if (draft === null || now === null) return html``;
    const { mode, max_runs, max_run_ms, missed, stored_traces, variables, description } = now.value;
    return html`<lk-card heading=${msg('How it runs')}>
      <lk-form
        bare
        ?disabled=${this.readonly}
        .schema=${schemaFor(mode)}
        .value=${{ mode, max_runs, max_run_ms, missed, stored_traces, variables, description }}
        .problem=${now.problem}
        @lk-input=${(event: CustomEvent<{ value: Partial<DraftValue> }>) => {
          event.stopPropagation();
          draft.replace({ ...now.value, ...event.detail.value });
        }}
      ></lk-form>
    </lk-card>`;
  }
}

const made = new Map<RunMode, Record<string, unknown>>();

/** One for each mode: a form that is given another schema begins anew. */
function schemaFor(mode: RunMode): Record<string, unknown> {
  const schema = made.get(mode) ?? makeSchema(mode);
  made.set(mode, schema);
  return schema;
}

/** Written here rather than asked for: the words are the page's, and the hub checks the values. */
function makeSchema(mode: RunMode): Record<string, unknown> {
  const modes = RUN_MODES.map((one) => ({ const: one, title: modeWords(one).label }));
  return {
    type: 'object',
    required: ['mode', 'max_runs', 'max_run_ms', 'missed', 'stored_traces', 'variables', 'description'],
    properties: {
      mode: { anyOf: modes, title: msg('If it runs already'), description: modeWords(mode).text },
      description: { type: 'string', maxLength: 2_000, title: msg('What it is for'), default: '', ui: { widget: 'textarea' } },
      max_runs: {
        type: 'integer',
        minimum: 1,
        maximum: 1_000,
        title: msg('At most so many'),
        description: msg('Runs side by side, or runs that wait for their turn.'),
        ui: { advanced: true },
      },
      max_run_ms: {
        type: 'integer',
        minimum: 1_000,
        maximum: 604_800_000,
        title: msg('A run lasts at most'),
        ui: { widget: 'duration', advanced: true },
      },
      missed: {
        anyOf: [
          { const: 'skip', title: msg('Leave it') },
          { const: 'run_once', title: msg('Run once when the hub is back') },
        ],
        title: msg('When its time came while the hub was off'),
        ui: { advanced: true },
      },
      stored_traces: { type: 'integer', minimum: 1, maximum: 1_000, title: msg('Runs that are kept'), ui: { advanced: true } },
      variables: {
        type: 'object',
        additionalProperties: {},
        title: msg('Variables'),
        description: msg('Values under names, for expressions. A text, a number, or JSON.'),
        ui: { advanced: true },
      },
    },
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-automation-settings': LkAutomationSettings;
  }
}
