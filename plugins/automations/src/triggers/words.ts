import { safeText } from '@lightkeeper/plugin-sdk';

/** A text from outside, as it stands in a sentence. */
export function quoted(value: unknown): string {
  return `“${safeText(typeof value === 'string' ? value : JSON.stringify(value), 60)}”`;
}
