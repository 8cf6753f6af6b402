import { safeText } from '@lightkeeper/plugin-sdk';

/** `safeText` that also leaves no half of a surrogate pair behind, which neither UTF-8 nor the database can hold. */
export function cleanText(text: string, max: number): string {
  return safeText(text, max).replace(/\p{Surrogate}/gu, '�');
}

export function cleanOrNull(text: string | null | undefined, max: number): string | null {
  return text === null || text === undefined || text === '' ? null : cleanText(text, max);
}
