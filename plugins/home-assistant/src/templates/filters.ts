import { bindArgs, openCallable, type Args, type Callable } from './calls.js';
import { CONVERSIONS, TIME_FILTERS } from './conversions.js';
import { TemplateError } from './errors.js';
import { LIST_FILTERS, getter, iterateAny } from './list-filters.js';
import type { Run } from './run.js';
import { TEXT_FILTERS } from './text-filters.js';
import { Stream, Undefined, type Value } from './values.js';

/** Everything that can stand behind `|`. */
export const FILTERS: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ...TEXT_FILTERS,
  ...LIST_FILTERS,
  ...CONVERSIONS,
  ...TIME_FILTERS,
  ['map', openCallable(['filter'], map)],
]);

/** `map('filter', …)` or `map(attribute='key', default=…)`. */
function map(run: Run, args: Args, input: Value): Value {
  const all = iterateAny(run, input);
  const name = args.get('filter');
  if (name === undefined) {
    const get = getter(args.require('attribute'));
    const other = args.get('default');
    const taken = all.map((value) => {
      const found = get(value);
      return found instanceof Undefined && other !== undefined ? other : found;
    });
    return new Stream(taken, false);
  }
  const filter = typeof name === 'string' ? FILTERS.get(name) : undefined;
  if (filter === undefined) throw new TemplateError('map needs the name of a known filter.');
  const named = [...args.named].filter(([key]) => key !== 'filter');
  const given = bindArgs(filter, args.rest, named);
  const changed = all.map((value) => {
    run.step();
    run.read(value);
    return filter.call(run, given, value);
  });
  return new Stream(changed, false);
}
