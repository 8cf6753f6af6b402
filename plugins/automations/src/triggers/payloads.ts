import type { JsonValue } from '@lightkeeper/plugin-sdk';

/** Characters of a text that a run keeps. */
export const MAX_TEXT = 3_000;

/** A text as JSON; undefined where it is none. Keys that have a meaning in JavaScript are left out. */
export function readJson(text: string): JsonValue | undefined {
  try {
    // Looking at each key takes ten times as long, and hardly ever finds one.
    if (!/__proto__|\\u/.test(text)) return JSON.parse(text) as JsonValue;
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value)) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The value at `state.power` or `buttons.0`; undefined where there is none. */
export function readPath(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let found = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Array.isArray(found) ? found[Number(key)] : found[key];
  }
  return found;
}
