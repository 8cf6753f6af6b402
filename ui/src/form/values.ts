import type { Field, JsonSchema } from './fields.js';

export type FormValue = Record<string, unknown>;

function isObject(value: unknown): value is FormValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is an expression, worked out when it is needed. */
export function isExpression(value: unknown): value is { $cel: string } {
  return isObject(value) && typeof value['$cel'] === 'string';
}

/** Whether two values say the same in JSON. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The JSON Merge Patch that leads from one value to the other: only what differs, `null` for what is gone. */
export function mergePatch(from: FormValue, to: FormValue): FormValue {
  const patch: FormValue = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [from[key], to[key]];
    if (same(before, after)) continue;
    if (after === undefined) patch[key] = null;
    else patch[key] = isObject(before) && isObject(after) ? mergePatch(before, after) : after;
  }
  return patch;
}

/** A value that has every default of the schema where the given one has nothing. */
export function withDefaults(schema: JsonSchema, given: FormValue): FormValue {
  const value: FormValue = { ...given };
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const now = value[key];
    // A field of its own kind knows best what its value begins with.
    if (property.type === 'object' && property.properties && property.ui?.widget === undefined) {
      const start = isObject(now) ? now : isObject(property.default) ? property.default : {};
      value[key] = withDefaults(property, start);
    } else if (now === undefined && property.default !== undefined) {
      value[key] = property.default;
    }
  }
  return value;
}

/** Puts one value at a JSON pointer, without touching the given object. */
export function setAt(value: FormValue, pointer: string, next: unknown): FormValue {
  const [head, ...rest] = pointer.split('/').slice(1);
  if (head === undefined) return value;
  const key = head.replace(/~1/g, '/').replace(/~0/g, '~');
  if (rest.length === 0) return { ...value, [key]: next };
  const inner = value[key];
  return { ...value, [key]: setAt(isObject(inner) ? inner : {}, `/${rest.join('/')}`, next) };
}

/** Whether a field's `show_if` allows it beside its neighbours' values. */
export function isShown(field: Field, siblings: FormValue): boolean {
  const condition = field.hints.show_if;
  return !condition || same(siblings[condition.field], condition.equals);
}

/** What was typed for a field, as the value it stands for. Text that is no number stays text: the hub then says what is wrong. */
export function parseText(field: Field, text: string): unknown {
  if (text === '' && field.nullable) return null;
  if (field.kind !== 'number') return text;
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}

/** What can be said before the hub is asked: what is missing and what is out of bounds. By JSON pointer. */
export function checkLocally(fields: readonly Field[], value: FormValue, words: LocalWords): Map<string, string> {
  const wrong = new Map<string, string>();
  for (const field of fields) {
    if (!isShown(field, value)) continue;
    const now = value[field.key];
    if (isExpression(now)) continue;
    if (field.kind === 'object') {
      for (const [pointer, text] of checkLocally(field.fields, isObject(now) ? now : {}, words)) wrong.set(pointer, text);
    } else if (field.required && (now === undefined || now === '')) {
      wrong.set(field.pointer, words.missing);
    } else if (field.kind === 'number' && now !== undefined && now !== null && !(field.optional && now === '')) {
      const text = checkNumber(field, now, words);
      if (text) wrong.set(field.pointer, text);
    }
  }
  return wrong;
}

export interface LocalWords {
  missing: string;
  not_a_number: string;
  not_whole: string;
  too_small(min: number): string;
  too_large(max: number): string;
}

function checkNumber(field: Field, now: unknown, words: LocalWords): string | null {
  if (typeof now !== 'number') return words.not_a_number;
  if (field.integer && !Number.isInteger(now)) return words.not_whole;
  if (field.min !== null && now < field.min) return words.too_small(field.min);
  if (field.max !== null && now > field.max) return words.too_large(field.max);
  return null;
}

/** What was typed where any plain value may stand: `12.5` is a number, `true` and `false` are themselves, and the rest is text. */
export function parseScalar(text: string): string | number | boolean {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : text;
}

/** A value as it is typed; empty for none. */
export function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
