import { SECRET_MASK, type FormHints } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ProblemError } from '../api/problem-error.js';
import { base } from '../elements/base.js';
import { emit } from '../elements/emit.js';
import { msg, str } from '../i18n/msg.js';
import { fieldsOf, type Field } from './fields.js';
import type { FieldContext } from './more/context.js';
import { checkLocally, isShown, mergePatch, parseText, same, setAt, withDefaults, type FormValue } from './values.js';
import '../elements/lk-button.js';
import '../elements/lk-error.js';
import '../elements/lk-input.js';
import '../elements/lk-pill.js';
import '../elements/lk-select.js';
import '../elements/lk-skeleton.js';
import '../elements/lk-switch.js';

/** A form made from a JSON Schema with hints. What it does not understand becomes a field of JSON; the hub checks all of it again. */
@customElement('lk-form')
export class LkForm extends LitElement {
  static override styles = [
    base,
    css`
      form,
      .group {
        display: grid;
        gap: var(--lk-space-5);
      }
      /* Without a button of its own it stands in a place that may be wide: short fields side by side. */
      :host([bare]) .group {
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr));
        align-items: start;
      }
      :host([bare]) :is(fieldset, details, .switch, .wide) {
        grid-column: 1 / -1;
      }
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
        padding-inline-start: var(--lk-space-4);
        border-inline-start: 2px solid var(--lk-line);
        min-inline-size: 0;
      }
      legend {
        padding: 0;
        font-weight: var(--lk-weight-medium);
        margin-block-end: var(--lk-space-3);
      }
      summary {
        min-block-size: var(--lk-target);
        align-content: center;
        color: var(--lk-text-quiet);
        cursor: pointer;
      }
      .switch {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--lk-space-4);
      }
      .switch b {
        font-weight: var(--lk-weight-medium);
      }
      .hint {
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-2);
        justify-content: flex-end;
        align-items: center;
      }
      ::slotted([slot='note']) {
        flex: 1 1 14rem;
      }
      /* A field, and the button that makes an expression of it beside its label. */
      .expressible {
        position: relative;
      }
      .expressible .fx {
        position: absolute;
        inset-block-start: -0.5rem;
        inset-inline-end: 0;
      }
      .restart {
        margin-inline-start: var(--lk-space-2);
      }
    `,
  ];

