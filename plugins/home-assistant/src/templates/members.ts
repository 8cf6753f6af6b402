import { TemplateError } from './errors.js';
import { pieces, isoFormat, strftime, timestamp } from './moment.js';
import { smallInteger } from './numbers.js';
import { equal, iterate } from './operators.js';
import type { Run } from './run.js';
import { characters, str } from './text.js';
import { Dict, Moment, Namespace, Stream, Tuple, Undefined, itemsOf, aType, typeName, type Value } from './values.js';

/**
 * Attributes, items and methods. All of them are looked up here, in tables and in the data's own keys; no property of a
 * JavaScript object is ever read by a name that a template gives.
 */

type Method<T extends Value> = (run: Run, self: T, args: readonly Value[]) => Value;

const text = (args: readonly Value[], index: number, what: string): string => {
  const value = args[index];
  if (typeof value !== 'string') throw new TemplateError(`${what} must be text.`);
  return value;
};

/** A found value, None too, or another. */
const otherwise = (found: Value | undefined, other: Value): Value => (found === undefined ? other : found);

/** Any of the given prefixes or suffixes, one text or a tuple of them. */
function some(args: readonly Value[], matches: (part: string) => boolean): boolean {
  const [wanted] = args;
  return (wanted instanceof Tuple ? wanted.items : [wanted]).some((part, index, all) =>
    matches(text(all as Value[], index, 'What is looked for')),
  );
}

const TEXT_METHODS = new Map<string, Method<string>>([
  ['lower', (_, self) => self.toLowerCase()],
  ['upper', (run, self) => run.text(self.toUpperCase())],
  ['title', (_, self) => self.replace(/\p{L}+/gu, capitalized)],
  ['capitalize', (_, self) => capitalized(self)],
  ['strip', (_, self, args) => strip(self, args[0])],
  ['lstrip', (_, self, args) => strip(self, args[0], 'start')],
  ['rstrip', (_, self, args) => strip(self, args[0], 'end')],
  ['startswith', (_, self, args) => some(args, (part) => self.startsWith(part))],
  ['endswith', (_, self, args) => some(args, (part) => self.endsWith(part))],
  ['replace', (run, self, args) => replaceText(run, self, text(args, 0, 'What is replaced'), text(args, 1, 'The replacement'), args[2])],
  ['split', (run, self, args) => split(run, self, args[0] ?? null, args[1])],
  [
    'join',
    (run, self, args) =>
      joinTexts(
        run,
        iterate(run, args[0] ?? null).map((item) => str(run, item)),
        self,
      ),
  ],
  ['count', (run, self, args) => BigInt(occurrences(run, self, text(args, 0, 'What is counted')))],
  ['find', (_, self, args) => BigInt(self.indexOf(text(args, 0, 'What is looked for')))],
  ['isdigit', (_, self) => /^\p{Nd}+$/u.test(self)],
  ['zfill', (run, self, args) => zfill(run, self, smallInteger(args[0] ?? null, 'A width'))],
]);

const DICT_METHODS = new Map<string, Method<Dict>>([
  ['get', (_, self, [key = null, fallback = null]) => otherwise(self.get(key), fallback)],
  ['keys', (run, self) => new Stream(iterate(run, self), true)],
  [
    'values',
    (run, self) =>
      new Stream(
        iterate(run, self).map((key) => self.get(key) ?? null),
        true,
      ),
  ],
  [
    'items',
    (run, self) =>
      new Stream(
        iterate(run, self).map((key) => new Tuple([key, self.get(key) ?? null])),
        true,
      ),
  ],
]);

const LIST_METHODS = new Map<string, Method<Value[] | Tuple>>([
  ['count', (run, self, args) => BigInt(iterate(run, self).filter((item) => equal(run, item, args[0] ?? null)).length)],
  [
    'index',
    (run, self, args) => {
      const index = iterate(run, self).findIndex((item) => equal(run, item, args[0] ?? null));
      if (index < 0) throw new TemplateError('The list does not contain it.');
      return BigInt(index);
    },
  ],
]);

const MOMENT_METHODS = new Map<string, Method<Moment>>([
  ['strftime', (run, self, args) => run.text(strftime(self, text(args, 0, 'A time format')))],
  ['isoformat', (_, self) => isoFormat(self)],
  ['timestamp', (_, self) => timestamp(self)],
]);

