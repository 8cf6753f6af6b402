import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanMetadata, METADATA_BYTES } from './metadata.js';

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

describe('cleanMetadata', () => {
  it('keeps plain facts as they are', () => {
    const facts = { changed: ['name', 'config.address'], removed: 3, ok: true, nothing: null, nested: { a: [1, 'two'] } };
    expect(cleanMetadata(facts)).toEqual(facts);
  });

  it('drops keys that could reach a prototype, at every depth', () => {
    const hostile = JSON.parse(
      '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}},"deep":{"__proto__":{"y":1},"kept":1}}',
    ) as Record<string, unknown>;
    const clean = cleanMetadata(hostile);
    expect(JSON.stringify(clean)).toBe('{"deep":{"kept":1}}');
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('hides the values of keys that are named like secrets, and not those that only speak of one', () => {
    expect(cleanMetadata({ password: 'x', api_key: 'y', access_token: 'z', token_name: 'ha', changed: ['password'] })).toEqual({
      password: '[redacted]',
      api_key: '[redacted]',
      access_token: '[redacted]',
      token_name: 'ha',
      changed: ['password'],
    });
  });

  it('makes text fit for one line, and survives what JSON cannot hold', () => {
    const clean = cleanMetadata({ text: 'a\r\nb\u202e\u0000', n: Number.NaN, f: () => 1, big: 10n, half: 'x\ud800' });
    expect(clean).toEqual({ text: 'a��b��', n: null, big: '10', half: 'x�' });
  });

  it('cuts what is too large, says so, and keeps the provenance', () => {
    const clean = cleanMetadata({
      noise: 'n'.repeat(1_000_000),
      many: Array.from({ length: 5000 }, () => 'word'.repeat(40)),
      origin: 'ui',
      correlation_id: 'c',
    });
    expect(clean).toMatchObject({ origin: 'ui', correlation_id: 'c', truncated: true });
    expect(clean.noise).toBeTypeOf('string');
    expect(bytes(clean)).toBeLessThanOrEqual(METADATA_BYTES);
  });

  it('ends with a circle', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(cleanMetadata(circle).truncated).toBe(true);
  });

  it('is never larger than its limit and always JSON, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 30 }),
        fc.nat(4000),
        (facts, size) => {
          const clean = cleanMetadata({
            ...facts,
            filler: 'ä'.repeat(size),
            list: Array.from({ length: size % 300 }, () => 'ö'.repeat(60)),
          });
          expect(bytes(clean)).toBeLessThanOrEqual(METADATA_BYTES);
          expect(JSON.parse(JSON.stringify(clean))).toEqual(clean);
        },
      ),
      { numRuns: 200 },
    );
  });
});
