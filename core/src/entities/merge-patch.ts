type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON Merge Patch, RFC 7396: null takes a member away, objects merge, all else replaces. The inputs stay as they are. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Json = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/** The names of the members that differ, dotted for nested objects; lists count as one value. */
export function changedFields(before: Json, after: Json, prefix = ''): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed: string[] = [];
  for (const name of names) {
    const [a, b] = [before[name], after[name]];
    if (isObject(a) && isObject(b)) changed.push(...changedFields(a, b, `${prefix}${name}.`));
    else if (JSON.stringify(a) !== JSON.stringify(b)) changed.push(`${prefix}${name}`);
  }
  return changed;
}
