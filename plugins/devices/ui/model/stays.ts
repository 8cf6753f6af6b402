import type { ActivityEntry } from '@lightkeeper/plugin-sdk/wire';

/** A time in which a device answered, or did not. */
export interface Stay {
  here: boolean;
  /** ISO 8601. */
  from: string;
  /** Null while it lasts. */
  until: string | null;
  /** Why it went, where it is away. */
  reason: string;
}

type Turn = Pick<ActivityEntry, 'ts' | 'action' | 'metadata'>;

const TURNS = ['connected', 'disconnected'];

/** Which entries tell of a device's coming and going. */
export function isTurn({ category, action }: Pick<ActivityEntry, 'category' | 'action'>): boolean {
  return category === 'device' && TURNS.includes(action);
}

/** Comings and goings of a device, in any order, as the times between them: newest first. */
export function staysOf(turns: readonly Turn[]): Stay[] {
  const ordered = turns.toSorted((a, b) => a.ts.localeCompare(b.ts));
  const stays = ordered.map(({ ts, action, metadata }, index): Stay => {
    const reason = action === 'disconnected' && typeof metadata['reason'] === 'string' ? metadata['reason'] : '';
    return { here: action === 'connected', from: ts, until: ordered[index + 1]?.ts ?? null, reason };
  });
  const [first] = ordered;
  const held = first?.action === 'disconnected' ? first.metadata.duration_ms : undefined;
  if (first && held !== undefined && held > 0) {
    stays.unshift({ here: true, from: new Date(Date.parse(first.ts) - held).toISOString(), until: first.ts, reason: '' });
  }
  return stays.reverse();
}
