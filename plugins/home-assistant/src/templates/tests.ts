import { callable, type Args, type Callable } from './calls.js';
import { isNumber } from './conversions.js';
import { TemplateError } from './errors.js';
import { calculate, numeric, type Numeric } from './numbers.js';
import { COMPARISONS, contains, equal } from './operators.js';
import { isMatch } from './patterns.js';
import type { Run } from './run.js';
import { str } from './text.js';
import { Dict, Moment, Stream, Undefined, itemsOf, aType, type Value } from './values.js';

type Test = Callable<boolean>;

const is = (holds: (input: Value) => boolean): Test => callable([], (_, _args, input) => holds(input));

const against = (holds: (run: Run, input: Value, other: Value) => boolean): Test =>
  callable(['other'], (run, args, input) => holds(run, input, args.require('other')));

const compared = (sign: string): Test => against((run, input, other) => COMPARISONS.get(sign)?.(run, input, other) === true);

const search = (anywhere: boolean): Test =>
  callable(['find', 'ignorecase'], (run, args, input) =>
    isMatch(run, str(run, input), args.text('find'), args.flag('ignorecase'), anywhere),
  );

/** What stands behind `is`, and in `select`, `reject` and their like. */
export const TESTS = new Map<string, Test>([
  ['defined', is((input) => !(input instanceof Undefined))],
  ['undefined', is((input) => input instanceof Undefined)],
  ['none', is((input) => input === null)],
  ['true', is((input) => input === true)],
  ['false', is((input) => input === false)],
  ['boolean', is((input) => typeof input === 'boolean')],
  ['integer', is((input) => typeof input === 'bigint')],
  ['float', is((input) => typeof input === 'number')],
  ['number', is((input) => numeric(input) !== undefined)],
  ['string', is((input) => typeof input === 'string')],
  ['mapping', is((input) => input instanceof Dict)],
  ['list', is((input) => Array.isArray(input))],
  ['datetime', is((input) => input instanceof Moment)],
  ['sequence', is((input) => isIterable(input) && !(input instanceof Stream && !input.sized))],
  ['iterable', is(isIterable)],
  ['lower', callable([], (run, _, input) => cased(str(run, input), (text) => text.toLowerCase()))],
  ['upper', callable([], (run, _, input) => cased(str(run, input), (text) => text.toUpperCase()))],
  ['odd', is((input) => modulo(input, 2n) === 1)],
  ['even', is((input) => modulo(input, 2n) === 0)],
  ['divisibleby', callable(['num'], (_, args, input) => modulo(input, number(args.require('num'))) === 0)],
  ['is_number', is(isNumber)],
  ['match', search(false)],
  ['search', search(true)],
  ['in', against((run, input, other) => contains(run, other, input))],
  ['contains', against((run, input, other) => contains(run, input, other))],
  ...['eq', 'equalto', '=='].map((name) => [name, against(equal)] as const),
  ...['ne', '!='].map((name) => [name, compared('!=')] as const),
  ...['lt', 'lessthan', '<'].map((name) => [name, compared('<')] as const),
  ...['le', '<='].map((name) => [name, compared('<=')] as const),
  ...['gt', 'greaterthan', '>'].map((name) => [name, compared('>')] as const),
  ...['ge', '>='].map((name) => [name, compared('>=')] as const),
]);

/** Runs a test. */
export function holds(run: Run, test: Test, args: Args, input: Value): boolean {
  run.step();
  run.read(input);
  return test.call(run, args, input);
}

function isIterable(input: Value): boolean {
  return itemsOf(input) !== undefined || [Dict, Stream, Undefined].some((kind) => input instanceof kind) || typeof input === 'string';
}

function cased(text: string, change: (text: string) => string): boolean {
  return text === change(text) && text.toLowerCase() !== text.toUpperCase();
}

function number(input: Value): Numeric {
  const value = numeric(input);
  if (value === undefined) throw new TemplateError(input instanceof Undefined ? input.reason : `${aType(input)} is no number.`);
  return value;
}

function modulo(input: Value, by: Numeric): number {
  return Number(calculate('%', number(input), by));
}
