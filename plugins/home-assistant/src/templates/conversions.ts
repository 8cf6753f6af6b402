import { callable, openCallable, orDefault, type Args, type Callable } from './calls.js';
import { TemplateError } from './errors.js';
import { isoFormat, momentAt, parseMoment, strftime, timestamp, toLocal } from './moment.js';
import { numeric, toFloat, toInteger } from './numbers.js';
import { iterate, truthy } from './operators.js';
import type { Run } from './run.js';
import { str } from './text.js';
import { Moment, aType, type Value } from './values.js';

/** What Home Assistant offers as a filter and as a function alike: `x|float(0)` and `float(x, 0)`. */
export const CONVERSIONS = new Map<string, Callable>([
  ['float', callable(['default'], (run, args, input) => orDefault(run, args, toFloat(input), input, 'float'))],
  ['int', callable(['default', 'base'], toInt)],
  ['bool', callable(['default'], (run, args, input) => orDefault(run, args, toBoolean(input), input, 'bool'))],
  ['is_number', callable([], (_, _args, input) => isNumber(input))],
  ['iif', callable(['if_true', 'if_false', 'if_none'], iif)],
  ['as_timestamp', callable(['default'], asTimestamp)],
  ['as_datetime', callable(['default'], asDatetime)],
  ['as_local', callable([], (_, _args, input) => toLocal(moment(input)))],
  ['bitwise_and', callable(['second_value'], (_, args, input) => bits(input) & bits(args.require('second_value')))],
  ['bitwise_or', callable(['second_value'], (_, args, input) => bits(input) | bits(args.require('second_value')))],
  ['bitwise_xor', callable(['second_value'], (_, args, input) => bits(input) ^ bits(args.require('second_value')))],
]);

/** Filters for times that Home Assistant has as filters only. */
export const TIME_FILTERS = new Map<string, Callable>([
  ['timestamp_custom', callable(['format', 'local', 'default'], timestampCustom)],
  ['timestamp_local', callable(['default'], (run, args, input) => stamp(run, args, input, (at) => isoFormat(toLocal(at))))],
  ['timestamp_utc', callable(['default'], (run, args, input) => stamp(run, args, input, isoFormat))],
]);

/** `min(a, b)` and `min(list)` are functions too; as filters they come with the lists. */
export function spread(filter: Callable, name: string): Callable {
  return openCallable([], (run, args) => {
    const [first] = args.rest;
    if (first === undefined) throw new TemplateError(`${name}() needs something to choose from.`);
    return filter.call(run, args, args.rest.length > 1 ? [...args.rest] : [...iterate(run, first)]);
  });
}

function toInt(run: Run, args: Args, input: Value): Value {
  const base = args.get('base') ?? 10n;
  if (typeof base !== 'bigint') throw new TemplateError('The base of int must be an integer.');
  return orDefault(run, args, toInteger(input, Number(base)), input, 'int');
}

const BOOLEANS = new Map([
  ...['1', 'true', 'yes', 'on', 'enable'].map((word) => [word, true] as const),
  ...['0', 'false', 'no', 'off', 'disable'].map((word) => [word, false] as const),
]);

function toBoolean(input: Value): boolean | undefined {
  if (typeof input === 'string') return BOOLEANS.get(input.toLowerCase().trim());
  return numeric(input) === undefined ? undefined : truthy(input);
}

/** Whether it is a number or the text of one, and a finite one. */
export function isNumber(input: Value): boolean {
  const float = toFloat(input);
  return float !== undefined && Number.isFinite(float);
}

function iif(_: Run, args: Args, input: Value): Value {
  const none = args.get('if_none');
  if (input === null && none !== undefined) return none;
  return truthy(input) ? (args.get('if_true') ?? orNone(args, 'if_true', true)) : (args.get('if_false') ?? orNone(args, 'if_false', false));
}

/** A given None, or the fallback. */
function orNone(args: Args, name: string, fallback: Value): Value {
  return args.named.has(name) ? null : fallback;
}

function asTimestamp(run: Run, args: Args, input: Value): Value {
  const at = input instanceof Moment ? input : parseMoment(str(run, input));
  return orDefault(run, args, at && timestamp(at), input, 'as_timestamp');
}

function asDatetime(run: Run, args: Args, input: Value): Value {
  if (input instanceof Moment) return input;
  const seconds = toFloat(input);
  const at = seconds === undefined ? (typeof input === 'string' ? parseMoment(input) : undefined) : momentAt(seconds);
  if (at === undefined && typeof input === 'string' && args.get('default') === undefined) return null;
  return orDefault(run, args, at, input, 'as_datetime');
}

function timestampCustom(run: Run, args: Args, input: Value): Value {
  const format = args.text('format', '%Y-%m-%d %H:%M:%S');
  return stamp(run, args, input, (at) => run.text(strftime(args.flag('local', true) ? toLocal(at) : at, format)));
}

/** Only a number is a timestamp here: Home Assistant does not take its text. */
function stamp(run: Run, args: Args, input: Value, write: (at: Moment) => string): Value {
  const number = numeric(input);
  const at = number === undefined ? undefined : momentAt(Number(number));
  return orDefault(run, args, at && write(at), input, 'A time filter');
}

function moment(input: Value): Moment {
  if (!(input instanceof Moment)) throw new TemplateError(`${aType(input)} is no time.`);
  return input;
}

function bits(input: Value): bigint {
  const number = numeric(input);
  if (typeof number !== 'bigint') throw new TemplateError(`${aType(input)} has no bits.`);
  return number;
}
