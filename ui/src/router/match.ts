export type PathParams = Record<string, string>;

/**
 * Matches a path against a pattern of plain words, `:name` for one part, and `*` at the end for the rest.
 * Answers the decoded parts by name (the rest under `rest`), or null.
 *
 * @example matchPath('/devices/:id', '/devices/0192') // { id: '0192' }
 */
export function matchPath(pattern: string, path: string): PathParams | null {
  const wanted = split(pattern);
  const given = split(path);
  const params: PathParams = {};
  for (const [index, part] of wanted.entries()) {
    if (part === '*') return { ...params, rest: given.slice(index).join('/') };
    const value = given[index];
    if (value === undefined) return null;
    if (part.startsWith(':')) params[part.slice(1)] = decode(value);
    else if (part !== value) return null;
  }
  return given.length === wanted.length ? params : null;
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A path of this origin that may be followed after sign-in; anything else leads home. */
export function safeRedirect(wanted: string | null | undefined): string {
  if (!wanted?.startsWith('/')) return '/';
  // `//host`, `/\host` and control characters would leave the origin or hide that they do.
  if (/^\/[/\\]/.test(wanted) || /[\p{Cc}\\]/u.test(wanted)) return '/';
  if (wanted.startsWith('/sign-in') || wanted.startsWith('/setup')) return '/';
  return wanted;
}
