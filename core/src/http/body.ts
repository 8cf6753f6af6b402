import type { IncomingMessage } from 'node:http';
import { HubError } from '@lightkeeper/plugin-sdk';
import getRawBody from 'raw-body';
import secureJson from 'secure-json-parse';
import type { RouteRecord } from './route-registry.js';

const MIB = 1024 * 1024;
const MOST_BYTES = 64 * MIB;
/** JSON is read at once, and holds up all else meanwhile. */
const MOST_JSON_BYTES = 2 * MIB;
const JSON_TYPES = new Set(['application/json', 'application/merge-patch+json']);

type Wish = Pick<RouteRecord, 'accepts' | 'max_body_bytes'>;

/** What the body came as, without parameters; null when nothing says so. */
export function mediaType(request: IncomingMessage): string | null {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type === '' ? null : type;
}

/** Reads a body of JSON, or of what the route takes besides; undefined when there is none. Keys that reach for the prototype are refused. */
export async function readBody(request: IncomingMessage, { accepts = {}, max_body_bytes = MIB }: Wish): Promise<unknown> {
  const type = mediaType(request);
  const is_json = type !== null && JSON_TYPES.has(type);
  const bytes = await readBytes(request, Math.min(max_body_bytes, is_json ? MOST_JSON_BYTES : MOST_BYTES));
  if (bytes.length === 0) return undefined;
  if (is_json) return parseJson(bytes.toString('utf8'));
  if (takes(accepts.bytes, type)) return bytes;
  if (takes(accepts.text, type)) return bytes.toString('utf8');
  const taken = ['application/json', ...(accepts.text ?? []), ...(accepts.bytes ?? [])].join(' or ');
  throw new HubError('LK_UNSUPPORTED_MEDIA_TYPE', `The body came as "${(type ?? '').slice(0, 80)}"; send it as ${taken}.`);
}

function takes(types: readonly string[] | undefined, type: string | null): boolean {
  return types !== undefined && (types.includes('*') || (type !== null && types.includes(type)));
}

function parseJson(text: string): unknown {
  try {
    return secureJson.parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new HubError('LK_BAD_JSON', `The body is not usable JSON: ${reason.slice(0, 200)}`, { cause: error });
  }
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0);
  try {
    return await getRawBody(request, { limit, ...(declared > 0 && { length: declared }) });
  } catch (error) {
    // Let the rest of the request drain away, so that the client reads the answer instead of a reset connection.
    request.resume();
    if (error instanceof Error && 'type' in error && error.type === 'entity.too.large') {
      throw new HubError('LK_BODY_TOO_LARGE', `The body is larger than ${(limit / MIB).toLocaleString('en')} MiB.`, { cause: error });
    }
    throw new HubError('LK_BAD_JSON', 'The body could not be read whole.', { cause: error });
  }
}
