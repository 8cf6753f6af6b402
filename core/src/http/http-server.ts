import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HubError } from '@lightkeeper/plugin-sdk';
import type { Logger } from '@lightkeeper/plugin-sdk';
import Koa from 'koa';
import compress from 'koa-compress';
import { PROBLEM_TYPE, toHubError, toProblem } from './problem.js';

interface HttpServerOptions {
  log: Logger;
  /** From the outermost to the innermost. */
  middleware: readonly Koa.Middleware[];
}

/** The hub's web server: Koa, with every error turned into a problem. */
export class HttpServer {
  readonly app: Koa;
  readonly server: Server;
  readonly #log: Logger;

  constructor({ log, middleware }: HttpServerOptions) {
    this.#log = log;
    this.app = new Koa();
    this.app.use((ctx, next) => this.#catch(ctx, next));
    // Exports are left as they are: they would keep the processor busy for the sake of a local network.
    this.app.use(
      compress({ threshold: 4096, br: false, filter: (type) => /html|javascript|css|json|svg/.test(type) && !/csv|jsonl/.test(type) }),
    );
    for (const step of middleware) this.app.use(step);
    this.app.use((ctx) => {
      throw new HubError('LK_NOT_FOUND', `There is nothing at ${ctx.path.slice(0, 200)}.`);
    });
    this.app.on('error', (error: unknown) => {
      log.debug('A response broke off', { reason: error instanceof Error ? error.message : String(error) });
    });
    const answer = this.app.callback();
    this.server = createServer((request, response) => void answer(request, response));
    this.server.requestTimeout = 60_000;
    this.server.headersTimeout = 20_000;
  }

  /** Listens, and gives the port in use. Port 0 takes a free one. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => {
        const taken = error.code === 'EADDRINUSE';
        reject(taken ? new HubError('LK_CONFIG', `port: ${port} is in use by another program. Choose another with --port.`) : error);
      });
      this.server.listen(port, host, () => {
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  /** Ends idle connections at once and gives the running requests two seconds. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    this.server.closeIdleConnections();
    const force = setTimeout(() => {
      this.server.closeAllConnections();
    }, 2_000);
    await closed;
    clearTimeout(force);
  }

  async #catch(ctx: Koa.ParameterizedContext, next: Koa.Next): Promise<void> {
    const started = performance.now();
    try {
      await next();
    } catch (thrown) {
      const error = toHubError(thrown);
      if (error.status >= 500 && error.code !== 'LK_DEVICE_OFFLINE') {
        const cause = error.cause instanceof Error ? error.cause.stack : undefined;
        this.#log.error(`${ctx.method} ${ctx.path}: ${error.message}`, { code: error.code, ...(cause !== undefined && { cause }) });
      }
      ctx.status = error.status;
      ctx.body = JSON.stringify(toProblem(error, ctx.path));
      ctx.type = PROBLEM_TYPE;
      if (error.code === 'LK_UNAUTHENTICATED') ctx.set('WWW-Authenticate', 'Bearer realm="Lightkeeper"');
      if (error.retry_after_s !== undefined) ctx.set('Retry-After', String(Math.ceil(error.retry_after_s)));
    }
    // Without its query: what somebody looks for is not the log viewer's business.
    this.#log.debug(`${ctx.method} ${ctx.path.slice(0, 200)}`, { status: ctx.status, ms: Math.round(performance.now() - started) });
  }
}
