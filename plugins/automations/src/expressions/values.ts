import type { JsonValue } from '@lightkeeper/plugin-sdk';

/** Deeper values are not for expressions. */
const MAX_DEPTH = 16;
/** Characters of a text that an expression takes. */
const MAX_TEXT = 16_384;
/** Characters and elements that an expression may give. */
const MAX_RESULT = 65_536;

/**
 * A JSON value as expressions see it: objects as maps, so that no key has a meaning of its own. Throws when it has more than `max` elements, or a text
 * that is too long.
 */
export function toExpressionValue(value: unknown, max: number): unknown {
  let room = max;
  const convert = (given: unknown, depth: number): unknown => {
    if (typeof given === 'string' && given.length > MAX_TEXT) throw new Error('A text is too long for an expression.');
    if (typeof given !== 'object' || given === null) return given ?? null;
    if (depth > MAX_DEPTH) throw new Error('A value is too deep for an expression.');
    const entries = Object.entries(given);
    room -= entries.length;
    if (room < 0)
      throw new Error(`A list or a map is too large for this expression: together they may have ${max.toLocaleString('en')} elements.`);
    if (Array.isArray(given)) return given.map((item) => convert(item, depth + 1));
    return new Map(entries.map(([key, item]) => [key, convert(item, depth + 1)]));
  };
  return convert(value, 0);
}

/** What an expression gave, as JSON. Throws when it cannot be. */
export function fromExpressionValue(value: unknown): JsonValue {
  let room = MAX_RESULT;
  const convert = (given: unknown, depth: number): JsonValue => {
    room -= typeof given === 'string' ? given.length : 1;
    if (room < 0) throw new Error('It gives too much.');
    if (depth > MAX_DEPTH) throw new Error('It gives something too deep.');
    switch (typeof given) {
      case 'string':
      case 'boolean':
        return given;
      case 'number':
        if (!Number.isFinite(given)) throw new Error('It gives no number that can be used: something was divided by zero, perhaps.');
        return given;
      case 'bigint':
        if (given > Number.MAX_SAFE_INTEGER || given < Number.MIN_SAFE_INTEGER) throw new Error('It gives too large a number.');
        return Number(given);
      case 'object':
        if (given === null) return null;
        if (Array.isArray(given)) return given.map((item) => convert(item, depth + 1));
        if (given instanceof Date) return given.toISOString();
        if (given instanceof Map) return object([...given], depth);
        if (Object.getPrototypeOf(given) === Object.prototype || Object.getPrototypeOf(given) === null)
          return object(Object.entries(given), depth);
        return special(given);
      default:
        throw new Error('It gives nothing that can be used.');
    }
  };
  const object = (entries: readonly [unknown, unknown][], depth: number): JsonValue =>
    Object.fromEntries(entries.map(([key, item]) => [String(key), convert(item, depth + 1)]));
  return convert(value, 0);
}

/** Unsigned integers and lengths of time; a length is given in milliseconds. */
function special(given: object): JsonValue {
  if ('seconds' in given && 'nanos' in given) return Number(given.seconds) * 1_000 + Number(given.nanos) / 1_000_000;
  if ('value' in given && typeof given.value !== 'object') return Number(given.value);
  throw new Error('It gives nothing that can be used.');
}
