import helmet from 'koa-helmet';
import type Koa from 'koa';

/**
 * Security headers for every answer, errors included. Scripts come from the hub alone, plus the one inline import map by its hash.
 * Inline style attributes are allowed because Lit and Web Awesome position things with them; style elements are not.
 */
export function securityHeaders(scriptHashes: readonly string[], secure: boolean): Koa.Middleware {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...scriptHashes.map((hash) => `'${hash}'`)],
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        mediaSrc: ["'self'", 'blob:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    // These two only make sense over TLS; on a plain address in the home browsers complain about the first and obey the second.
    crossOriginOpenerPolicy: secure,
    strictTransportSecurity: secure,
    crossOriginEmbedderPolicy: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}
