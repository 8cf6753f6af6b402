import { Reply } from '@lightkeeper/plugin-sdk';
import type { Routes } from '@lightkeeper/plugin-sdk';
import type Koa from 'koa';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';

/** What is counted beside Node's own figures, asked for when the page is read. */
export interface MetricSources {
  attribution_gaps: () => number;
  websocket_clients: () => number;
  plugins_running: () => number;
}

const HELP: Record<keyof MetricSources, string> = {
  attribution_gaps: "Work that ran without a context, so that it counts as the system's",
  websocket_clients: 'Connected WebSocket clients',
  plugins_running: 'Plugins that run',
};

/** `GET /api/v1/metrics` in Prometheus' text format. */
export function addMetricsRoute(routes: Routes, sources: MetricSources): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'lightkeeper_' });
  for (const [name, read] of Object.entries(sources) as [keyof MetricSources, () => number][]) {
    new Gauge({
      name: `lightkeeper_${name}`,
      help: HELP[name],
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
  routes.add({
    method: 'GET',
    path: '/metrics',
    summary: 'Figures for Prometheus',
    access: { role: 'viewer', scope: 'metrics:read' },
    produces: ['text/plain'],
    handler: async () => new Reply(await registry.metrics(), 200, { 'Content-Type': registry.contentType }),
  });
}

/** Prometheus looks at `/metrics` unless told otherwise. */
export function metricsAlias(): Koa.Middleware {
  return async (ctx, next) => {
    if (ctx.path === '/metrics') ctx.path = '/api/v1/metrics';
    await next();
  };
}
