/** The session of a browser. */
export const SESSION_COOKIE = 'lk_session';
/** Marks a browser in which somebody has signed in before; see {@link KnownBrowsers}. */
export const BROWSER_COOKIE = 'lk_browser';

/** The first cookie of that name in a `Cookie` header, or null (RFC 6265 section 5.4). */
export function readCookie(header: string | undefined, name: string): string | null {
  if (header === undefined) return null;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}

/** A `Set-Cookie` value that scripts cannot read and other sites cannot send along. `max_age_s` of 0 deletes the cookie. */
export function writeCookie(name: string, value: string, options: { max_age_s: number; secure: boolean }): string {
  return `${name}=${value}; Max-Age=${options.max_age_s}; Path=/; HttpOnly; SameSite=Lax${options.secure ? '; Secure' : ''}`;
}
