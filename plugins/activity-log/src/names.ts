/** Names in the database that more than one file speaks of. */
export const ENTRIES = 'activity_log_entries';
export const SEARCH = 'activity_log_search';
export const BLOCKS = 'activity_log_blocks';
export const COUNTS = 'activity_log_counts';
export const STATE = 'activity_log_state';

/** `seq >> BLOCK_BITS` is the block of an entry. Blocks are small, for retention removes at most one in a transaction. */
export const BLOCK_BITS = 9;
export const HOUR_MS = 3_600_000;

/** The category that only admins and owners may read. */
export const GUARDED_CATEGORY = 'auth';
