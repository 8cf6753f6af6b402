import { HubError, z } from '@lightkeeper/plugin-sdk';

export type Direction = 'older' | 'newer';

const schema = z.strictObject({
  d: z.enum(['older', 'newer']),
  s: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  h: z.string().max(12),
});

export interface Cursor {
  direction: Direction;
  /** The page holds what lies beyond this entry. */
  seq: number;
}

export const CURSOR_LENGTH = 200;

/** A place in the answer to one query, opaque to clients. */
export function encodeCursor(cursor: Cursor, hash: string): string {
  return Buffer.from(JSON.stringify({ d: cursor.direction, s: cursor.seq, h: hash })).toString('base64url');
}

/** Throws `LK_BAD_CURSOR` for what is no cursor, and for that of another query. */
export function decodeCursor(text: string, hash: string): Cursor {
  const refused = new HubError('LK_BAD_CURSOR', 'The cursor is not one of this query. Start again without a cursor.');
  let parsed: z.output<typeof schema>;
  try {
    parsed = schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw refused;
  }
  if (parsed.h !== hash) throw refused;
  return { direction: parsed.d, seq: parsed.s };
}
