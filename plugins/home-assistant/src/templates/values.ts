import { TemplateError } from './errors.js';
import { LIMITS } from './limits.js';

/**
 * What templates calculate with, as Python tells it apart: an int is a bigint, a float is a number, a list is an array.
 * None of these has keys of JavaScript's own that a template could reach: attributes are looked up in `members.ts` alone.
 */
export type Value = Undefined | null | boolean | bigint | number | string | Value[] | Tuple | Dict | Stream | Namespace | Moment;

/** A name, key or index that does not exist. Its text is empty; going on from it fails with `reason`. */
export class Undefined {
  constructor(readonly reason: string) {}
}

export class Tuple {
  constructor(readonly items: readonly Value[]) {}
}

/** What `map`, `zip`, `.keys()` and their like return: it can be gone through, but has no text until `list` makes one of it. */
export class Stream {
  constructor(
    readonly items: readonly Value[],
    /** Views and ranges know their length, generators do not. */
    readonly sized: boolean,
  ) {}
}

/** What `namespace()` makes, and `loop`. */
export class Namespace {
  readonly fields = new Map<string, Value>();

  constructor(readonly writable: boolean) {}
}

/** A point in time. `offset` is in minutes, east of Greenwich positive; null for one that names no zone. */
export class Moment {
  constructor(
    /** Microseconds since 1970 in UTC; without a zone, as if it were UTC. */
    readonly micros: number,
    readonly offset: number | null,
  ) {}
}

const UNDEFINED_KEY = Symbol('undefined');
type Key = string | bigint | number | null | typeof UNDEFINED_KEY;

/** Python's dict: 1, 1.0 and True are one key. */
export class Dict {
  readonly #entries = new Map<Key, readonly [Value, Value]>();

  static of(entries: Iterable<readonly [Value, Value]>): Dict {
    const dict = new Dict();
    for (const [key, value] of entries) dict.set(key, value);
    return dict;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    const hashed = keyOf(key);
    return hashed === undefined ? undefined : this.#entries.get(hashed)?.[1];
  }

  set(key: Value, value: Value): void {
    const hashed = hash(key);
    this.#entries.set(hashed, [this.#entries.get(hashed)?.[0] ?? key, value]);
  }

  has(key: Value): boolean {
    return this.#entries.has(hash(key));
  }

  entries(): Iterable<readonly [Value, Value]> {
    return this.#entries.values();
  }

  keys(): Value[] {
    return Array.from(this.#entries.values(), ([key]) => key);
  }
}

function hash(key: Value): Key {
  const hashed = keyOf(key);
  if (hashed === undefined) throw new TemplateError(`${aType(key)} cannot be a key.`);
  return hashed;
}

function keyOf(value: Value): Key | undefined {
  if (typeof value === 'string' || typeof value === 'bigint' || value === null) return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  return value instanceof Undefined ? UNDEFINED_KEY : undefined;
}

/** Python's name of the type, for messages. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Tuple) return 'tuple';
  if (value instanceof Dict) return 'dict';
  if (value instanceof Moment) return 'datetime';
  if (value instanceof Stream) return value.sized ? 'view' : 'generator';
  return value instanceof Namespace ? 'namespace' : 'Undefined';
}

/** The type with its article, to begin a message with. */
export function aType(value: Value): string {
  const name = typeName(value);
  return `${/^[aiU]/.test(name) ? 'An' : 'A'} ${name}`;
}

/** The items of a list or a tuple; undefined for anything else. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof Tuple ? value.items : undefined;
}

/** A value that need not be brought in any more. */
export class Ready {
  constructor(readonly value: Value) {}
}

/** Brings plain data in. Of objects only their own keys count; an integral number is an int. */
export function toValue(data: unknown, depth = 0): Value {
  if (depth > LIMITS.depth) throw new TemplateError('A variable is nested too deeply.');
  if (data === null || typeof data === 'string' || typeof data === 'boolean' || typeof data === 'bigint') return data;
  if (typeof data === 'number') return Number.isSafeInteger(data) ? BigInt(data) : data;
  if (data === undefined) return new Undefined('a variable is undefined');
  if (data instanceof Ready) return data.value;
  if (Array.isArray(data)) return data.map((item: unknown) => toValue(item, depth + 1));
  if (typeof data === 'object') {
    return Dict.of(Object.entries(data).map(([key, value]: [string, unknown]) => [key, toValue(value, depth + 1)] as const));
  }
  throw new TemplateError(`A variable is a ${typeof data}, which templates do not know.`);
}