  @property({ attribute: false }) schema: Record<string, unknown> = {};
  @property({ attribute: false }) value: FormValue = {};
  /** What the hub refused; its errors stand at their fields. */
  @property({ attribute: false }) problem: unknown = null;
  @property({ type: Boolean }) busy = false;
  @property({ type: Boolean }) disabled = false;
  @property() submit_label = '';
  /** Offers to take the changes back. */
  @property({ type: Boolean }) can_discard = false;
  /** Only the fields: whoever shows the form does the saving, and hears of each change by `lk-input`. */
  @property({ type: Boolean, reflect: true }) bare = false;
  /** Each value may be an expression instead, worked out later. */
  @property({ type: Boolean }) expressions = false;
  @state() private draft: FormValue = {};
  /** The fields that few forms have; loaded with the first that needs them. */
  @state() private more: ((field: Field, context: FieldContext) => TemplateResult) | null = null;
  @state() private wrong = new Map<string, string>();
  private fields: Field[] = [];
  private given: FormValue = {};

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('schema')) {
      this.fields = fieldsOf(this.schema);
      if (this.expressions || flatten(this.fields).some(isSpecial)) void this.load();
    }
    if (changed.has('schema')) this.reset();
    else if (changed.has('value')) this.take();
    if (changed.has('problem')) {
      const errors = this.problem instanceof ProblemError ? this.problem.errors : [];
      this.wrong = new Map(errors.map((error) => [error.field, error.detail]));
    }
  }

  /** Whether something was changed. */
  get dirty(): boolean {
    return Object.keys(mergePatch(this.given, this.draft)).length > 0;
  }

  /** Back to the given value. */
  reset(): void {
    this.given = withDefaults(this.schema, this.value);
    this.draft = this.given;
    this.wrong = new Map();
  }

  /** A form that is given its own words back knows still what is wrong with them. */
  private take(): void {
    const { wrong, draft } = this;
    this.reset();
    if (same(draft, this.draft)) this.wrong = wrong;
  }

  private async load(): Promise<void> {
    const { moreField } = await import('./more/more-field.js');
    this.more = moreField;
  }

  private change(field: Field, next: unknown): void {
    this.draft = setAt(this.draft, field.pointer, next);
    if (this.wrong.has(field.pointer)) this.wrong = new Map([...this.wrong].filter(([pointer]) => pointer !== field.pointer));
    emit(this, 'lk-input', { value: this.draft });
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    this.wrong = checkLocally(this.fields, this.draft, {
      missing: msg('This is needed'),
      not_a_number: msg('This has to be a number'),
      not_whole: msg('This has to be a whole number'),
      too_small: (min) => msg(str`At least ${min}`),
      too_large: (max) => msg(str`At most ${max}`),
    });
    if (this.wrong.size > 0 || this.busy) return;
    emit(this, 'lk-submit', { value: this.draft, changes: mergePatch(this.value, this.draft) });
  }

  override render() {
    const known = new Set(flatten(this.fields).map((field) => field.pointer));
    const loose =
      this.problem instanceof ProblemError ? this.problem.errors.every((error) => !known.has(error.field)) : Boolean(this.problem);
    if (this.bare) return this.group(this.fields, this.draft);
    return html`<form novalidate @submit=${this.onSubmit} @keydown=${this.onKey}>
      ${loose && this.problem ? html`<lk-error .error=${this.problem}></lk-error>` : nothing} ${this.group(this.fields, this.draft)}
      <div class="acts">
        <slot name="note" class="grow hint"></slot>
        ${
          this.can_discard
            ? html`<lk-button
                variant="ghost"
                ?disabled=${!this.dirty || this.disabled}
                @click=${() => {
                  this.reset();
                }}
                >${msg('Discard')}</lk-button
              >`
            : nothing
        }
        <slot name="actions"></slot>
        <lk-button type="submit" variant="primary" ?busy=${this.busy} ?disabled=${this.disabled}
          >${this.submit_label || msg('Save')}</lk-button
        >
      </div>
    </form>`;
  }

  private onKey(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      (event.currentTarget as HTMLFormElement).requestSubmit();
    }
  }

  private group(fields: readonly Field[], value: FormValue): TemplateResult {
    const shown = fields.filter((field) => isShown(field, value));
    const folded = shown.filter(({ hints }) => hints.advanced);
    return html`<div class="group">
      ${shown.filter((field) => !folded.includes(field)).map((field) => this.field(field, value[field.key], value))}
      ${folded.length > 0 ? this.fold(folded, value) : nothing}
    </div>`;
  }

  /** What is wrong must be seen: then it stands open. */
  private fold(fields: readonly Field[], value: FormValue): TemplateResult {
    const wrong = fields.some(({ pointer }) => [...this.wrong.keys()].some((one) => one === pointer || one.startsWith(`${pointer}/`)));
    return html`<details ?open=${wrong}>
      <summary>${msg('More settings')}</summary>
      <div class="group">${fields.map((field) => this.field(field, value[field.key], value))}</div>
    </details>`;
  }

  private field(field: Field, now: unknown, siblings: FormValue): TemplateResult {
    if (isSpecial(field) || this.expressions) return this.special(field, now, siblings);
    return this.plain(field, now);
  }

  private special(field: Field, now: unknown, siblings: FormValue): TemplateResult {
    if (!this.more) return isSpecial(field) ? html`<lk-skeleton kind="text" count="1"></lk-skeleton>` : this.plain(field, now);
    return this.more(field, {
      now,
      siblings,
      error: this.wrong.get(field.pointer) ?? '',
      hint: this.hint(field),
      disabled: this.disabled,
      expressions: this.expressions,
      plain: () => this.plain(field, now),
      change: (next) => {
        this.change(field, next);
      },
    });
  }

  private plain(field: Field, now: unknown): TemplateResult {
    switch (field.kind) {
      case 'object':
        return html`<fieldset>
          <legend>${field.title}</legend>
          ${field.description ? html`<p class="hint">${field.description}</p>` : nothing}
          ${this.group(field.fields, typeof now === 'object' && now !== null ? (now as FormValue) : {})}
        </fieldset>`;
      case 'boolean':
        return html`<div class="switch">
          <span class="grow"
            ><b>${field.title}</b>${this.restart(field)}<br /><span class="hint">${field.description}</span>
            ${this.wrong.has(field.pointer) ? html`<lk-pill tone="error">${this.wrong.get(field.pointer)}</lk-pill>` : nothing}</span
          >
          <lk-switch
            label=${field.title}
            .checked=${now === true}
            ?disabled=${this.disabled}
            @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
              event.stopPropagation();
              this.change(field, event.detail.checked);
            }}
          ></lk-switch>
        </div>`;
      case 'choice':
        return this.choice(field, now);
      default:
        return this.text(field, now);
    }
  }

  private restart(field: Field) {
    return field.hints.requires_restart ? html`<lk-pill class="restart" icon="rotate-ccw">${msg('After a restart')}</lk-pill>` : nothing;
  }

  private choice(field: Field, now: unknown): TemplateResult {
    const none = field.nullable || field.optional ? [{ value: '-1', label: msg('None') }] : [];
    const options = [...none, ...field.options.map((option, index) => ({ value: String(index), label: option.label }))];
    return html`<lk-select
      label=${field.title}
      hint=${this.hint(field)}
      error=${this.wrong.get(field.pointer) ?? ''}
      .options=${options}
      .value=${String(field.options.findIndex((option) => option.value === now))}
      ?disabled=${this.disabled}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        this.change(field, field.options[Number(event.detail.value)]?.value ?? (field.nullable ? null : undefined));
      }}
    ></lk-select>`;
  }

  private hint(field: Field): string {
    return field.hints.requires_restart ? `${field.description} ${msg('Takes effect after a restart.')}`.trim() : field.description;
  }

  private text(field: Field, now: unknown): TemplateResult {
    const secret = field.hints.secret ?? false;
    const listed = field.kind === 'strings';
    const json = field.kind === 'json';
    const many = listed || json || field.hints.widget === 'textarea';
    return html`<lk-input
      label=${field.title}
      hint=${listed ? `${this.hint(field)} ${msg('One a line.')}`.trim() : this.hint(field)}
      error=${this.wrong.get(field.pointer) ?? ''}
      type=${inputType(field, secret)}
      rows=${many ? 3 : 1}
      ?mono=${json}
      .value=${textOf(field, now)}
      unit=${field.hints.unit ?? ''}
      placeholder=${field.hints.placeholder ?? ''}
      ?required=${field.required}
      ?disabled=${this.disabled}
      min=${field.min ?? ''}
      max=${field.max ?? ''}
      step=${field.integer ? '1' : ''}
      class=${many ? 'wide' : ''}
      .maxlength=${secret ? 0 : field.max_length}
      autocomplete=${secret ? 'new-password' : 'off'}
      @focusin=${(event: Event) => {
        // A stored secret is shown as dots; typing begins anew rather than among them.
        if (secret && now === SECRET_MASK) (event.currentTarget as HTMLElementTagNameMap['lk-input']).select();
      }}
      @lk-input=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        this.change(field, valueOf(field, event.detail.value));
      }}
    ></lk-input>`;
  }
}

