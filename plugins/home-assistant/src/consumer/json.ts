/** A JSON object as it came: keys and values are whatever the sender chose. */
export type JsonObject = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 16;
const MAX_NODES = 20_000;
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a JSON object. Throws an Error with a sentence when it is none, nested or large beyond reason, or reaches for a prototype. */
export function parseObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('It is not JSON.');
  }
  if (!isObject(value)) throw new Error('It is not a JSON object.');
  check(value);
  return value;
}

function check(root: JsonObject): void {
  let nodes = 0;
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw new Error(`It is nested more than ${MAX_DEPTH} levels deep.`);
    const next: unknown[] = [];
    for (const value of level) {
      if (isObject(value) && Object.keys(value).some((key) => FORBIDDEN.has(key))) throw new Error('It holds a forbidden key.');
      if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) next.push(child);
    }
    nodes += next.length;
    if (nodes > MAX_NODES) throw new Error(`It has more than ${MAX_NODES} values.`);
    level = next;
  }
}
