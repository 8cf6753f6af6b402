import { z } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { fieldErrors } from './validation.js';

const schema = z.strictObject({
  size: z.union([z.literal('all'), z.strictObject({ width: z.number(), height: z.number() })]),
});

function fields(value: unknown): [string, string][] {
  const result = schema.safeParse(value);
  return result.success ? [] : fieldErrors(result.error).map(({ field, detail }) => [field, detail]);
}

describe('what is wrong with a value of one of several kinds', () => {
  it('is told of the kind that it fits best', () => {
    expect(fields({ size: { width: 1 } })).toEqual([['/size/height', 'Invalid input: expected number, received undefined']]);
    expect(fields({ size: { width: 1, height: 2, depth: 3 } })).toEqual([['/size/depth', 'is not a known field']]);
  });

  it('is told of the whole where it fits none', () => {
    expect(fields({ size: 'none' })).toEqual([['/size', 'Invalid input']]);
  });
});
