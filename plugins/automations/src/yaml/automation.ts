import type { JsonValue } from '@lightkeeper/plugin-sdk';
import { automationSchema } from '../entity/schema.js';
import type { AutomationRecord } from '../entity/schema.js';
import { writeYaml } from './write.js';

const DEFAULTS = automationSchema.parse({}) as unknown as Record<string, JsonValue>;
/** In the order in which a person reads them. What is as always is left out, save for these. */
const FIELDS = Object.keys(automationSchema.shape);
const ALWAYS = new Set(['triggers', 'conditions', 'actions', 'mode']);

/** An automation as a text in YAML. */
export function automationText(name: string, data: Readonly<AutomationRecord>): string {
  const given = data as unknown as Record<string, JsonValue>;
  const shown = FIELDS.filter((field) => {
    if (data.blueprint !== null && (field === 'triggers' || field === 'conditions' || field === 'actions')) return false;
    return ALWAYS.has(field) || JSON.stringify(given[field]) !== JSON.stringify(DEFAULTS[field]);
  });
  return writeYaml({ name, ...Object.fromEntries(shown.map((field) => [field, given[field] ?? null])) });
}
