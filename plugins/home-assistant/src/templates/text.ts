import { TemplateError } from './errors.js';
import { LIMITS } from './limits.js';
import type { Run } from './run.js';
import { Dict, Moment, Tuple, Undefined, aType, type Value } from './values.js';
import { isoFormat } from './moment.js';

/** Python's `str()`: what `{{ }}` writes. */
export function str(run: Run, value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof Undefined) return '';
  if (value instanceof Moment) return isoFormat(value, ' ');
  return repr(run, value);
}

/** Python's `repr()`: what stands in the text of a list. */
export function repr(run: Run, value: Value, depth = 0): string {
  run.step();
  if (depth > LIMITS.depth) throw new TemplateError('A value is nested too deeply.');
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return floatText(value);
  if (typeof value === 'string') return quote(value);
  if (value instanceof Undefined) return 'Undefined';
  const inner = (item: Value): string => repr(run, item, depth + 1);
  if (Array.isArray(value)) return run.text(`[${value.map(inner).join(', ')}]`);
  if (value instanceof Tuple) return run.text(`(${value.items.map(inner).join(', ')}${value.items.length === 1 ? ',' : ''})`);
  if (value instanceof Dict) {
    return run.text(`{${Array.from(value.entries(), ([key, item]) => `${inner(key)}: ${inner(item)}`).join(', ')}}`);
  }
  throw new TemplateError(`${aType(value)} has no text.`);
}

/** Python's shortest text of a float: `1.0`, `1e-05`, `1e+16`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  return Number.isInteger(value) ? `${String(value)}.0` : String(value);
}

const ESCAPES = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Python's quotes: single ones, unless the text has such and no double ones. What cannot be printed is escaped. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/['\\]|(?! )[\p{C}\p{Z}]/gu, (char) => {
    if (char === "'") return mark === "'" ? "\\'" : char;
    const code = char.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return (
      ESCAPES.get(char) ??
      (code <= 0xff ? `\\x${hex.padStart(2, '0')}` : code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`)
    );
  });
  return mark + body + mark;
}

/** A text's characters as Python counts them: an emoji is one. */
export function characters(text: string): ArrayLike<string> & { slice(start: number, end?: number): string | string[] } {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
}

/** A part of a text, counted as Python counts. */
export function sliceText(text: string, start: number, end?: number): string {
  const part = characters(text).slice(start, end);
  return typeof part === 'string' ? part : part.join('');
}
