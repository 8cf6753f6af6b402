import { html, type TemplateResult } from 'lit';
import { msg } from '../../i18n/msg.js';
import type { Field } from '../fields.js';
import { isExpression, parseScalar, scalarText } from '../values.js';
import type { FieldContext } from './context.js';
import '../../elements/lk-button.js';
import '../../elements/lk-input.js';
import '../../elements/lk-select.js';
import './lk-command-field.js';
import './lk-duration-field.js';
import './lk-entity-field.js';
import './lk-record-field.js';
import './lk-value-field.js';
import './lk-weekdays-field.js';

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');

/** The fields that few forms have: pickers by name, times, days, expressions, commands. */
export function moreField(field: Field, context: FieldContext): TemplateResult {
  const { now, expressions } = context;
  if (expressions && isExpression(now)) return workedOut(field, now.$cel, context);
  const control = special(field, context) ?? context.plain();
  // A switch has no room for the button beside it; its expression is written as text.
  const offered =
    expressions &&
    field.kind !== 'boolean' &&
    !field.hints.literal &&
    field.kind !== 'object' &&
    field.kind !== 'record' &&
    field.hints.widget !== 'expression';
  return offered ? html`<div class="expressible ${isWide(field) ? 'wide' : ''}">${control}${offer(field, context)}</div>` : control;
}

function isWide({ kind, hints }: Field): boolean {
  return hints.widget === 'device_command' || hints.widget === 'textarea' || kind === 'json' || (kind === 'strings' && !hints.entity);
}

/** The button by which a value is worked out instead. */
function offer(field: Field, context: FieldContext): TemplateResult {
  return html`<lk-button
    class="fx"
    size="s"
    variant="ghost"
    icon="square-function"
    label=${`${field.title}: ${msg('work it out by an expression')}`}
    ?disabled=${context.disabled}
    @click=${() => {
      context.change({ $cel: '' });
    }}
  ></lk-button>`;
}

function workedOut(field: Field, text: string, context: FieldContext): TemplateResult {
  return html`<div class="expressible wide">
    ${expressionInput(field, text, context, (typed) => ({ $cel: typed }))}
    <lk-button
      class="fx"
      size="s"
      variant="ghost"
      icon="square-pen"
      label=${`${field.title}: ${msg('give the value itself')}`}
      ?disabled=${context.disabled}
      @click=${() => {
        context.change(field.nullable ? null : undefined);
      }}
    ></lk-button>
  </div>`;
}

function expressionInput(field: Field, text: string, context: FieldContext, read: (typed: string) => unknown): TemplateResult {
  return html`<lk-input
    mono
    class="wide"
    rows="2"
    label=${field.title}
    hint=${context.hint}
    error=${context.error}
    .value=${text}
    placeholder=${field.hints.placeholder ?? 'trigger.data.value > 20.0'}
    ?required=${field.required}
    ?disabled=${context.disabled}
    @lk-input=${(event: CustomEvent<{ value: string }>) => {
      event.stopPropagation();
      context.change(read(event.detail.value));
    }}
  ></lk-input>`;
}

/** Takes a field's own word for its value, not that of a control within it. */
const told =
  (context: FieldContext, read: (value: unknown) => unknown = (value) => value) =>
  (event: CustomEvent<{ value: unknown }>): void => {
    event.stopPropagation();
    if (event.composedPath()[0] === event.currentTarget) context.change(read(event.detail.value));
  };

function special(field: Field, context: FieldContext): TemplateResult | null {
  const { hints, kind } = field;
  if (hints.entity) return entityField(field, hints.entity, context);
  if (hints.property_of !== undefined || hints.value_of !== undefined) return valueField(field, context);
  switch (hints.widget) {
    case 'duration':
      return html`<lk-duration-field
        label=${field.title}
        hint=${context.hint}
        error=${context.error}
        .value=${context.now}
        ?signed=${field.min !== null && field.min < 0}
        ?disabled=${context.disabled}
        @lk-change=${told(context)}
      ></lk-duration-field>`;
    case 'time':
      return timeField(field, context);
    case 'weekdays':
      return html`<lk-weekdays-field
        class="wide"
        label=${field.title}
        hint=${context.hint}
        error=${context.error}
        .value=${isTexts(context.now) ? context.now : []}
        ?disabled=${context.disabled}
        @lk-change=${told(context)}
      ></lk-weekdays-field>`;
    case 'expression':
      return expressionInput(field, scalarText(context.now), context, (typed) => typed);
    case 'device_command':
      return html`<lk-command-field
        class="wide"
        label=${field.title}
        hint=${context.hint}
        error=${context.error}
        .value=${typeof context.now === 'object' && context.now !== null ? context.now : {}}
        .siblings=${context.siblings}
        ?disabled=${context.disabled}
        @lk-change=${told(context)}
      ></lk-command-field>`;
    default:
      break;
  }
  if (kind === 'choices') return choicesField(field, context);
  if (kind === 'record') return recordField(field, context);
  return kind === 'scalar' ? scalarField(field, context) : null;
}

