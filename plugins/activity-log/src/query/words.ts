// What FTS5's tokenizer unicode61 takes for a part of a word: letters and numbers (https://sqlite.org/fts5.html, "Unicode61 Tokenizer").
const WORD = /[\p{L}\p{N}]+/gu;
const MAX_WORDS = 12;
const MAX_LENGTH = 40;

/** The words of a search text. Whatever is neither letter nor digit only separates them, so that `%`, `_`, `"` and `*` mean nothing. */
export function splitWords(text: string): string[] {
  const words = text.normalize('NFC').toLowerCase().match(WORD) ?? [];
  return [...new Set(words.map((word) => word.slice(0, MAX_LENGTH)))].sort().slice(0, MAX_WORDS);
}

/** An FTS5 expression that wants every word, each from its beginning. Words hold no quotes, see {@link splitWords}. */
export function matchExpression(words: readonly string[]): string {
  return words.map((word) => `"${word}"*`).join(' AND ');
}

const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** The same question for one text at hand, by the same rules, for texts that were found otherwise. */
export function holdsWords(text: string, words: readonly string[]): boolean {
  const held = bare(text).match(WORD) ?? [];
  return words.every((word) => held.some((candidate) => candidate.startsWith(bare(word))));
}
