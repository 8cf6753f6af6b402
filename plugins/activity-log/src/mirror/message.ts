import type { EntryMetadata } from '@lightkeeper/plugin-sdk';
import type { PlacedEntry } from '../row.js';

/** Texts that may leave the hub. Numbers and yes-or-no facts may leave too: counts and durations. */
const TEXT_KEYS = ['origin', 'correlation_id', 'cause_id', 'plugin_id', 'driver', 'format', 'version'];
const ADDRESS_KEYS = ['ip', 'user_agent'];

/** Cuts metadata to what may leave the hub for the broker: an allow-list, so that what a plugin adds later stays at home. */
export function mirrorMetadata(metadata: EntryMetadata, addresses: boolean): EntryMetadata {
  const kept: EntryMetadata = {};
  for (const [key, value] of Object.entries(metadata)) {
    const named = TEXT_KEYS.includes(key) || (addresses && ADDRESS_KEYS.includes(key));
    const text = named && typeof value === 'string';
    const list = key === 'changed' && Array.isArray(value);
    if (text || list || typeof value === 'number' || typeof value === 'boolean') kept[key] = value;
  }
  return kept;
}

// `+`, `#` and NUL may not stand in the topic of a publish (MQTT 3.1.1, 4.7.1), and a slash would add a level.
const level = (word: string): string => word.replaceAll(/[+#/\u0000]/g, '_'); // eslint-disable-line no-control-regex -- NUL is meant

/** Topic below the base topic, and payload. */
export function mirrorMessage({ seq, entry }: PlacedEntry, addresses: boolean): { topic: string; payload: string } {
  const { category, action } = entry;
  const metadata = mirrorMetadata(entry.metadata, addresses);
  return {
    topic: `activity/${level(category)}/${level(action)}`,
    payload: JSON.stringify({ ...entry, metadata, seq, event_type: `${category}.${action}` }),
  };
}
