/** The roles of people and tokens, from the most to the least trusted. Each role may do what the ones after it may. */
export const ROLES = ['owner', 'admin', 'member', 'viewer', 'guest'] as const;
export type Role = (typeof ROLES)[number];

/** Whether `role` is at least as trusted as `least`. */
export function roleAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(least);
}

/** The doors through which work enters the hub. */
export const ORIGINS = ['ui', 'api', 'ws', 'mqtt', 'cli', 'automation', 'schedule', 'device', 'plugin', 'system'] as const;
export type Origin = (typeof ORIGINS)[number];

/**
 * Who acted, as written in the log: `user:anna`, `token:ha-bridge`, `automation:Evening`, `device:TV backlight`, `mqtt:<client>`,
 * `plugin:foo`, or one of the bare words `schedule`, `cli`, `system`, `anonymous`. The part behind the colon is the name at the time
 * of writing; a later rename does not change it.
 */
export type Actor = string;

/** The person or token behind a request, as `GET /api/v1/auth/me` answers it. */
export interface Principal {
  kind: 'user' | 'token';
  id: string;
  name: string;
  role: Role;
  /** Scopes such as `devices:write`; `*` stands for all that the role allows. */
  scopes: string[];
  /** The session's id when signed in by cookie. */
  session_id: string | null;
}
