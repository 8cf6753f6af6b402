/** `{key}` is the value of an input, `{key? text}` a text that stands only where the input has a value that is not false. */
export const PLACE = /\{([a-z][a-z0-9_]*)(?:\?((?:[^{}]|\{[a-z][a-z0-9_]*\})*))?\}/g;

/** The inputs that a sentence speaks of. */
export function placesIn(sentence: string): string[] {
  return [...sentence.matchAll(PLACE)].flatMap(([, key = '', inner]) => [key, ...(inner === undefined ? [] : placesIn(inner))]);
}
