import { safeText } from '@lightkeeper/plugin-sdk';

const REDACTED = '[redacted]';
const MAX_TEXT = 8_000;
const MAX_DEPTH = 6;
const MAX_ITEMS = 64;

// Compared without case, dashes and underscores: setupCode, setup_code and SETUP-CODE are one.
const SECRET_KEY =
  /passw(or)?d|passphrase|secret|authorization|cookie|setupcode|recoverycode|apikey|privatekey|encryptionkey|credential|totp|^otp$|tokens?$|tokenhash$/;

// What a secret looks like where no key gives it away: tokens of ours, bearer headers, credentials in addresses and queries.
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\blk_session=[^;\s]+/g, `lk_session=${REDACTED}`],
  [/\blk_[A-Za-z0-9_-]{16,}/g, `lk_${REDACTED}`],
  [/\b(Bearer|Basic) +[\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  [/(:\/\/)[^\s/?#@]+@/g, `$1${REDACTED}@`],
  [/([?&](?:access_|api_)?(?:token|key|password|secret|code)=)[^&\s#]+/gi, `$1${REDACTED}`],
  [/(\b(?:password|passphrase|token|secret|setup[ _-]code)\b["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi, `$1${REDACTED}`],
];

// Control characters but for tab and line feed, and marks that turn the text's direction.
// eslint-disable-next-line no-control-regex -- the control characters are what is to be replaced
const UNSAFE_IN_DATA = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Takes secrets out of text by their look. */
function redactText(text: string): string {
  return SECRET_TEXT.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}

/** A message fit for one line: secrets out, control characters neutralised, at most 8,000 characters. */
export function cleanMessage(message: string): string {
  return safeText(redactText(message.slice(0, MAX_TEXT * 2)), MAX_TEXT);
}

/**
 * A copy of a line's data that is plain JSON: secrets out by key at any depth and by look in any text, bounded in depth, width and
 * length, errors as type, message and stack.
 */
export function cleanData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return cleanObject(data, 0);
}

function cleanObject(value: object, depth: number): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const entries = Object.entries(value);
  for (const [key, part] of entries.slice(0, MAX_ITEMS)) {
    result[cleanText(key, 200)] = isSecret(key, part) ? REDACTED : clean(part, depth + 1);
  }
  if (entries.length > MAX_ITEMS) result['…'] = `${entries.length - MAX_ITEMS} more`;
  return result;
}

// A switch or an absence gives nothing away: `secure_cookies: true` stays readable.
function isSecret(key: string, value: unknown): boolean {
  if (typeof value === 'boolean' || value === null || value === undefined) return false;
  return SECRET_KEY.test(key.toLowerCase().replaceAll(/[-_\s]/g, ''));
}

function clean(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return cleanText(value, MAX_TEXT);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
    case 'undefined':
      return value;
    case 'bigint':
    case 'symbol':
      return cleanText(value.toString(), MAX_TEXT);
    case 'function':
      return '[function]';
    case 'object':
      return value === null ? null : cleanNested(value, depth);
  }
}

function cleanNested(value: object, depth: number): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (depth > MAX_DEPTH) return '[too deep]';
  if (value instanceof Error) return cleanError(value, depth);
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((part) => clean(part, depth + 1));
    return value.length > MAX_ITEMS ? [...items, `… ${value.length - MAX_ITEMS} more`] : items;
  }
  if (value instanceof Map || value instanceof Set) return cleanNested([...value], depth);
  return cleanObject(value, depth);
}

function cleanError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: cleanText(error.message, MAX_TEXT),
    ...('code' in error ? { code: clean(error.code, depth + 1) } : {}),
    stack: cleanText(error.stack ?? '', MAX_TEXT),
    ...(error.cause === undefined ? {} : { cause: clean(error.cause, depth + 1) }),
  };
}

function cleanText(text: string, max: number): string {
  const cut = text.length > max ? `${text.slice(0, max - 1)}…` : text;
  return redactText(cut).replace(UNSAFE_IN_DATA, '�');
}
