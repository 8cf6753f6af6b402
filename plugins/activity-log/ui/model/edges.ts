import type { LkEntryRow } from '@lightkeeper/ui';

/** Where the spine of the log begins and ends. */
export function edgeOf(index: number, count: number): LkEntryRow['edge'] {
  if (count === 1) return 'only';
  if (index === 0) return 'first';
  return index === count - 1 ? 'last' : 'none';
}
