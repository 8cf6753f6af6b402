import { callable, orDefault, type Args, type Callable } from './calls.js';
import { TemplateError } from './errors.js';
import { readJson, writeJson } from './json.js';
import { capitalized, item, replaceText, strip } from './members.js';
import { calculate, numeric, roundTo, smallInteger, toFloat, truncated } from './numbers.js';
import { length, truthy } from './operators.js';
import { findAll, isMatch, replaceAll } from './patterns.js';
import type { Run } from './run.js';
import { sliceText, str } from './text.js';
import { Undefined, aType, typeName, type Value } from './values.js';

/** Filters that make text, numbers and JSON of one value. */
export const TEXT_FILTERS = new Map<string, Callable>([
  ['default', callable(['default_value', 'boolean'], orOther)],
  ['d', callable(['default_value', 'boolean'], orOther)],
  ['is_defined', callable([], defined)],
  ['string', callable([], (run, _, input) => str(run, input))],
  ['lower', callable([], (run, _, input) => run.text(str(run, input).toLowerCase()))],
  ['upper', callable([], (run, _, input) => run.text(str(run, input).toUpperCase()))],
  ['capitalize', callable([], (run, _, input) => run.text(capitalized(str(run, input))))],
  ['title', callable([], (run, _, input) => run.text(titled(str(run, input))))],
  ['trim', callable(['chars'], (run, args, input) => run.text(strip(str(run, input), args.get('chars'))))],
  ['replace', callable(['old', 'new', 'count'], replace)],
  ['truncate', callable(['length', 'killwords', 'end', 'leeway'], truncate)],
  ['length', callable([], (_, _args, input) => BigInt(length(input)))],
  ['count', callable([], (_, _args, input) => BigInt(length(input)))],
  ['ordinal', callable([], (run, _, input) => ordinal(str(run, input)))],
  ['base64_encode', callable([], (run, _, input) => run.text(Buffer.from(plain(input)).toString('base64')))],
  ['base64_decode', callable([], (run, _, input) => run.text(fromBase64(plain(input))))],
  ['abs', callable([], (_, _args, input) => absolute(input))],
  ['round', callable(['precision', 'method', 'default'], round)],
  ['multiply', callable(['amount', 'default'], (run, args, input) => adjusted(run, args, input, '*'))],
  ['add', callable(['amount', 'default'], (run, args, input) => adjusted(run, args, input, '+'))],
  ['from_json', callable(['default'], fromJson)],
  ['to_json', callable(['ensure_ascii', 'pretty_print', 'sort_keys'], toJson)],
  ['tojson', callable([], htmlSafeJson)],
  ['regex_match', callable(['find', 'ignorecase'], (run, args, input) => search(run, args, input, false))],
  ['regex_search', callable(['find', 'ignorecase'], (run, args, input) => search(run, args, input, true))],
  [
    'regex_findall',
    callable(['find', 'ignorecase'], (run, args, input) => findAll(run, str(run, input), args.text('find'), args.flag('ignorecase'))),
  ],
  ['regex_findall_index', callable(['find', 'index', 'ignorecase'], findIndex)],
  ['regex_replace', callable(['find', 'replace', 'ignorecase'], substitute)],
]);

function orOther(_: Run, args: Args, input: Value): Value {
  const wanted = input instanceof Undefined || (args.flag('boolean') && !truthy(input));
  return wanted ? (args.get('default_value') ?? (args.named.has('default_value') ? null : '')) : input;
}

function defined(_: Run, _args: Args, input: Value): Value {
  if (input instanceof Undefined) throw new TemplateError(input.reason);
  return input;
}

