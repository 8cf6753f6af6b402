import type { CaptureEffectInfo, CaptureSource, CaptureSourceInfo } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, StoreController, base, emit, msg } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { catalogue } from '../live/captures.js';
import { forThisMachine } from '../model/ffmpeg-schema.js';
import { inOrder, sourceIcon } from '../model/words.js';
import { choiceCards } from './choice-cards.styles.js';
import './effect-swatch.js';
import './options-form.js';

/**
 * Chooses what the lights follow: a kind of source with its settings, or one of the effects. `lk-source` {source} with each change,
 * `lk-done` {source} with its button. The slot `actions` stands beside that.
 */
@customElement('lk-source-picker')
export class LkSourcePicker extends LitElement {
  static override styles = [
    base,
    choiceCards,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-6);
      }
      .effects {
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 9rem), 1fr));
      }
      .effects .card {
        padding-inline: var(--lk-space-3);
      }
      .effects .tick {
        position: absolute;
        inset-block-start: var(--lk-space-1);
        inset-inline-end: var(--lk-space-1);
        font-size: 0.8rem;
      }
      .ways {
        display: flex;
        justify-content: flex-end;
      }
    `,
  ];

  @property({ attribute: false }) value: CaptureSource | null = null;
  @property({ attribute: false }) problem: unknown = null;
  @property() submit_label = '';
  @property({ type: Boolean }) busy = false;
  private machine: { of: Record<string, unknown>; schema: Record<string, unknown> } | null = null;
  private readonly catalogue = new StoreController(this, catalogue);

  override render() {
    const { kinds, effects, ready, error } = this.catalogue.value;
    if (!ready) {
      if (!error) return html`<lk-skeleton kind="tiles" count="4"></lk-skeleton>`;
      return html`<lk-error
        .error=${error}
        retry
        @lk-retry=${() => {
          void catalogue.reload();
        }}
      ></lk-error>`;
    }
    const ordered = inOrder(kinds);
    // The first is as good as any to begin with.
    this.value ??= { kind: ordered[0]?.kind ?? '' };
    const kind = kinds.find((one) => one.kind === this.value?.kind);
    return html`<fieldset class="cards">
        <legend>${msg('What the lights follow')}</legend>
        ${repeat(
          ordered,
          (one) => one.kind,
          (one) => this.kindCard(one),
        )}
      </fieldset>
      ${kind === undefined ? html`<div class="ways"><slot name="actions"></slot></div>` : this.settings(kind, effects)}`;
  }

  private kindCard({ kind, name, description }: CaptureSourceInfo) {
    return html`<label class="card">
      <input
        type="radio"
        name="kind"
        .checked=${this.value?.kind === kind}
        @change=${() => {
          this.choose(kind);
        }}
      />
      <lk-icon name=${sourceIcon(kind)}></lk-icon>
      <span><b>${name}</b><small>${description}</small></span>
      <lk-icon class="tick" name="check"></lk-icon>
    </label>`;
  }

  private choose(kind: string): void {
    const [first] = catalogue.value.effects;
    this.put(kind === 'effect' ? { kind, effect: first?.id ?? '' } : { kind });
  }

  private put(source: CaptureSource): void {
    this.value = source;
    emit(this, 'lk-source', { source });
  }

  /** The settings of a kind; those of ffmpeg are the ones that work on the hub's machine, made once, since a form begins anew with another schema. */
  private schemaOf({ kind, options_schema }: CaptureSourceInfo): Record<string, unknown> {
    const { ffmpeg } = catalogue.value;
    if (kind !== 'ffmpeg' || ffmpeg === null) return options_schema;
    if (this.machine?.of !== options_schema) {
      this.machine = { of: options_schema, schema: { ...forThisMachine(options_schema, ffmpeg, this.optionsNow()) } };
    }
    return this.machine.schema;
  }

  private trouble({ kind }: CaptureSourceInfo) {
    const problem = kind === 'ffmpeg' ? catalogue.value.ffmpeg?.problem : null;
    return problem == null ? nothing : html`<lk-note tone="warning">${problem}</lk-note>`;
  }

  private settings(kind: CaptureSourceInfo, effects: readonly CaptureEffectInfo[]) {
    const chosen = this.value?.kind === 'effect' ? effects.find(({ id }) => id === this.value?.['effect']) : undefined;
    const gallery = kind.kind === 'effect' ? this.gallery(effects) : nothing;
    const whole = (options: Record<string, unknown>): CaptureSource =>
      kind.kind === 'effect' ? { kind: 'effect', effect: chosen?.id ?? '', options } : { kind: kind.kind, ...options };
    return html`${gallery} ${this.trouble(kind)}
      <lk-options-form
        .schema=${chosen?.options_schema ?? (kind.kind === 'effect' ? {} : this.schemaOf(kind))}
        .value=${this.optionsNow()}
        .problem=${this.problemHere()}
        submit_label=${this.submit_label}
        ?busy=${this.busy}
        @lk-options=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
          event.stopPropagation();
          this.put(whole(event.detail.value));
        }}
        @lk-done=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
          event.stopPropagation();
          this.value = whole(event.detail.value);
          emit(this, 'lk-done', { source: this.value });
        }}
        ><slot name="actions" slot="actions"></slot
      ></lk-options-form>`;
  }

  private optionsNow(): Record<string, unknown> {
    if (this.value === null) return {};
    const { kind, ...options } = this.value;
    if (kind !== 'effect') return options;
    const inner = options['options'];
    return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  }

  /** The hub names fields of the whole record; the form knows its own alone. */
  private problemHere(): unknown {
    if (!(this.problem instanceof ProblemError)) return this.problem;
    const { problem } = this.problem;
    const errors = (problem.errors ?? []).map((one) => ({
      ...one,
      field: one.field.replace(/^\/(source|fallback)(\/options(?=\/))?/, ''),
    }));
    return new ProblemError({ ...problem, errors });
  }

  private gallery(effects: readonly CaptureEffectInfo[]) {
    return html`<fieldset class="cards effects">
      <legend>${msg('Which effect')}</legend>
      ${effects.map(
        (effect) =>
          html`<label class="card">
            <input
              type="radio"
              name="effect"
              .checked=${this.value?.['effect'] === effect.id}
              @change=${() => {
                this.put({ kind: 'effect', effect: effect.id });
              }}
            />
            <lk-effect-swatch .effect=${effect}></lk-effect-swatch>
            <b>${effect.name}</b>
            <lk-icon class="tick" name="check"></lk-icon>
          </label>`,
      )}
    </fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-source-picker': LkSourcePicker;
  }
}
