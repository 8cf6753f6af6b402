import type { FormHints } from '@lightkeeper/plugin-sdk/wire';

/** The part of JSON Schema 2020-12 that zod writes and the form understands. */
export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  format?: string;
  ui?: FormHints;
}

export type FieldKind =
  | 'string'
  | 'number'
  | 'boolean'
  | 'choice'
  /** A text, a number or a truth. */
  | 'scalar'
  | 'strings'
  /** Some of several choices. */
  | 'choices'
  | 'object'
  /** Values under names that the reader chooses. */
  | 'record'
  | 'json';

/** One field of a form, made from one property of a schema. */
export interface Field {
  key: string;
  /** JSON pointer, by which the hub names it in errors. */
  pointer: string;
  kind: FieldKind;
  title: string;
  description: string;
  required: boolean;
  nullable: boolean;
  /** It may be left out, and nothing takes its place. */
  optional: boolean;
  hints: FormHints;
  integer: boolean;
  min: number | null;
  max: number | null;
  max_length: number;
  format: string;
  options: { value: unknown; label: string }[];
  fields: Field[];
}

/** `retention_days` and `retentionDays` as words: Retention days. */
export function keyToTitle(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The form that stands for a value which is worked out later: `{ "$cel": … }`. */
const isExpression = (schema: JsonSchema): boolean => schema.properties?.['$cel'] !== undefined;

/** Takes `| null` and an expression in place of the value off a schema. */
function unwrap(schema: JsonSchema): { schema: JsonSchema; nullable: boolean } {
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null');
    const only = types.length === 1 ? types[0] : undefined;
    const { type: _all, ...rest } = schema;
    return { schema: { ...rest, type: only ?? types }, nullable: types.length < schema.type.length };
  }
  const choices = schema.anyOf ?? schema.oneOf;
  const real = choices?.filter((choice) => choice.type !== 'null' && !isExpression(choice));
  if (!choices || !real || real.length === choices.length) return { schema, nullable: false };
  const nullable = choices.some((choice) => choice.type === 'null');
  const { anyOf: _any, oneOf: _one, ...outer } = schema;
  const only = real.length === 1 ? real[0] : undefined;
  return { schema: only ? { ...only, ...outer } : { ...outer, anyOf: real }, nullable };
}

function choices(schema: JsonSchema): Field['options'] | null {
  if (schema.enum) return schema.enum.map((value) => ({ value, label: label(value) }));
  const list = schema.anyOf ?? schema.oneOf;
  if (list && list.length > 0 && list.every((one) => one.const !== undefined)) {
    return list.map((one) => ({ value: one.const, label: one.title ?? label(one.const) }));
  }
  return null;
}

function label(value: unknown): string {
  return typeof value === 'string' ? keyToTitle(value) : String(value);
}

const PLAIN = ['string', 'number', 'integer', 'boolean'];

function isScalar(schema: JsonSchema): boolean {
  const list = schema.anyOf ?? schema.oneOf ?? (Array.isArray(schema.type) ? schema.type.map((type): JsonSchema => ({ type })) : []);
  return list.length > 1 && list.every(({ type }) => typeof type === 'string' && PLAIN.includes(type));
}

function kindOf(schema: JsonSchema, options: Field['options'] | null): FieldKind {
  if (options) return 'choice';
  if (isScalar(schema)) return 'scalar';
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      if (schema.items?.enum) return 'choices';
      return schema.items?.type === 'string' ? 'strings' : 'json';
    case 'object':
      if (schema.properties && Object.keys(schema.properties).length > 0) return 'object';
      return typeof schema.additionalProperties === 'object' ? 'record' : 'json';
    default:
      return 'json';
  }
}

/** zod writes the range of safe integers for every integer; that is no bound to show. */
function bound(value: number | undefined): number | null {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? null : value;
}

function toField(key: string, given: JsonSchema, required: boolean, parent: string): Field {
  const { schema, nullable } = unwrap(given);
  const options = choices(schema);
  const kind = kindOf(schema, options);
  const pointer = `${parent}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
  return {
    key,
    pointer,
    kind,
    title: given.title ?? schema.title ?? keyToTitle(key),
    description: given.description ?? schema.description ?? '',
    required: required && given.default === undefined && !nullable,
    nullable,
    optional: !required && given.default === undefined,
    hints: { ...schema.ui, ...given.ui },
    integer: schema.type === 'integer',
    min: bound(schema.minimum ?? schema.exclusiveMinimum),
    max: bound(schema.maximum ?? schema.exclusiveMaximum),
    max_length: schema.maxLength ?? 0,
    format: schema.format ?? '',
    options: options ?? (kind === 'choices' && schema.items ? (choices(schema.items) ?? []) : []),
    fields: kind === 'object' ? fieldsOf(schema, pointer) : [],
  };
}

/** The fields of an object's schema, in its order. A schema that is no object has none. */
export function fieldsOf(schema: JsonSchema, parent = ''): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([key, property]) => toField(key, property, required.has(key), parent));
}
