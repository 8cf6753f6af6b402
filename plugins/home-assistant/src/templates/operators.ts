import { TemplateError } from './errors.js';
import { LIMITS } from './limits.js';
import { calculate, numeric, smallInteger, type Numeric } from './numbers.js';
import type { Run } from './run.js';
import { characters, str } from './text.js';
import { Dict, Moment, Namespace, Stream, Tuple, Undefined, itemsOf, aType, typeName, type Value } from './values.js';

/** Python's `bool()`. */
export function truthy(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  const number = numeric(value);
  if (number !== undefined) return typeof number === 'bigint' ? number !== 0n : number !== 0;
  if (value instanceof Dict) return value.size > 0;
  if (value instanceof Stream) return !value.sized || value.items.length > 0;
  if (value instanceof Moment || value instanceof Namespace) return true;
  return (itemsOf(value)?.length ?? 0) > 0;
}

/** Python's `==`: numbers by value, True is 1, lists and dicts by what is in them. */
export function equal(run: Run, a: Value, b: Value, depth = 0): boolean {
  run.step();
  if (depth > LIMITS.depth) throw new TemplateError('A value is nested too deeply.');
  const [x, y] = [numeric(a), numeric(b)];
  if (x !== undefined && y !== undefined) return x >= y && x <= y;
  if (a instanceof Undefined) return b instanceof Undefined;
  if (a instanceof Moment) return b instanceof Moment && a.micros === b.micros && (a.offset === null) === (b.offset === null);
  if (a instanceof Dict) {
    if (!(b instanceof Dict) || a.size !== b.size) return false;
    for (const [key, value] of a.entries()) {
      const other = b.get(key);
      if (other === undefined || !equal(run, value, other, depth + 1)) return false;
    }
    return true;
  }
  const [left, right] = [itemsOf(a), itemsOf(b)];
  if (left === undefined || right === undefined) return a === b;
  if (Array.isArray(a) !== Array.isArray(b) || left.length !== right.length) return false;
  return left.every((item, index) => equal(run, item, right[index] ?? null, depth + 1));
}

/** Python's order, negative when a comes first. @throws TemplateError for two values that have none. */
export function compare(run: Run, a: Value, b: Value, depth = 0): number {
  run.step();
  if (depth > LIMITS.depth) throw new TemplateError('A value is nested too deeply.');
  const [x, y] = [numeric(a), numeric(b)];
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : x >= y ? 0 : NaN;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (a instanceof Moment && b instanceof Moment && (a.offset === null) === (b.offset === null)) return a.micros - b.micros;
  const [left, right] = [itemsOf(a), itemsOf(b)];
  if (left === undefined || right === undefined || Array.isArray(a) !== Array.isArray(b)) throw misfit('<', a, b);
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (!equal(run, item, other, depth + 1)) return compare(run, item, other, depth + 1);
  }
  return left.length - right.length;
}

/** Python's `in`. */
export function contains(run: Run, container: Value, item: Value): boolean {
  if (container instanceof Dict) return container.has(item);
  if (typeof container === 'string') {
    if (typeof item !== 'string') throw misfit('in', item, container);
    run.step(container.length >> 8);
    return container.includes(item);
  }
  return iterate(run, container).some((other) => equal(run, item, other));
}

/** What a loop goes through: items, keys or characters; nothing for an undefined value. */
export function iterate(run: Run, value: Value): readonly Value[] {
  const items = itemsOf(value) ?? (value instanceof Stream ? value.items : undefined);
  if (items !== undefined) {
    run.items(items.length);
    return items;
  }
  if (value instanceof Undefined) return [];
  if (value instanceof Dict) {
    run.items(value.size);
    return value.keys();
  }
  if (typeof value !== 'string') throw new TemplateError(`${aType(value)} cannot be gone through.`);
  run.items(value.length);
  return Array.from(value);
}

/** Python's `len()`. */
export function length(value: Value): number {
  if (typeof value === 'string') return characters(value).length;
  if (value instanceof Dict) return value.size;
  if (value instanceof Undefined) return 0;
  const items = itemsOf(value) ?? (value instanceof Stream && value.sized ? value.items : undefined);
  if (items === undefined) throw new TemplateError(`${aType(value)} has no length.`);
  return items.length;
}

/** The comparisons, by their sign. */
export const COMPARISONS = new Map<string, (run: Run, a: Value, b: Value) => boolean>([
  ['==', equal],
  ['!=', (run, a, b) => !equal(run, a, b)],
  ['<', (run, a, b) => compare(run, a, b) < 0],
  ['<=', (run, a, b) => compare(run, a, b) <= 0],
  ['>', (run, a, b) => compare(run, a, b) > 0],
  ['>=', (run, a, b) => compare(run, a, b) >= 0],
  ['in', (run, a, b) => contains(run, b, a)],
  ['not in', (run, a, b) => !contains(run, b, a)],
]);

/** The signs of `arithmetic`. */
export const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '//', '%', '**', '~']);

/** Python's arithmetic, and Jinja's `~`, which joins texts. */
export function arithmetic(run: Run, operator: string, a: Value, b: Value): Value {
  if (operator === '~') return run.text(str(run, a) + str(run, b));
  const [x, y] = [numeric(a), numeric(b)];
  if (x !== undefined && y !== undefined) return calculate(operator, x, y);
  const undefinedSide = [a, b].find((side) => side instanceof Undefined);
  if (undefinedSide !== undefined) throw new TemplateError(undefinedSide.reason);
  if (operator === '+') return joined(run, a, b);
  if (operator === '*') return y === undefined ? repeated(run, b, a) : repeated(run, a, b);
  throw misfit(operator, a, b);
}

function joined(run: Run, a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') return run.text(a + b);
  const [left, right] = [itemsOf(a), itemsOf(b)];
  if (left === undefined || right === undefined || Array.isArray(a) !== Array.isArray(b)) throw misfit('+', a, b);
  run.items(left.length + right.length);
  const all = [...left, ...right];
  return Array.isArray(a) ? all : new Tuple(all);
}

function repeated(run: Run, value: Value, times: Value): Value {
  const items = itemsOf(value);
  if (typeof value !== 'string' && items === undefined) throw misfit('*', value, times);
  const count = Math.max(0, smallInteger(times, 'A count'));
  if (typeof value === 'string') {
    run.room(value.length * count);
    return value.repeat(count);
  }
  const once = items ?? [];
  run.items(once.length * count);
  const all = Array.from({ length: once.length * count }, (_, index) => once[index % once.length] ?? null);
  return Array.isArray(value) ? all : new Tuple(all);
}

/** `-x` and `+x`. */
export function signed(sign: string, value: Value): Numeric {
  if (value instanceof Undefined) throw new TemplateError(value.reason);
  const number = numeric(value);
  if (number === undefined) throw new TemplateError(`${aType(value)} has no sign.`);
  return sign === '-' ? -number : number;
}

function misfit(operator: string, a: Value, b: Value): TemplateError {
  const reason = [a, b].find((side) => side instanceof Undefined)?.reason;
  return new TemplateError(reason ?? `${operator} does not fit ${typeName(a)} and ${typeName(b)}.`);
}
