import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Koa from 'koa';
import { sendFile } from './static-files.js';

interface WebSiteOptions {
  /** Folder of the built shell. */
  root: string;
  /** Folder of a plugin's modules; undefined when it has none or does not run. */
  pluginFolder: (plugin_id: string) => string | undefined;
}

const PLUGIN_FILE = /^\/plugin-ui\/([a-z][a-z0-9-]*)\/([\w./-]+)$/;

/** Serves the shell and the plugins' modules. Every address that is no file is the shell's: its router knows the pages. */
export function webSite({ root, pluginFolder }: WebSiteOptions): Koa.Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      await next();
      return;
    }
    const plugin = PLUGIN_FILE.exec(ctx.path);
    if (plugin !== null) {
      const folder = pluginFolder(plugin[1] ?? '');
      if (folder === undefined || !(await sendFile(ctx, folder, plugin[2] ?? ''))) await next();
      return;
    }
    if (await sendFile(ctx, root, ctx.path.slice(1), ctx.path.startsWith('/assets/') ? 'forever' : 'check')) return;
    // A missing file is missing; only addresses of pages fall back to the shell.
    if (/\.\w+$/.test(ctx.path) || !(await sendFile(ctx, root, 'index.html'))) await next();
  };
}

/** CSP hashes of the shell's inline scripts, which is the import map alone. */
export function inlineScriptHashes(root: string): string[] {
  let html: string;
  try {
    html = readFileSync(join(root, 'index.html'), 'utf8');
  } catch {
    return [];
  }
  const scripts = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  return scripts.map(([, text = '']) => `sha256-${createHash('sha256').update(text).digest('base64')}`);
}
