import { deviceCommandSchema, z } from '@lightkeeper/plugin-sdk';

const ID = z.string().min(1).max(64);
const ENTITIES = ['device', 'area', 'scene', 'playlist', 'capture', 'automation'] as const;

/** What a hole takes, as a blueprint's file says it. */
export const selectorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(ENTITIES), multiple: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('property'), of: z.string().max(40) }),
  z.strictObject({ kind: z.literal('command') }),
  z.strictObject({
    kind: z.literal('duration'),
    min_ms: z.number().min(0).default(0),
    max_ms: z.number().max(604_800_000).default(604_800_000),
  }),
  z.strictObject({ kind: z.literal('time') }),
  z.strictObject({ kind: z.literal('weekdays') }),
  z.strictObject({
    kind: z.literal('number'),
    min: z.number().default(-1_000_000),
    max: z.number().default(1_000_000),
    whole: z.boolean().default(false),
    unit: z.string().max(12).optional(),
  }),
  z.strictObject({ kind: z.literal('boolean') }),
  z.strictObject({ kind: z.literal('text'), multiline: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('select'), options: z.array(z.string().min(1).max(80)).min(1).max(50) }),
]);
type Selector = z.output<typeof selectorSchema>;

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What checks a value, and makes its field in the form. */
export function schemaOf(selector: Selector): z.ZodType {
  switch (selector.kind) {
    case 'property':
      return z
        .string()
        .min(1)
        .max(64)
        .meta({ ui: { property_of: selector.of } });
    case 'command':
      return deviceCommandSchema.meta({ ui: { widget: 'device_command' } });
    case 'duration':
      return z
        .number()
        .int()
        .min(selector.min_ms)
        .max(selector.max_ms)
        .meta({ ui: { widget: 'duration' } });
    case 'time':
      return z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'must be a time such as 22:30')
        .meta({ ui: { widget: 'time' } });
    case 'weekdays':
      return z
        .array(z.enum(WEEKDAYS))
        .min(1)
        .max(7)
        .meta({ ui: { widget: 'weekdays' } });
    case 'number': {
      const number = z.number().min(selector.min).max(selector.max);
      return (selector.whole ? number.int() : number).meta(selector.unit === undefined ? {} : { ui: { unit: selector.unit } });
    }
    case 'boolean':
      return z.boolean().meta({ ui: { widget: 'switch' } });
    case 'text':
      return z
        .string()
        .max(1_000)
        .meta(selector.multiline ? { ui: { widget: 'textarea' } } : {});
    case 'select':
      return z.enum(selector.options);
    default:
      return selector.multiple
        ? z
            .array(ID)
            .min(1, 'must name at least one')
            .max(100)
            .meta({ ui: { entity: selector.kind } })
        : ID.meta({ ui: { entity: selector.kind } });
  }
}
