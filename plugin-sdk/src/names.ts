import { z } from 'zod';

// Control characters, line and paragraph separators, and the marks that turn the direction of the text around them.
// eslint-disable-next-line no-control-regex -- the control characters are what is to be refused
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** A name that people give to things: 1 to 120 characters, trimmed, on one line, without text-direction overrides. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(120, 'must be at most 120 characters')
  .refine((text) => !UNSAFE.test(text), 'must not hold line breaks, control characters or text-direction marks')
  .meta({ title: 'Name' });

/**
 * Makes text from outside (an announcement, a user agent, a typed user name) fit to be stored and shown on one line: unsafe characters
 * become `�`, and it is cut to `max` characters.
 */
export function safeText(text: string, max: number): string {
  const cut = text.length > max ? `${text.slice(0, max - 1)}…` : text;
  return cut.replace(new RegExp(UNSAFE, 'gu'), '�');
}
