import { safeText } from '@lightkeeper/plugin-sdk';

// Nearly all that is recorded: nothing in it needs a second look.
const PLAIN = /^[\x20-\x7e]*$/;

/** `safeText` that also leaves no half of a surrogate pair behind, which neither UTF-8 nor the database can hold. */
export function cleanText(text: string, max: number): string {
  if (text.length <= max && PLAIN.test(text)) return text;
  return safeText(text, max).replace(/\p{Surrogate}/gu, '�');
}

export function cleanOrNull(text: string | null | undefined, max: number): string | null {
  return text === null || text === undefined || text === '' ? null : cleanText(text, max);
}
