import type { IncomingMessage } from 'node:http';
import { HubError } from '@lightkeeper/plugin-sdk';
import getRawBody from 'raw-body';
import secureJson from 'secure-json-parse';

const MAX_BYTES = 1024 * 1024;
const JSON_TYPES = new Set(['application/json', 'application/merge-patch+json']);

/** Reads a JSON body of at most 1 MiB; undefined when there is none. Keys that reach for the prototype are refused. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request);
  if (text === '') return undefined;
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!JSON_TYPES.has(type)) {
    throw new HubError('LK_UNSUPPORTED_MEDIA_TYPE', `The body came as "${type.slice(0, 80)}"; send it as application/json.`);
  }
  try {
    return secureJson.parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new HubError('LK_BAD_JSON', `The body is not usable JSON: ${reason.slice(0, 200)}`, { cause: error });
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const declared = Number(request.headers['content-length'] ?? 0);
  try {
    return await getRawBody(request, { limit: MAX_BYTES, encoding: 'utf8', ...(declared > 0 && { length: declared }) });
  } catch (error) {
    // Let the rest of the request drain away, so that the client reads the answer instead of a reset connection.
    request.resume();
    if (error instanceof Error && 'type' in error && error.type === 'entity.too.large') {
      throw new HubError('LK_BODY_TOO_LARGE', 'The body is larger than 1 MiB.', { cause: error });
    }
    throw new HubError('LK_BAD_JSON', 'The body could not be read whole.', { cause: error });
  }
}
