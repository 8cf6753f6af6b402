import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** SHA-256 as hex. Enough for secrets that are 256 random bits: they cannot be guessed, so the hash need not be slow. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** 32 random bytes in 43 URL-safe characters. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

const TOKEN = /^lk_[A-Za-z0-9_-]{43}$/;

/** A new API token: `lk_` and 43 characters. */
export function randomToken(): string {
  return `lk_${randomSecret()}`;
}

/** Whether the text has the shape of an API token; nothing else is worth a look-up. */
export function isTokenShaped(text: string): boolean {
  return TOKEN.test(text);
}

// Without 0 O 1 I L U, which people mistake for each other or for words.
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A setup code as a person types it from the console, `XXXX-XXXX`: about 39 bits, behind the same limits as signing in. */
export function randomSetupCode(): string {
  const pick = (): string => CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length));
  const group = (): string => Array.from({ length: 4 }, pick).join('');
  return `${group()}-${group()}`;
}

/** Compares setup codes in constant time, blind to case, spaces and dashes. */
export function sameSetupCode(given: string, expected: string): boolean {
  const plain = (code: string): Buffer => createHash('sha256').update(code.toUpperCase().replace(/[\s-]/gu, '')).digest();
  return timingSafeEqual(plain(given), plain(expected));
}
