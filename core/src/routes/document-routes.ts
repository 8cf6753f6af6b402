import { ERROR_CODES, Reply } from '@lightkeeper/plugin-sdk';
import type { Routes } from '@lightkeeper/plugin-sdk';
import type Koa from 'koa';
import { openApi } from '../http/openapi.js';
import type { RouteRegistry } from '../http/route-registry.js';

/** The API's own description. */
export function addDocumentRoutes(routes: Routes, registry: RouteRegistry, version: string): void {
  routes.add({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This API as OpenAPI 3.1',
    access: { role: 'guest', scope: 'api:read' },
    handler: () => new Reply(openApi(registry.all(), version)),
  });
}

/** The page that a problem's `type` leads to: every error code with its help. */
export function errorCodesPage(): Koa.Middleware {
  const sections = Object.entries(ERROR_CODES).map(
    ([code, { status, title, help }]) =>
      `<section id="${code.toLowerCase()}"><h2>${escape(code)}</h2><p><strong>${escape(title)}</strong> (HTTP ${status})</p><p>${escape(help)}</p></section>`,
  );
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lightkeeper: error codes</title><h1>Error codes</h1>${sections.join('')}</html>`;
  return async (ctx, next) => {
    if (ctx.path !== '/docs/error-codes') {
      await next();
      return;
    }
    ctx.type = 'html';
    ctx.body = page;
  };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
