import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { broughtUpToDate, findOutdated } from './outdated.js';

const schema = z.object({
  rate: z.int().default(60),
  look: z.strictObject({ gamma: z.number(), corners: z.array(z.number()).nullable().default(null) }),
  parts: z.array(z.strictObject({ id: z.string(), delay_ms: z.int().default(0) })).default([]),
  note: z.string().max(5).optional(),
  required: z.string(),
});

describe('a record from before', () => {
  it('has the defaults of the fields that came since, at every depth, and loses those that are no more', () => {
    const stored = { look: { gamma: 2.2 }, parts: [{ id: 'a' }], required: 'x', gone: true };
    expect(broughtUpToDate(schema, stored)).toEqual({
      rate: 60,
      look: { gamma: 2.2, corners: null },
      parts: [{ id: 'a', delay_ms: 0 }],
      required: 'x',
    });
  });

  it('keeps what does not fit any more', () => {
    expect(broughtUpToDate(schema, { rate: 'fast', look: { other: 1 }, note: 'too long' })).toEqual({
      rate: 'fast',
      look: { other: 1 },
      note: 'too long',
      parts: [],
    });
  });

  it('is told from those of today', () => {
    const row = (id: string, data: object): { id: string; revision: number; data: string } => ({
      id,
      revision: 3,
      data: JSON.stringify(data),
    });
    const today = { rate: 1, look: { gamma: 1, corners: [1] }, parts: [], required: 'sealed' };
    expect([...findOutdated(schema, [row('new', today), row('old', { ...today, look: { gamma: 1 } })])]).toEqual([['old', 3]]);
  });
});