const MOMENT_FIELDS = new Map<string, keyof ReturnType<typeof pieces>>([
  ['year', 'year'],
  ['month', 'month'],
  ['day', 'day'],
  ['hour', 'hour'],
  ['minute', 'minute'],
  ['second', 'second'],
  ['microsecond', 'micro'],
]);

/** What Python's own types have and templates here do not; an attribute of such a name must not look undefined. */
const DICT_RESERVED = new Set(['clear', 'copy', 'fromkeys', 'pop', 'popitem', 'setdefault', 'update', ...DICT_METHODS.keys()]);

/** Whether any value has a method of this name that templates may call. */
export function isMethod(name: string): boolean {
  return [TEXT_METHODS, DICT_METHODS, LIST_METHODS, MOMENT_METHODS].some((methods) => methods.has(name));
}

/** `self.name(…)`. */
export function callMethod(run: Run, self: Value, name: string, args: readonly Value[]): Value {
  if (self instanceof Undefined) throw new TemplateError(self.reason);
  run.read(self);
  const method = bound(self, name);
  if (method === undefined) throw new TemplateError(`${aType(self)} has no method ${name}().`);
  return method(run, args);
}

function bound(self: Value, name: string): ((run: Run, args: readonly Value[]) => Value) | undefined {
  const on = <T extends Value>(methods: Map<string, Method<T>>, target: T) => {
    const method = methods.get(name);
    return method && ((run: Run, args: readonly Value[]) => method(run, target, args));
  };
  if (typeof self === 'string') return on(TEXT_METHODS, self);
  if (self instanceof Dict) return on(DICT_METHODS, self);
  if (self instanceof Moment) return on(MOMENT_METHODS, self);
  return Array.isArray(self) || self instanceof Tuple ? on(LIST_METHODS, self) : undefined;
}

/** `self.name`: as Jinja looks it up, an attribute of Python's before a key. */
export function attribute(self: Value, name: string): Value {
  if (self instanceof Undefined) throw new TemplateError(self.reason);
  if (self instanceof Dict && DICT_RESERVED.has(name)) throw methodAsValue(name);
  const found = self instanceof Dict ? self.get(name) : self instanceof Namespace ? self.fields.get(name) : undefined;
  if (found !== undefined) return found;
  const field = self instanceof Moment ? MOMENT_FIELDS.get(name) : undefined;
  if (field !== undefined && self instanceof Moment) return BigInt(pieces(self)[field]);
  if (bound(self, name) !== undefined) throw methodAsValue(name);
  return missing(self, name);
}

/** `self[key]`: a key or index before an attribute. What is not there is undefined. */
export function item(self: Value, key: Value): Value {
  if (self instanceof Undefined) throw new TemplateError(self.reason);
  if (self instanceof Dict) {
    const found = self.get(key);
    if (found !== undefined) return found;
    if (typeof key === 'string' && DICT_RESERVED.has(key)) throw methodAsValue(key);
    return missing(self, key);
  }
  const items =
    typeof self === 'string' ? characters(self) : (itemsOf(self) ?? (self instanceof Stream && self.sized ? self.items : undefined));
  if (items !== undefined && (typeof key === 'bigint' || typeof key === 'boolean')) {
    const index = Number(key);
    return otherwise(items[index < 0 ? index + items.length : index], missing(self, key));
  }
  return typeof key === 'string' ? attribute(self, key) : missing(self, key);
}

/** `self[start:stop:step]`. */
export function slice(run: Run, self: Value, edges: readonly [Value, Value, Value]): Value {
  if (self instanceof Undefined) throw new TemplateError(self.reason);
  if (typeof self === 'string') return run.text(pick(run, Array.from(self), edges).join(''));
  const items = itemsOf(self);
  if (items === undefined) throw new TemplateError(`${aType(self)} cannot be sliced.`);
  const taken = pick(run, items, edges);
  return Array.isArray(self) ? taken : new Tuple(taken);
}

