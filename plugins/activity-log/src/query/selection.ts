import { createHash } from 'node:crypto';
import type { Severity } from '@lightkeeper/plugin-sdk';

/** The eight filters, checked and in one spelling, and what the reader may not see. Null means "not asked for". */
export interface Selection {
  categories: readonly string[] | null;
  severities: readonly Severity[] | null;
  actor: string | null;
  entity_type: string | null;
  entity_id: string | null;
  /** Epoch milliseconds, inclusive. */
  since: number | null;
  /** Epoch milliseconds, exclusive. */
  until: number | null;
  /** Words in lower case; an empty list matches nothing. */
  words: readonly string[] | null;
  /** A category that the reader may not see. */
  hidden_category: string | null;
}

export const EVERYTHING: Selection = {
  categories: null,
  severities: null,
  actor: null,
  entity_type: null,
  entity_id: null,
  since: null,
  until: null,
  words: null,
  hidden_category: null,
};

/** Short name of a selection, by which a cursor knows its query again. */
export function selectionHash(selection: Selection): string {
  const parts = [
    selection.categories,
    selection.severities,
    selection.actor,
    selection.entity_type,
    selection.entity_id,
    selection.since,
    selection.until,
    selection.words,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12);
}
