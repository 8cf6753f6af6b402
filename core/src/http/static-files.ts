import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import type Koa from 'koa';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Sends one file out of `root`, to be kept `forever` where its name changes with its content; false when there is none of that name. Only known types, no dot files, nothing outside of the folder,
 * whatever links lie in it.
 */
export async function sendFile(
  ctx: Koa.ParameterizedContext,
  root: string,
  name: string,
  cache: 'check' | 'forever' = 'check',
): Promise<boolean> {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return false;
  const type = TYPES[extname(name).toLowerCase()];
  if (type === undefined || name.includes('\0') || name.split(/[\\/]/).some((part) => part.startsWith('.'))) return false;
  const base = await realpath(resolve(root)).catch(() => null);
  const path = await realpath(join(resolve(root), name)).catch(() => null);
  if (base === null || !path?.startsWith(base + sep)) return false;
  const facts = await stat(path);
  if (!facts.isFile()) return false;
  ctx.status = 200;
  ctx.type = type;
  ctx.etag = `"${facts.size.toString(36)}-${facts.mtimeMs.toString(36)}"`;
  ctx.set('Cache-Control', cache === 'forever' ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (ctx.fresh) {
    ctx.status = 304;
    return true;
  }
  ctx.length = facts.size;
  ctx.body = createReadStream(path);
  return true;
}
