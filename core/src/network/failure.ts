import { HubError } from '@lightkeeper/plugin-sdk';

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at that address and port',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
  UND_ERR_SOCKET: 'it closed the connection',
  EADDRINUSE: 'another program has it',
  EADDRNOTAVAIL: 'this computer does not have the address',
  EACCES: 'the hub may not open it',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be resolved',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};
const TIMEOUTS = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** The code of a system, TLS or HTTP error; of the first inner one where several addresses were tried. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : codeOf(error.cause);
}

/** What went wrong with the other side, in words for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof HubError) return error.message;
  const code = codeOf(error);
  if (TIMEOUTS.has(code)) return 'it did not answer in time';
  return WORDS[code] ?? `the exchange failed (${code})`;
}

/** The error for a plugin: what it was on purpose stays, the rest becomes `LK_TIMEOUT` or `LK_UPSTREAM`. */
export function toHubError(error: unknown, host: string): HubError {
  if (error instanceof HubError) return error;
  if (error instanceof Error && error.cause instanceof HubError) return error.cause;
  const code = TIMEOUTS.has(codeOf(error)) ? 'LK_TIMEOUT' : 'LK_UPSTREAM';
  return new HubError(code, `${host}: ${reasonOf(error)}.`, { cause: error });
}