function flatten(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => [field, ...flatten(field.fields)]);
}

const WIDGETS: readonly FormHints['widget'][] = ['duration', 'time', 'weekdays', 'expression', 'device_command'];
const KINDS: readonly Field['kind'][] = ['scalar', 'choices', 'record'];

/** Whether the field is one of those that are loaded when first needed. */
function isSpecial({ kind, hints }: Field): boolean {
  return KINDS.includes(kind) || WIDGETS.includes(hints.widget) || Boolean(hints.entity ?? hints.property_of ?? hints.value_of);
}

function inputType(field: Field, secret: boolean): 'text' | 'password' | 'number' | 'email' | 'url' | 'color' {
  if (secret || field.hints.widget === 'password') return 'password';
  if (field.hints.widget === 'color') return 'color';
  if (field.kind === 'number') return 'number';
  if (field.format === 'email') return 'email';
  return field.format === 'uri' ? 'url' : 'text';
}

function textOf(field: Field, now: unknown): string {
  if (field.kind === 'strings') return Array.isArray(now) ? now.join('\n') : '';
  if (field.kind === 'json' && typeof now !== 'string') return now === undefined ? '' : JSON.stringify(now, null, 2);
  return typeof now === 'string' || typeof now === 'number' ? String(now) : '';
}

function valueOf(field: Field, text: string): unknown {
  if (field.kind === 'strings') return text.split('\n').filter((line) => line.trim() !== '');
  if (field.kind !== 'json') return parseText(field, text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-form': LkForm;
  }
}