/** Jinja's title: a word begins after white space, a hyphen or an opening bracket. */
function titled(text: string): string {
  return text
    .split(/([-\s({[<]+)/)
    .map(capitalized)
    .join('');
}

function replace(run: Run, args: Args, input: Value): Value {
  return replaceText(run, str(run, input), str(run, args.require('old')), str(run, args.require('new')), args.get('count'));
}

/** Cuts a long text, at a blank unless `killwords`; a few characters too many (`leeway`) are let through. */
function truncate(run: Run, args: Args, input: Value): Value {
  const most = smallInteger(args.get('length') ?? 255n, 'The length');
  const end = args.text('end', '...');
  const leeway = smallInteger(args.get('leeway') ?? 5n, 'The leeway');
  if (most < end.length || leeway < 0) throw new TemplateError('truncate needs a length that its end fits into.');
  if (length(input) <= most + leeway) return input;
  if (typeof input !== 'string') throw new TemplateError(`${aType(input)} cannot be truncated.`);
  const kept = sliceText(input, 0, most - length(end));
  const blank = kept.lastIndexOf(' ');
  return run.text((args.flag('killwords') || blank < 0 ? kept : kept.slice(0, blank)) + end);
}

function ordinal(text: string): string {
  if (!/^-?\d+$/.test(text)) throw new TemplateError('ordinal needs an integer.');
  const teen = /1[123]$/.test(text.slice(-2));
  return text + (teen ? 'th' : (['th', 'st', 'nd', 'rd'][Number(text.at(-1))] ?? 'th'));
}

function plain(input: Value): string {
  if (input instanceof Undefined) throw new TemplateError(input.reason);
  if (typeof input !== 'string') throw new TemplateError(`Base64 is made of text, not of ${typeName(input)}.`);
  return input;
}

function fromBase64(text: string): string {
  const compact = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) throw new TemplateError('The text is no Base64.');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(compact, 'base64'));
  } catch {
    throw new TemplateError('The Base64 holds no UTF-8 text.');
  }
}

function absolute(input: Value): Value {
  const number = numeric(input);
  if (number === undefined) throw new TemplateError(input instanceof Undefined ? input.reason : `${aType(input)} has no absolute value.`);
  return number < 0 ? -number : number;
}

/** Home Assistant's `round`: an int without a precision, else a float. */
function round(run: Run, args: Args, input: Value): Value {
  const digits = smallInteger(args.get('precision') ?? 0n, 'The precision');
  const float = toFloat(input);
  if (float === undefined || Math.abs(digits) > 300) return orDefault(run, args, undefined, input, 'round');
  const rounded = roundBy(args.text('method', 'common'), float, digits);
  return digits === 0 ? orDefault(run, args, truncated(rounded), input, 'round') : rounded;
}

function roundBy(method: string, value: number, digits: number): number {
  const unit = 10 ** digits;
  switch (method) {
    case 'ceil':
      return Math.ceil(value * unit) / unit;
    case 'floor':
      return Math.floor(value * unit) / unit;
    case 'half':
      return roundTo(value * 2, 0) / 2;
    default:
      return roundTo(value, digits);
  }
}

function adjusted(run: Run, args: Args, input: Value, operator: '*' | '+'): Value {
  const amount = args.require('amount');
  const [float, number] = [toFloat(input), numeric(amount)];
  const result = float === undefined || number === undefined ? undefined : calculate(operator, float, number);
  if (amount instanceof Undefined) throw new TemplateError(amount.reason);
  return orDefault(run, args, result, input, operator === '*' ? 'multiply' : 'add');
}

function fromJson(run: Run, args: Args, input: Value): Value {
  const text = typeof input === 'string' ? input : undefined;
  if (input instanceof Undefined && args.get('default') === undefined) throw new TemplateError(input.reason);
  if (text !== undefined) run.step(text.length >> 3);
  return orDefault(run, args, text === undefined ? undefined : readJson(text), input, 'from_json');
}

function toJson(run: Run, args: Args, input: Value): Value {
  const ascii = args.flag('ensure_ascii');
  const indent = args.flag('pretty_print') ? '  ' : '';
  const [comma, colon] = ascii ? [', ', ': '] : [',', indent === '' ? ':' : ': '];
  return writeJson(run, input, { comma, colon, indent, sorted: args.flag('sort_keys'), ascii, python: ascii });
}

function htmlSafeJson(run: Run, _: Args, input: Value): Value {
  const json = writeJson(run, input, { comma: ', ', colon: ': ', indent: '', sorted: true, ascii: true, python: true });
  return run.text(json.replace(/[<>&']/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`));
}

function search(run: Run, args: Args, input: Value, anywhere: boolean): boolean {
  return isMatch(run, str(run, input), args.text('find'), args.flag('ignorecase'), anywhere);
}

function findIndex(run: Run, args: Args, input: Value): Value {
  const found = item(findAll(run, str(run, input), args.text('find'), args.flag('ignorecase')), args.get('index') ?? 0n);
  if (found instanceof Undefined) throw new TemplateError('The regular expression has no such match.');
  return found;
}

function substitute(run: Run, args: Args, input: Value): Value {
  return replaceAll(run, str(run, input), args.text('find'), args.text('replace'), args.flag('ignorecase'));
}