function entityField(field: Field, entity: string, context: FieldContext): TemplateResult {
  const many = field.kind === 'strings';
  return html`<lk-entity-field
    entity=${entity}
    ?multiple=${many}
    label=${field.title}
    hint=${context.hint}
    error=${context.error}
    .value=${many ? (isTexts(context.now) ? context.now : []) : scalarText(context.now)}
    ?required=${field.required}
    ?disabled=${context.disabled}
    @lk-change=${told(context, (value) => (value === '' ? (field.nullable ? null : undefined) : value))}
  ></lk-entity-field>`;
}

function valueField(field: Field, context: FieldContext): TemplateResult {
  const { property_of, value_of } = field.hints;
  // The device stands beside the property, under the name that the property gives; a value's stands under the usual one.
  const device = context.siblings[property_of ?? 'device_id'];
  return html`<lk-value-field
    label=${field.title}
    hint=${context.hint}
    error=${context.error}
    device_id=${scalarText(device)}
    .of=${value_of === undefined ? null : scalarText(context.siblings[value_of])}
    .value=${context.now}
    ?required=${field.required}
    ?disabled=${context.disabled}
    @lk-change=${told(context)}
  ></lk-value-field>`;
}

function timeField(field: Field, context: FieldContext): TemplateResult {
  return html`<lk-input
    type="time"
    label=${field.title}
    hint=${context.hint}
    error=${context.error}
    step=${scalarText(context.now).length > 'hh:mm'.length ? '1' : '60'}
    .value=${scalarText(context.now)}
    ?required=${field.required}
    ?disabled=${context.disabled}
    @lk-input=${(event: CustomEvent<{ value: string }>) => {
      event.stopPropagation();
      context.change(event.detail.value === '' && field.optional ? undefined : event.detail.value);
    }}
  ></lk-input>`;
}

function choicesField(field: Field, context: FieldContext): TemplateResult {
  const chosen = Array.isArray(context.now) ? (context.now as unknown[]) : [];
  return html`<lk-select
    multiple
    label=${field.title}
    hint=${context.hint}
    error=${context.error}
    placeholder=${field.optional ? msg('Any') : msg('Choose …')}
    .options=${field.options.map(({ label }, index) => ({ value: String(index), label }))}
    .values=${field.options.flatMap(({ value }, index) => (chosen.includes(value) ? [String(index)] : []))}
    ?disabled=${context.disabled}
    @lk-change=${(event: CustomEvent<{ values: string[] }>) => {
      event.stopPropagation();
      const values = event.detail.values.map((index) => field.options[Number(index)]?.value);
      context.change(values.length === 0 && field.optional ? undefined : values);
    }}
  ></lk-select>`;
}

function recordField(field: Field, context: FieldContext): TemplateResult {
  return html`<lk-record-field
    class="wide"
    label=${field.title}
    hint=${context.hint}
    error=${context.error}
    .value=${typeof context.now === 'object' && context.now !== null ? context.now : {}}
    ?disabled=${context.disabled}
    @lk-change=${told(context)}
  ></lk-record-field>`;
}

function scalarField(field: Field, context: FieldContext): TemplateResult {
  return html`<lk-input
    label=${field.title}
    hint=${context.hint}
    error=${context.error}
    autocomplete="off"
    .value=${scalarText(context.now)}
    ?required=${field.required}
    ?disabled=${context.disabled}
    @lk-input=${(event: CustomEvent<{ value: string }>) => {
      event.stopPropagation();
      const { value } = event.detail;
      context.change(value === '' ? (field.nullable ? null : undefined) : parseScalar(value));
    }}
  ></lk-input>`;
}
