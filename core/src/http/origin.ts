import type { IncomingMessage } from 'node:http';
import { HubError } from '@lightkeeper/plugin-sdk';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser names the page that asks in `Origin`. One that differs from the hub's own address must not use a session.
 * Clients that are no browsers send none, and carry no cookie by accident.
 */
export function sameOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return request.headers['sec-fetch-site'] !== 'cross-site';
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** Refuses a change that another origin's page asks for. */
export function refuseCrossOrigin(request: IncomingMessage): void {
  if (SAFE_METHODS.has(request.method ?? 'GET') || sameOrigin(request)) return;
  throw new HubError('LK_CROSS_ORIGIN', 'This change was asked for by a page of another origin.');
}
