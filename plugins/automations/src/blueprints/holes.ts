/** The key of `{ $input: key }`; undefined for any other value. */
export function holeOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { $input, ...rest } = value as { $input?: unknown };
  return typeof $input === 'string' && Object.keys(rest).length === 0 ? $input : undefined;
}

/** All holes in a value, each with its path. */
export function holesIn(value: unknown, path = ''): { path: string; key: string }[] {
  const key = holeOf(value);
  if (key !== undefined) return [{ path, key }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => holesIn(inner, path === '' ? name : `${path}.${name}`));
}

/** Inputs of which each takes the value of the next, back to the first; null where there are none. */
export function circleAmong(follows: ReadonlyMap<string, string | null>): string[] | null {
  for (const start of follows.keys()) {
    const seen = [start];
    for (let next = follows.get(start); typeof next === 'string'; next = follows.get(next)) {
      if (next === start) return [...seen, start];
      // A circle that this one only leads to is found from within.
      if (seen.includes(next)) break;
      seen.push(next);
    }
  }
  return null;
}
