import { HubError, SEVERITIES, z, type ActivityFilters, type Severity } from '@lightkeeper/plugin-sdk';
import type { Selection } from './selection.js';
import { splitWords } from './words.js';

const list = z.union([z.string().max(2000), z.array(z.string().max(200)).max(64)]).optional();
const text = (max: number) => z.string().min(1).max(max).optional();
const time = z.iso.datetime({ offset: true }).optional();

/** The eight filters as query parameters. Lists are repeated or separated by commas. */
export const filterShape = {
  categories: list.meta({ description: 'Categories, repeated or separated by commas' }),
  severities: list.meta({ description: 'info, warning, error; repeated or separated by commas' }),
  actor: text(200).meta({ description: 'The actor as the entry has it: user:anna' }),
  entity_type: text(64),
  entity_id: text(200),
  since: time.meta({ description: 'ISO 8601, inclusive' }),
  until: time.meta({ description: 'ISO 8601, exclusive' }),
  message_like: z.string().max(200).optional().meta({ description: 'Words that the message holds, each from its beginning' }),
};

export type FilterQuery = z.output<z.ZodObject<typeof filterShape>>;

const filterSchema = z.strictObject(filterShape);

function values(input: string | readonly string[] | undefined): string[] | null {
  if (input === undefined) return null;
  const parts = (typeof input === 'string' ? [input] : input).flatMap((part) => part.split(','));
  const named = [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))].sort();
  return named.length === 0 ? null : named;
}

function severity(value: string): Severity {
  const known = SEVERITIES.find((candidate) => candidate === value);
  if (known === undefined) throw HubError.field('?severities', `${JSON.stringify(value)} is none of ${SEVERITIES.join(', ')}`);
  return known;
}

export interface FilterRules {
  knowsCategory: (category: string) => boolean;
  hidden_category: string | null;
}

/** Checks filters and brings them into one spelling. Throws `LK_VALIDATION` that names the wrong one. */
export function toSelection(query: FilterQuery, rules: FilterRules): Selection {
  const categories = values(query.categories);
  for (const category of categories ?? []) {
    if (!rules.knowsCategory(category)) throw HubError.field('?categories', `${JSON.stringify(category)} is not a category of this hub`);
  }
  const since = query.since === undefined ? null : Date.parse(query.since);
  const until = query.until === undefined ? null : Date.parse(query.until);
  if (since !== null && until !== null && since > until) throw HubError.field('?since', 'must not be after until');
  return {
    categories,
    severities: values(query.severities)?.map(severity) ?? null,
    actor: query.actor ?? null,
    entity_type: query.entity_type ?? null,
    entity_id: query.entity_id ?? null,
    since,
    until,
    words: query.message_like === undefined || query.message_like.trim() === '' ? null : splitWords(query.message_like),
    hidden_category: rules.hidden_category,
  };
}

/** The same for filters that come from code instead of an address. */
export function selectionOf(filters: ActivityFilters, rules: FilterRules): Selection {
  const parsed = filterSchema.safeParse(filters);
  if (parsed.success) return toSelection(parsed.data, rules);
  const errors = parsed.error.issues.map((issue) => ({ field: `?${issue.path.join('.')}`, detail: issue.message }));
  throw new HubError('LK_VALIDATION', 'The filters are not valid.', { errors });
}
