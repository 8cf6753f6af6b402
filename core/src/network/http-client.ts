import { HubError, type AddressTrust, type HttpClient, type HttpRequest, type HttpResponse, type Logger } from '@lightkeeper/plugin-sdk';
import sjson from 'secure-json-parse';
import { Agent, request, type Dispatcher } from 'undici';
import type { AddressPolicy } from './address-policy.js';
import { checkedLookup, checkUrl, systemResolve, type Resolve } from './checked-lookup.js';
import { toHubError } from './failure.js';
import { openSocket } from './outbound-socket.js';

export interface HttpClientOptions {
  policy: AddressPolicy;
  log: Logger;
  /** The hub's version, for `User-Agent`. */
  version: string;
  resolve?: Resolve;
}

/** The client, and the end of all its connections. */
export interface KernelHttpClient extends HttpClient {
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_MAX_BYTES = 1_048_576;

/** Makes the hub's one way out. */
export function createHttpClient({ policy, log, version, resolve = systemResolve }: HttpClientOptions): KernelHttpClient {
  const lookups = { typed: checkedLookup(policy, 'typed', resolve), announced: checkedLookup(policy, 'announced', resolve) };
  const agentFor = (trust: AddressTrust): Agent =>
    new Agent({ connect: { lookup: lookups[trust] }, connections: 4, pipelining: 1, keepAliveTimeout: 2_000, maxHeaderSize: 16_384 });
  // An agent for each trust: a connection that a typed address opened is never lent to an announced one.
  const agents = { typed: agentFor('typed'), announced: agentFor('announced') };
  const sockets = new Set<() => void>();

  return {
    async request(text, options) {
      const url = checkUrl(text, ['http:', 'https:'], policy, options.trust);
      return exchange(url, options, agents[options.trust], version);
    },
    socket(text, options, handlers) {
      const url = checkUrl(text, ['ws:', 'wss:'], policy, options.trust);
      const lookup = lookups[options.trust];
      const socket = openSocket(
        { url, lookup, log, version, timeout_ms: DEFAULT_TIMEOUT_MS, max_bytes: DEFAULT_MAX_BYTES, ...options },
        handlers,
        () => sockets.delete(socket.terminate),
      );
      sockets.add(socket.terminate);
      return socket;
    },
    async close() {
      for (const terminate of [...sockets]) terminate();
      await Promise.all([agents.typed.destroy(), agents.announced.destroy()]);
    },
  };
}

async function exchange(url: URL, options: HttpRequest, agent: Agent, version: string): Promise<HttpResponse> {
  const { timeout_ms = DEFAULT_TIMEOUT_MS, max_bytes = DEFAULT_MAX_BYTES } = options;
  const { signal, timed_out, release } = deadline(timeout_ms, options.signal);
  try {
    const answer = await request(url, {
      method: options.method ?? 'GET',
      headers: {
        'user-agent': `Lightkeeper/${version}`,
        accept: 'application/json, */*;q=0.5',
        ...options.headers,
        ...(options.json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
      dispatcher: agent,
      signal,
    });
    return toResponse(answer, await readBody(answer, max_bytes, url.host), url.host);
  } catch (error) {
    if (timed_out()) throw new HubError('LK_TIMEOUT', `${url.host}: it did not answer within ${timeout_ms} ms.`, { cause: error });
    if (options.signal?.aborted === true) throw new HubError('LK_UPSTREAM', `${url.host}: the request was given up.`, { cause: error });
    throw toHubError(error, url.host);
  } finally {
    release();
  }
}

// By hand, since AbortSignal.any keeps a trace of every request on a caller's signal that lives as long as a device.
function deadline(
  timeout_ms: number,
  outer: AbortSignal | undefined,
): { signal: AbortSignal; timed_out: () => boolean; release: () => void } {
  const controller = new AbortController();
  let late = false;
  const give_up = (): void => {
    controller.abort();
  };
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, timeout_ms);
  if (outer?.aborted === true) controller.abort();
  outer?.addEventListener('abort', give_up, { once: true });
  return {
    signal: controller.signal,
    timed_out: () => late,
    release() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', give_up);
    },
  };
}

async function readBody(answer: Dispatcher.ResponseData, max_bytes: number, host: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop destroys the body and with it the connection, so that what is too large is not read to its end.
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > max_bytes) throw new HubError('LK_UPSTREAM', `${host}: its answer is larger than ${max_bytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function toResponse(answer: Dispatcher.ResponseData, text: string, host: string): HttpResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    status: answer.statusCode,
    headers,
    text,
    json() {
      try {
        return sjson.parse(text, null, { protoAction: 'remove', constructorAction: 'remove' }) as unknown;
      } catch (error) {
        throw new HubError('LK_UPSTREAM', `${host}: its answer is not JSON.`, { cause: error });
      }
    },
  };
}
