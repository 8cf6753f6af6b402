import type { Stored, StoredEntry } from './stored.js';

/** Types whose changes are recorded as `entity.created`, `entity.updated` and `entity.deleted`. */
const TYPES = ['area', 'device'];

/**
 * Compares every record with the entries of its changes, both ways, and gives a sentence for each that do not fit: a record at revision
 * `n` has one `created` and `n - 1` `updated`, one that is gone has its `deleted` last, and an entry has a record that it tells of.
 */
export function contradictions({ entries, entities }: Stored): string[] {
  const found: string[] = [];
  const actions = new Map<string, string[]>();
  for (const { category, action, entity_type, entity_id } of entries) {
    if (category !== 'entity' || entity_type === null || entity_id === null || !TYPES.includes(entity_type)) continue;
    actions.set(entity_id, [...(actions.get(entity_id) ?? []), action]);
  }
  for (const { id, type, revision } of entities.values()) {
    if (!TYPES.includes(type)) continue;
    const wanted = ['created', ...Array.from({ length: revision - 1 }, () => 'updated')];
    const told = actions.get(id) ?? [];
    if (told.join() !== wanted.join()) found.push(`${type} ${id} at revision ${revision} has the entries ${told.join() || 'none'}`);
  }
  for (const [id, told] of actions) {
    if (entities.has(id)) continue;
    const whole = told[0] === 'created' && told.at(-1) === 'deleted' && told.slice(1, -1).every((action) => action === 'updated');
    if (!whole) found.push(`${id} is gone, and its entries are ${told.join()}`);
  }
  return found;
}

/** Holds the order of the log against what was seen of it before: nothing gone, nothing moved, new entries behind, no number left out. */
export function disorder(before: readonly StoredEntry[], after: readonly StoredEntry[]): string[] {
  const found: string[] = [];
  for (const [index, { seq, id }] of before.entries()) {
    const now = after[index];
    if (now?.id !== id || now.seq !== seq) found.push(`entry ${id}, number ${seq}, is now ${now === undefined ? 'gone' : now.id}`);
  }
  for (const [index, { seq }] of after.entries()) {
    const previous = after[index - 1];
    if (previous !== undefined && seq !== previous.seq + 1) found.push(`${seq} follows ${previous.seq}`);
  }
  if (new Set(after.map(({ id }) => id)).size !== after.length) found.push('two entries have the same id');
  return found;
}
