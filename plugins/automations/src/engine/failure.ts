/** Ends a run whatever its steps say of errors: a limit was reached, or what it does cannot be stored or recorded. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure';
}

/** An error in a sentence for people. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text === '' ? 'It failed, and did not say why.' : text;
}
