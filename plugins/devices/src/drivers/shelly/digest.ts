import { createHash, randomBytes, randomInt } from 'node:crypto';
import { z } from '@lightkeeper/plugin-sdk';

/*
 * How a Shelly asks for its password: digest authentication with SHA-256 after RFC 7616 (Shelly Gen2+ documentation, "Authentication").
 * The user is always `admin`; the realm is the id of the device. The password itself never goes over the network.
 */

const USER = 'admin';
const ALGORITHM = 'SHA-256';
const MAX_HEADER = 1_024;

export interface Challenge {
  realm: string;
  nonce: string;
}

/** Reads `WWW-Authenticate` (RFC 7616, section 3.3). Null when it is no challenge of a Shelly. */
export function readChallenge(header: string | undefined): Challenge | null {
  if (header === undefined || header.length > MAX_HEADER || !/^Digest\s/i.test(header)) return null;
  const fields = new Map<string, string>();
  for (const [, name = '', quoted, plain] of header.matchAll(/([a-z]+)=(?:"([^"\\]*)"|([^\s,"]+))/gi)) {
    fields.set(name.toLowerCase(), quoted ?? plain ?? '');
  }
  const [realm, nonce] = [fields.get('realm'), fields.get('nonce')];
  if (realm === undefined || nonce === undefined || fields.get('algorithm')?.toUpperCase() !== ALGORITHM) return null;
  return { realm, nonce };
}

/** The value of `Authorization` for one request (RFC 7616, sections 3.4 and 3.4.1, `qop=auth`). */
export function authorization(
  { realm, nonce }: Challenge,
  password: string,
  { method, uri }: { method: string; uri: string },
  cnonce: string = randomBytes(12).toString('hex'),
): string {
  const nc = '00000001';
  const response = sha256([sha256([USER, realm, password]), nonce, nc, cnonce, 'auth', sha256([method, uri])]);
  return [
    `Digest username="${USER}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `algorithm=${ALGORITHM}`,
    'qop=auth',
    `nc=${nc}`,
    `cnonce="${cnonce}"`,
    `response="${response}"`,
  ].join(', ');
}

/** The challenge within the message of error 401 on a WebSocket; JSON in a text ("Authentication", "Error 401 and the Authentication Challenge"). */
const frameChallenge = z.looseObject({
  realm: z.string().max(128),
  nonce: z.number(),
  nc: z.number().int().optional(),
  algorithm: z.literal(ALGORITHM),
});
type FrameChallenge = z.output<typeof frameChallenge>;

/** Null when it is no challenge. */
export function readFrameChallenge(message: string): FrameChallenge | null {
  try {
    const parsed = frameChallenge.safeParse(JSON.parse(message));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * The `auth` of a request frame on a WebSocket, where no method and address stand for the second hash ("Authentication", "Authentication
 * Request").
 */
export function frameAuth({ realm, nonce, nc = 1 }: FrameChallenge, password: string, cnonce: number = randomInt(1, 2 ** 31)): object {
  const response = sha256([
    sha256([USER, realm, password]),
    String(nonce),
    String(nc),
    String(cnonce),
    'auth',
    sha256(['dummy_method', 'dummy_uri']),
  ]);
  return { realm, username: USER, nonce, cnonce, response, algorithm: ALGORITHM };
}

function sha256(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join(':')).digest('hex');
}
