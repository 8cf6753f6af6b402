import { TemplateError } from './errors.js';
import { LIMITS } from './limits.js';
import type { Run } from './run.js';
import { floatText } from './text.js';
import { Dict, Tuple, typeName, type Value } from './values.js';

/** Text that is no JSON, is too long or is nested too deeply. */
class NotJson extends Error {}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y; // eslint-disable-line no-control-regex -- RFC 8259 section 7 forbids them
const LITERALS: readonly (readonly [string, Value])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/**
 * Reads JSON (RFC 8259) as Home Assistant does: `5` is an int and `5.0` a float, keys keep their order, and an integer beyond
 * 64 bits is a float. `JSON.parse` would lose all three.
 *
 * @returns undefined when the text is no JSON, or more than we read.
 */
export function readJson(text: string): Value | undefined {
  if (text.length > LIMITS.payload) return undefined;
  try {
    const reader = new Reader(text);
    return reader.document();
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

class Reader {
  #at = 0;

  constructor(readonly text: string) {}

  document(): Value {
    const value = this.#value(0);
    this.#match(SPACE);
    if (this.#at !== this.text.length) throw new NotJson();
    return value;
  }

  #value(depth: number): Value {
    if (depth > LIMITS.depth) throw new NotJson();
    this.#match(SPACE);
    const next = this.text[this.#at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    if (next === '"') return this.#string();
    for (const [word, value] of LITERALS) {
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #object(depth: number): Dict {
    const dict = new Dict();
    this.#list('}', () => {
      const key = this.#string();
      this.#expect(':');
      dict.set(key, this.#value(depth + 1));
    });
    return dict;
  }

  #array(depth: number): Value[] {
    const list: Value[] = [];
    this.#list(']', () => list.push(this.#value(depth + 1)));
    return list;
  }

  #list(end: string, item: () => void): void {
    this.#at += 1;
    this.#match(SPACE);
    if (this.text[this.#at] !== end) {
      do {
        this.#match(SPACE);
        item();
        this.#match(SPACE);
      } while (this.text[this.#at] === ',' && ++this.#at);
    }
    this.#expect(end);
  }

  #string(): string {
    const quoted = this.#match(STRING)[0];
    return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  }

  #number(): bigint | number {
    const [digits, fraction, exponent] = this.#match(NUMBER);
    if (fraction !== undefined || exponent !== undefined) return Number(digits);
    if (digits.length > 20) return Number(digits);
    const integer = BigInt(digits);
    return integer >= -(2n ** 63n) && integer < 2n ** 64n ? integer : Number(digits);
  }

  #expect(sign: string): void {
    this.#match(SPACE);
    if (this.text[this.#at] !== sign) throw new NotJson();
    this.#at += 1;
  }

  #match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) throw new NotJson();
    this.#at = pattern.lastIndex;
    return match;
  }
}

/** How JSON is written: `tojson` is Python's `json.dumps` with sorted keys, `to_json` is Home Assistant's compact form. */
export interface JsonStyle {
  readonly comma: string;
  readonly colon: string;
  /** Each level on lines of its own, this much further in. */
  readonly indent: string;
  readonly sorted: boolean;
  readonly ascii: boolean;
  /** Floats as Python writes them (`1e-05`, `NaN`), else as Home Assistant's own writer does (`1e-5`, `null`). */
  readonly python: boolean;
}

/** @throws TemplateError for what JSON cannot hold, as an undefined value. */
export function writeJson(run: Run, value: Value, style: JsonStyle, level = 0): string {
  run.step();
  if (level > LIMITS.depth) throw new TemplateError('A value is nested too deeply.');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return style.python ? pythonFloat(value) : compactFloat(value);
  if (typeof value === 'string') return writeString(value, style);
  const inner = (item: Value): string => writeJson(run, item, style, level + 1);
  if (Array.isArray(value)) return run.text(block('[', value.map(inner), ']', style, level));
  if (value instanceof Tuple) return run.text(block('[', value.items.map(inner), ']', style, level));
  if (!(value instanceof Dict)) throw new TemplateError(`JSON cannot hold a ${typeName(value)}.`);
  const members = Array.from(value.entries(), ([key, item]) => [keyText(run, key, style), inner(item)] as const);
  if (style.sorted) members.sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = members.map(([key, item]) => writeString(key, style) + style.colon + item);
  return run.text(block('{', texts, '}', style, level));
}

function block(open: string, texts: readonly string[], close: string, style: JsonStyle, level: number): string {
  if (style.indent === '' || texts.length === 0) return open + texts.join(style.comma) + close;
  const line = `\n${style.indent.repeat(level)}`;
  return `${open}${line}${style.indent}${texts.join(`,${line}${style.indent}`)}${line}${close}`;
}

function keyText(run: Run, key: Value, style: JsonStyle): string {
  return typeof key === 'string' ? key : writeJson(run, key, style);
}

function writeString(text: string, style: JsonStyle): string {
  const quoted = JSON.stringify(text);
  return style.ascii ? quoted.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : quoted;
}

function pythonFloat(value: number): string {
  if (Number.isFinite(value)) return floatText(value);
  return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity';
}

function compactFloat(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-5 || size >= 1e16)) return value.toExponential().replace('+', '');
  return Object.is(value, -0) ? '-0.0' : Number.isInteger(value) ? `${String(value)}.0` : String(value);
}
