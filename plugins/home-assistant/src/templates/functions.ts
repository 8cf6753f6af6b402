import { callable, openCallable, type Args, type Callable } from './calls.js';
import { CONVERSIONS, spread } from './conversions.js';
import { TemplateError } from './errors.js';
import { LIMITS } from './limits.js';
import { LIST_FILTERS } from './list-filters.js';
import { momentAt, toLocal } from './moment.js';
import { smallInteger } from './numbers.js';
import { iterate } from './operators.js';
import type { Run } from './run.js';
import { Dict, Namespace, Stream, Tuple, itemsOf, type Moment, type Value } from './values.js';

/** Everything that can be called by its name alone. */
export const FUNCTIONS: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ...Array.from(CONVERSIONS, ([name, filter]) => [name, asFunction(filter)] as const),
  ...Array.from(LIST_FILTERS, ([name, filter]) => [name, spread(filter, name)] as const).filter(
    ([name]) => name === 'min' || name === 'max',
  ),
  ['now', callable([], (run) => toLocal(now(run)))],
  ['utcnow', callable([], now)],
  ['range', openCallable([], range)],
  ['zip', openCallable([], zip)],
  ['dict', openCallable([], dict)],
  ['namespace', openCallable([], namespace)],
]);

/** `dict.from_keys(pairs)`: in Home Assistant another way to write `dict(pairs)`. */
export const FROM_KEYS = openCallable([], dict);

/** A filter as a function: what stood before it is the first argument. */
function asFunction(filter: Callable): Callable {
  const params = ['value', ...filter.params];
  return callable(params, (run, args) => filter.call(run, args, args.require('value')));
}

function now(run: Run): Moment {
  const moment = momentAt(run.now() / 1000);
  if (moment === undefined) throw new TemplateError('The clock is off.');
  return moment;
}

function range(run: Run, args: Args): Value {
  const [first, second, third] = args.rest.map((value) => smallInteger(value, 'A range'));
  if (first === undefined) throw new TemplateError('range() needs an end.');
  const [start, stop, step] = second === undefined ? [0, first, 1] : [first, second, third ?? 1];
  if (step === 0) throw new TemplateError('The step of a range is 0.');
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (count > LIMITS.range) throw new TemplateError(`A range has more than ${String(LIMITS.range)} numbers.`);
  run.items(count);
  return new Stream(
    Array.from({ length: count }, (_, index) => BigInt(start + index * step)),
    true,
  );
}

function zip(run: Run, args: Args): Value {
  const lists = args.rest.map((value) => iterate(run, value));
  const shortest = lists.length === 0 ? 0 : Math.min(...lists.map((list) => list.length));
  run.items(shortest * lists.length);
  return new Stream(
    Array.from({ length: shortest }, (_, index) => new Tuple(lists.map((list) => list[index] ?? null))),
    false,
  );
}

/** A dict of another one or of pairs, and of the named arguments. */
function dict(run: Run, args: Args): Dict {
  const made = new Dict();
  const [source] = args.rest;
  if (source instanceof Dict) {
    run.items(source.size);
    for (const [key, value] of source.entries()) made.set(key, value);
  } else if (source !== undefined) {
    for (const pair of iterate(run, source)) {
      const [key, value, ...more] = itemsOf(pair) ?? [];
      if (key === undefined || value === undefined || more.length > 0) throw new TemplateError('A dict is made of pairs.');
      made.set(key, value);
    }
  }
  for (const [name, value] of args.named) made.set(name, value);
  return made;
}

function namespace(run: Run, args: Args): Value {
  const made = new Namespace(true);
  for (const [key, value] of dict(run, args).entries()) {
    if (typeof key === 'string') made.fields.set(key, value);
  }
  return made;
}
