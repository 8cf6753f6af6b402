import { bindArgs, callable, openCallable, type Args, type Callable } from './calls.js';
import { TemplateError } from './errors.js';
import { item, joinTexts } from './members.js';
import { arithmetic, compare, iterate, truthy } from './operators.js';
import type { Run } from './run.js';
import { str } from './text.js';
import { TESTS, holds } from './tests.js';
import { Dict, Stream, Tuple, Undefined, aType, type Value } from './values.js';

/** Filters that go through many values. `map` stands in `filters.ts`, since it calls the others. */
export const LIST_FILTERS = new Map<string, Callable>([
  ['list', callable([], (run, _, input) => [...iterate(run, input)])],
  ['first', callable([], (run, _, input) => iterate(run, input)[0] ?? orUndefined(run, input, 'first'))],
  ['last', callable([], (run, _, input) => iterate(run, sized(input)).at(-1) ?? orUndefined(run, input, 'last'))],
  ['join', callable(['d', 'attribute'], join)],
  ['sort', callable(['reverse', 'case_sensitive', 'attribute'], sort)],
  ['unique', callable(['case_sensitive', 'attribute'], unique)],
  ['reverse', callable([], reverse)],
  ['min', callable(['case_sensitive', 'attribute'], (run, args, input) => extreme(run, args, input, -1))],
  ['max', callable(['case_sensitive', 'attribute'], (run, args, input) => extreme(run, args, input, 1))],
  ['sum', callable(['attribute', 'start'], sum)],
  ['items', callable([], (run, _, input) => items(run, input))],
  ['contains', callable(['other'], (run, args, input) => iterateContains(run, args, input))],
  ['select', openCallable(['test'], (run, args, input) => choose(run, args, input, true, self))],
  ['reject', openCallable(['test'], (run, args, input) => choose(run, args, input, false, self))],
  [
    'selectattr',
    openCallable(['attribute', 'test'], (run, args, input) => choose(run, args, input, true, getter(args.require('attribute')))),
  ],
  [
    'rejectattr',
    openCallable(['attribute', 'test'], (run, args, input) => choose(run, args, input, false, getter(args.require('attribute')))),
  ],
]);

type Getter = (value: Value) => Value;
const self: Getter = (value) => value;

/** What `attribute=` takes of each item: a key, an index, or several with dots between them. */
export function getter(attribute: Value | undefined): Getter {
  if (attribute === undefined || attribute === null) return self;
  if (typeof attribute !== 'string') return (value) => item(value, attribute);
  const path = attribute.split('.').map((part): Value => (/^\d{1,9}$/.test(part) ? BigInt(part) : part));
  return (value) => path.reduce((inner, part) => item(inner, part), value);
}

/** The value to compare by: an attribute, in lower case unless told otherwise. */
function sortKey(attribute: Value | undefined, args: Args): Getter {
  const get = getter(attribute);
  if (args.flag('case_sensitive')) return get;
  return (value) => {
    const key = get(value);
    return typeof key === 'string' ? key.toLowerCase() : key;
  };
}

function orUndefined(run: Run, input: Value, which: string): Value {
  return iterate(run, input).length > 0 ? null : new Undefined(`There is no ${which} item.`);
}

function sized(input: Value): Value {
  if (input instanceof Stream && !input.sized) throw new TemplateError('A generator has no last item; put list before last.');
  return input;
}

function join(run: Run, args: Args, input: Value): Value {
  const get = getter(args.get('attribute'));
  const texts = iterate(run, input).map((value) => str(run, get(value)));
  return joinTexts(run, texts, str(run, args.get('d') ?? ''));
}

/** `attribute='a,b'` sorts by a, and by b where a is the same. */
function sort(run: Run, args: Args, input: Value): Value {
  const attribute = args.get('attribute');
  const attributes = typeof attribute === 'string' ? attribute.split(',') : [attribute];
  const keys = attributes.map((one) => sortKey(one, args));
  const sign = args.flag('reverse') ? -1 : 1;
  const keyed = iterate(run, input).map((value) => [keys.map((key) => key(value)), value] as const);
  return keyed.sort(([one], [other]) => sign * compare(run, one, other)).map(([, value]) => value);
}

function unique(run: Run, args: Args, input: Value): Value {
  const key = sortKey(args.get('attribute'), args);
  const seen = new Dict();
  const kept = iterate(run, input).filter((value) => {
    const known = key(value);
    if (seen.has(known)) return false;
    seen.set(known, true);
    return true;
  });
  return new Stream(kept, false);
}

function reverse(run: Run, _: Args, input: Value): Value {
  if (typeof input === 'string') return run.text(Array.from(input).reverse().join(''));
  return new Stream([...iterate(run, sized(input))].reverse(), false);
}

function extreme(run: Run, args: Args, input: Value, sign: 1 | -1): Value {
  const key = sortKey(args.get('attribute'), args);
  const [first, ...rest] = iterate(run, input);
  if (first === undefined) return new Undefined('There is nothing to choose from.');
  return rest.reduce((best, value) => (sign * compare(run, key(value), key(best)) > 0 ? value : best), first);
}

function sum(run: Run, args: Args, input: Value): Value {
  const get = getter(args.get('attribute'));
  return iterate(run, input).reduce<Value>((total, value) => arithmetic(run, '+', total, get(value)), args.get('start') ?? 0n);
}

function items(run: Run, input: Value): Value {
  if (input instanceof Undefined) return new Stream([], false);
  if (!(input instanceof Dict)) throw new TemplateError(`${aType(input)} has no items.`);
  run.items(input.size);
  return new Stream(
    Array.from(input.entries(), ([key, value]) => new Tuple([key, value])),
    false,
  );
}

function iterateContains(run: Run, args: Args, input: Value): boolean {
  const test = TESTS.get('contains');
  return test?.call(run, args, input) === true;
}

/** Jinja's `map` and its like take whatever is false for an empty list. */
export function iterateAny(run: Run, input: Value): readonly Value[] {
  return truthy(input) ? iterate(run, input) : [];
}

/** Keeps the items for which the test holds, or does not; without a test, the truthy ones. */
function choose(run: Run, args: Args, input: Value, keep: boolean, get: Getter): Value {
  const name = args.get('test');
  const all = iterateAny(run, input);
  if (name === undefined) {
    return new Stream(
      all.filter((value) => truthy(get(value)) === keep),
      false,
    );
  }
  const test = typeof name === 'string' ? TESTS.get(name) : undefined;
  if (test === undefined) throw new TemplateError('select and reject need the name of a known test.');
  const given = bindArgs(test, args.rest);
  return new Stream(
    all.filter((value) => holds(run, test, given, get(value)) === keep),
    false,
  );
}
