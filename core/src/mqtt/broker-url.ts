/** The address without what is in it of a user name and password. */
export function publicUrl(text: string | null): string | null {
  if (text === null) return null;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url.href;
}

/** The address to connect to, and who to be there: what is set beside the address counts before what is in it. */
export function credentials(
  text: string,
  username: string | null,
  password: string | null,
): { url: string; username: string | null; password: string | null } {
  const url = new URL(text);
  return {
    url: publicUrl(text) ?? text,
    username: username ?? (url.username === '' ? null : decodeURIComponent(url.username)),
    password: password ?? (url.password === '' ? null : decodeURIComponent(url.password)),
  };
}
