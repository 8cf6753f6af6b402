import type { Rgb } from '@lightkeeper/plugin-sdk/wire';
import type { JsonSchema } from '@lightkeeper/ui';

/** `#ff8000` of a colour. */
export function hexOf({ r, g, b }: Rgb): string {
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return { r: (value >> 16) & 255, g: (value >> 8) & 255, b: value & 255 };
}

export function isRgb(value: unknown): value is Rgb {
  if (typeof value !== 'object' || value === null) return false;
  const { r, g, b } = value as Partial<Rgb>;
  return [r, g, b].every((part) => Number.isInteger(part));
}

/** A property of a schema that is one colour or some of them. */
export interface ColorField {
  key: string;
  title: string;
  description: string;
  /** Null where it is one colour. */
  list: { min: number; max: number } | null;
  initial: Rgb[];
}

const isColorSchema = (schema: JsonSchema | undefined): boolean =>
  schema?.type === 'object' &&
  Object.keys(schema.properties ?? {})
    .sort()
    .join('') === 'bgr';

/** Takes the colours out of a schema: they have a field of their own, and a form shows the rest. */
export function splitColors(schema: JsonSchema): { colors: ColorField[]; rest: JsonSchema } {
  const colors: ColorField[] = [];
  const rest: Record<string, JsonSchema> = {};
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const many = property.type === 'array' && isColorSchema(property.items);
    if (!many && !isColorSchema(property)) {
      rest[key] = property;
      continue;
    }
    const given = many ? property.default : [property.default];
    colors.push({
      key,
      title: property.title ?? key,
      description: property.description ?? '',
      list: many ? { min: Math.max(1, (property as { minItems?: number }).minItems ?? 1), max: property.maxItems ?? 8 } : null,
      initial: Array.isArray(given) ? given.filter(isRgb) : [],
    });
  }
  const required = (schema.required ?? []).filter((key) => key in rest);
  return { colors, rest: { ...schema, properties: rest, required } };
}
