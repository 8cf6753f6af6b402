import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.js';

describe('cursors', () => {
  it('come back as they were, for their own query', () => {
    expect(decodeCursor(encodeCursor({ direction: 'newer', seq: 42 }, 'abc'), 'abc')).toEqual({ direction: 'newer', seq: 42 });
  });

  it('are refused by another query', () => {
    expect(() => decodeCursor(encodeCursor({ direction: 'older', seq: 42 }, 'abc'), 'xyz')).toThrow(
      expect.objectContaining({ code: 'LK_BAD_CURSOR' }),
    );
  });

  it('are refused when they are none, whatever they are', () => {
    const refused = (text: string): void => {
      expect(() => decodeCursor(text, 'abc')).toThrow(expect.objectContaining({ code: 'LK_BAD_CURSOR' }));
    };
    const made = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    [
      made({ d: 'older', s: -1, h: 'abc' }),
      made({ d: 'older', s: 1.5, h: 'abc' }),
      made({ d: 'up', s: 1, h: 'abc' }),
      made(null),
      made([]),
      '',
    ].forEach(refused);
    refused(made({ d: 'older', s: 1, h: 'abc', extra: true }));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), refused));
  });
});
