import { roleAtLeast, z } from '@lightkeeper/plugin-sdk';
import type { Access, Principal } from '@lightkeeper/plugin-sdk';

/** `*` for all that the role allows, or `<area>:<read|write>`; write includes read. */
export const scopeSchema = z
  .string()
  .max(80)
  .regex(/^(?:\*|[a-z][a-z0-9_-]*:(?:read|write))$/u, 'must be * or <area>:read or <area>:write');

/** Whether the scopes that are held allow the one that is needed. */
export function scopeAllows(held: readonly string[], needed: string): boolean {
  return ['*', needed, needed.replace(/:read$/u, ':write')].some((scope) => held.includes(scope));
}

/** Whether the principal has the role and the scope. */
export function permits(principal: Principal, access: Exclude<Access, 'public'>): boolean {
  return roleAtLeast(principal.role, access.role) && scopeAllows(principal.scopes, access.scope);
}
