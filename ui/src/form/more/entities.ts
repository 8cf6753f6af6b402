import type { Collection } from '../../store/collection.js';
import { collection } from '../../store/collections.js';

/** What every entity that a field can name has. */
export interface NamedEntity {
  id: string;
  name: string;
  area_id?: string | null;
}

/** The types whose list, as other parts of the page hold it, shows more than what is stored. */
const SHOWN_WHOLE = ['scene', 'playlist', 'automation', 'capture'];

/** The live list of the entities of a type. Their path is the type's plural, as it is for all that the hub has. */
export function entities(type: string): Collection<NamedEntity> {
  if (type === 'device') return collection('devices') as unknown as Collection<NamedEntity>;
  return collection<NamedEntity>(`${type}s`, { entity_type: type, ...(SHOWN_WHOLE.includes(type) ? { refetch: true } : {}) });
}