function pick<T>(run: Run, items: readonly T[], [start, stop, step]: readonly [Value, Value, Value]): T[] {
  run.items(items.length);
  const by = step === null ? 1 : smallInteger(step, 'The step of a slice');
  if (by === 0) throw new TemplateError('The step of a slice is 0.');
  const [low, high] = by > 0 ? [0, items.length] : [-1, items.length - 1];
  const edge = (value: Value, fallback: number): number => {
    if (value === null) return fallback;
    const index = smallInteger(value, 'The edge of a slice');
    return Math.min(high, Math.max(low, index < 0 ? index + items.length : index));
  };
  const [from, to] = by > 0 ? [edge(start, low), edge(stop, high)] : [edge(start, high), edge(stop, low)];
  const count = Math.max(0, Math.ceil((to - from) / by));
  return Array.from({ length: count }, (_, index) => items[from + index * by]).filter((taken) => taken !== undefined);
}

function missing(self: Value, key: Value): Undefined {
  const name = typeof key === 'string' ? `'${key.slice(0, 100)}'` : typeof key === 'bigint' ? String(key) : `that ${typeName(key)}`;
  return new Undefined(`${aType(self)} has no ${name}.`);
}

function methodAsValue(name: string): TemplateError {
  return new TemplateError(`${name} is a method; it is used as a value.`);
}

/** The first character upper, the others lower. */
export function capitalized(self: string): string {
  const [first = '', ...rest] = Array.from(self);
  return first.toUpperCase() + rest.join('').toLowerCase();
}

/** Python's `strip`: white space, or any of the given characters. */
export function strip(self: string, chars: Value | undefined, side: 'start' | 'end' | 'both' = 'both'): string {
  if (chars === undefined || chars === null) {
    return side === 'start' ? self.trimStart() : side === 'end' ? self.trimEnd() : self.trim();
  }
  if (typeof chars !== 'string') throw new TemplateError('What is stripped must be text.');
  const among = new Set(chars);
  const all = Array.from(self);
  let [start, end] = [0, all.length];
  while (side !== 'end' && start < end && among.has(all[start] ?? '')) start += 1;
  while (side !== 'start' && end > start && among.has(all[end - 1] ?? '')) end -= 1;
  return all.slice(start, end).join('');
}

/** How often a text occurs, without overlaps. */
function occurrences(run: Run, self: string, wanted: string): number {
  run.step(self.length >> 8);
  if (wanted === '') return characters(self).length + 1;
  let count = 0;
  for (let at = self.indexOf(wanted); at >= 0; at = self.indexOf(wanted, at + wanted.length)) count += 1;
  return count;
}

/** Python's `replace`, at most `limit` times. */
export function replaceText(run: Run, self: string, old: string, fresh: string, limit: Value | undefined): string {
  const most = limit === undefined || limit === null ? -1 : smallInteger(limit, 'A count');
  const found = occurrences(run, self, old);
  const count = most < 0 ? found : Math.min(most, found);
  run.room(self.length + count * Math.max(0, fresh.length - old.length));
  const parts = old === '' ? ['', ...Array.from(self), ''] : self.split(old);
  if (count === 0) return self;
  return (
    parts.slice(0, count + 1).join(fresh) +
    parts
      .slice(count + 1)
      .map((part) => old + part)
      .join('')
  );
}

/** Python's `split`, at white space or at a text, at most `limit` times. */
function split(run: Run, self: string, at: Value, limit: Value | undefined): Value[] {
  const most = limit === undefined ? -1 : smallInteger(limit, 'A count');
  if (at !== null && (typeof at !== 'string' || at === '')) throw new TemplateError('What splits a text must be a text.');
  const source = at === null ? self.trim() : self;
  if (at === null && source === '') return [];
  run.items(at === null ? (source.match(/\s+/g)?.length ?? 0) + 1 : occurrences(run, source, at) + 1);
  const parts = source.split(at ?? /\s+/);
  if (most < 0 || parts.length <= most + 1) return parts;
  if (at !== null) return [...parts.slice(0, most), parts.slice(most).join(at)];
  const rest = new RegExp(`^(?:\\S+\\s+){${String(Math.min(most, parts.length))}}`).exec(source)?.[0] ?? '';
  return [...parts.slice(0, most), self.trimStart().slice(rest.length)];
}

/** Texts with a text between them. */
export function joinTexts(run: Run, texts: readonly string[], between: string): string {
  run.room(texts.reduce((sum, part) => sum + part.length + between.length, 0));
  return texts.join(between);
}

function zfill(run: Run, self: string, width: number): string {
  run.room(Math.max(self.length, width));
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(self) ?? [];
  return sign + digits.padStart(width - sign.length, '0');
}
