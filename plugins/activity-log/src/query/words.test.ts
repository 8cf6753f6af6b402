import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsWords, matchExpression, splitWords } from './words.js';

describe('splitWords', () => {
  it.each([
    ['Hall light', ['hall', 'light']],
    ['%_"*\'', []],
    ['  ', []],
    ['hall" OR message:* NEAR(', ['hall', 'message', 'near', 'or']],
    ['Küche küche', ['küche']],
  ])('takes %j apart', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it('never lets anything but letters and digits into the expression', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const word of splitWords(text)) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
        expect(matchExpression(splitWords(text)).replaceAll(/"[\p{L}\p{N}]+"\*( AND )?/gu, '')).toBe('');
      }),
    );
  });
});

describe('holdsWords', () => {
  it('matches each word from its beginning, in any order, case and with or without accents', () => {
    expect(holdsWords('Anna turned on the Küche lamp', ['kuche', 'an'])).toBe(true);
    expect(holdsWords('Anna turned on the Kuche lamp', ['küche'])).toBe(true);
    expect(holdsWords('Anna turned on the lamp', ['urned'])).toBe(false);
    expect(holdsWords('Anna turned on the lamp', ['lamp', 'ben'])).toBe(false);
  });
});
