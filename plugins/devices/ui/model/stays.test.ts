import { describe, expect, it } from 'vitest';
import { isTurn, staysOf } from './stays.js';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 18, minute)).toISOString();
const came = (minute: number) => ({ ts: at(minute), action: 'connected', metadata: {} });
const went = (minute: number, metadata = {}) => ({ ts: at(minute), action: 'disconnected', metadata });

describe('staysOf', () => {
  it('makes times out of turns, newest first, whatever their order', () => {
    expect(staysOf([came(0), came(12), went(10, { reason: 'No answer' })])).toEqual([
      { here: true, from: at(12), until: null, reason: '' },
      { here: false, from: at(10), until: at(12), reason: 'No answer' },
      { here: true, from: at(0), until: at(10), reason: '' },
    ]);
  });

  it('knows from the first going how long the device had been there', () => {
    expect(staysOf([went(10, { duration_ms: 240_000 })])).toEqual([
      { here: false, from: at(10), until: null, reason: '' },
      { here: true, from: at(6), until: at(10), reason: '' },
    ]);
  });

  it('takes nothing for nothing, and what is no text for no reason', () => {
    expect(staysOf([])).toEqual([]);
    expect(staysOf([went(1, { reason: { toString: 1 } })])[0]?.reason).toBe('');
    expect(isTurn({ category: 'device', action: 'commanded' })).toBe(false);
    expect(isTurn({ category: 'other', action: 'connected' })).toBe(false);
  });
});
