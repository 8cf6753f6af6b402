import { TemplateError } from './errors.js';
import { LIMITS } from './limits.js';
import { Undefined, typeName, type Value } from './values.js';

/** A number of Python's: an int or a float. */
export type Numeric = bigint | number;

/** A number, with True as 1; undefined for what Python does not calculate with. */
export function numeric(value: Value): Numeric | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
}

const INTEGER = /^[+-]?\d+(?:_\d+)*$/;
const FLOAT = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?$/i;
const WORDS = new Map([
  ['inf', Infinity],
  ['infinity', Infinity],
  ['nan', NaN],
]);

/** Python's `float()`; undefined where that raises. @throws TemplateError for what is undefined. */
export function toFloat(value: Value): number | undefined {
  const number = numeric(value);
  if (number !== undefined) return Number(number);
  if (value instanceof Undefined) throw new TemplateError(value.reason);
  if (typeof value !== 'string' || value.length > LIMITS.number) return undefined;
  const text = value.trim();
  if (FLOAT.test(text)) return Number(text.replaceAll('_', ''));
  const word = WORDS.get(text.replace(/^[+-]/, '').toLowerCase());
  return word !== undefined && text.startsWith('-') ? -word : word;
}

/** Jinja's `int`: of a text, then of its float; undefined where neither is one. @throws TemplateError for what is undefined. */
export function toInteger(value: Value, base = 10): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string') {
    if (value.length > LIMITS.number) return undefined;
    const text = value.trim();
    if (base !== 10) return parseInBase(text, base);
    if (INTEGER.test(text)) return BigInt(text.replaceAll('_', '').replace('+', ''));
  }
  const float = toFloat(value);
  return float === undefined ? undefined : truncated(float);
}

/** A float without its fraction; undefined for infinity and what is no number. */
export function truncated(value: number): bigint | undefined {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
}

const PREFIXES = new Map([
  [2, /^0b_?/],
  [8, /^0o_?/],
  [16, /^0x_?/],
]);

function parseInBase(text: string, base: number): bigint | undefined {
  if (base < 2 || base > 36) return undefined;
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text.toLowerCase()) ?? [];
  const digits = rest.replace(PREFIXES.get(base) ?? /^(?!)/, '').replace(/(?<=[0-9a-z])_(?=[0-9a-z])/g, '');
  if (digits === '') return undefined;
  let value = 0n;
  for (const digit of digits) {
    const number = /[0-9a-z]/.test(digit) ? parseInt(digit, 36) : base;
    if (number >= base) return undefined;
    value = value * BigInt(base) + BigInt(number);
  }
  return sign === '-' ? -value : value;
}

/** An integer that a position or a count may be. @throws TemplateError when it is none, or a huge one. */
export function smallInteger(value: Value, what: string): number {
  const number = typeof value === 'boolean' ? BigInt(value) : value;
  if (typeof number !== 'bigint') throw new TemplateError(`${what} must be an integer, not ${typeName(value)}.`);
  if (number > 1_000_000_000n || number < -1_000_000_000n) throw new TemplateError(`${what} is too large.`);
  return Number(number);
}

/** Rounds half to even, as Python does, and by the float's exact value: 2.675 is a little less than it looks. */
export function roundTo(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 20) return value;
  if (digits < 0) {
    const unit = 10 ** Math.min(-digits, 300);
    return halfToEven(value / unit) * unit;
  }
  if (Math.abs(value) >= 2 ** 52) return value;
  if (digits === 0) return halfToEven(value);
  const exact = Math.abs(value).toFixed(100);
  const kept = exact.slice(0, exact.indexOf('.') + 1 + digits);
  const rest = exact.slice(kept.length);
  const tie = /^50*$/.test(rest);
  if (!tie) return Number(value.toFixed(digits));
  const even = /[02468]$/.test(kept);
  return even ? Math.sign(value) * Number(kept) : Math.sign(value) * Number(Math.abs(value).toFixed(digits));
}

function halfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Arithmetic on numbers, as Python's: `/` is always a float, `//` and `%` round down, integers are exact. */
export function calculate(operator: string, a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'bigint' && typeof b === 'bigint') return integers(operator, a, b);
  return floats(operator, Number(a), Number(b));
}

function integers(operator: string, a: bigint, b: bigint): Numeric {
  switch (operator) {
    case '+':
      return bounded(a + b);
    case '-':
      return bounded(a - b);
    case '*':
      return bounded(a * b);
    case '/':
      return divide(Number(a), Number(b));
    case '//':
      return (a - modulo(a, b)) / b;
    case '%':
      return modulo(a, b);
    default:
      return power(a, b);
  }
}

function modulo(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new TemplateError('Division by zero.');
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

function power(a: bigint, b: bigint): Numeric {
  if (b < 0n) {
    if (a === 0n) throw new TemplateError('Division by zero.');
    return Number(a) ** Number(b);
  }
  const bits = a.toString(2).length;
  if (bits > 2 && b * BigInt(bits) > BigInt(LIMITS.integer)) throw new TemplateError('A power is too large.');
  if (b > BigInt(LIMITS.integer)) throw new TemplateError('A power is too large.');
  return bounded(a ** b);
}

function bounded(value: bigint): bigint {
  if (BigInt.asIntN(LIMITS.integer, value) !== value) throw new TemplateError('An integer is too large.');
  return value;
}

function floats(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return divide(a, b);
    case '//':
      return Math.floor((a - floatModulo(a, b)) / b + 0.5);
    case '%':
      return floatModulo(a, b);
    default:
      return floatPower(a, b);
  }
}

function divide(a: number, b: number): number {
  if (b === 0) throw new TemplateError('Division by zero.');
  return a / b;
}

function floatModulo(a: number, b: number): number {
  if (b === 0) throw new TemplateError('Division by zero.');
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

function floatPower(a: number, b: number): number {
  const result = a ** b;
  if (Number.isNaN(result) && !Number.isNaN(a) && !Number.isNaN(b)) throw new TemplateError('A power of a negative number is no float.');
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) throw new TemplateError('A power is too large.');
  return result;
}
