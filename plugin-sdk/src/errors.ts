import type { FieldError } from './wire/problem.js';

interface ErrorDefinition {
  status: number;
  title: string;
  /** When it happens and what helps; the text of the docs page. */
  help: string;
}

/** Every error the hub answers with. `docs/error-codes.md` documents each; a test holds page and registry together. */
export const ERROR_CODES = {
  LK_VALIDATION: {
    status: 422,
    title: 'The input is not valid',
    help: 'A field is unknown, missing, too long or of the wrong type. `errors` names each field and what it should be.',
  },
  LK_BAD_JSON: {
    status: 400,
    title: 'The body is not JSON',
    help: 'The request body could not be read as JSON, or holds a key such as `__proto__`. Send UTF-8 JSON with `Content-Type: application/json`.',
  },
  LK_BODY_TOO_LARGE: { status: 413, title: 'The body is too large', help: 'Request bodies may hold at most 1 MiB.' },
  LK_UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'Unsupported media type',
    help: 'Send the body as `application/json` (or `application/merge-patch+json` for PATCH).',
  },
  LK_NOT_FOUND: { status: 404, title: 'Not found', help: 'No such address or record. It may have been deleted.' },
  LK_METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'Method not allowed',
    help: 'The address exists, but not for this method. The `Allow` header lists those it has.',
  },
  LK_UNAUTHENTICATED: { status: 401, title: 'Sign in first', help: 'The request carries no valid session cookie or bearer token.' },
  LK_SIGN_IN_FAILED: { status: 401, title: 'Sign-in failed', help: 'The name or the password is wrong. The answer is the same for both.' },
  LK_LOCKED_OUT: {
    status: 429,
    title: 'Too many failed tries',
    help: 'After repeated failures each further try has to wait longer. `retry_after_s` says how long.',
  },
  LK_RATE_LIMITED: { status: 429, title: 'Too many requests', help: 'Slow down; `retry_after_s` says when to go on.' },
  LK_FORBIDDEN: { status: 403, title: 'Not allowed', help: 'The role or the scopes of this user or token do not allow it.' },
  LK_CROSS_ORIGIN: {
    status: 403,
    title: 'Refused: other origin',
    help: 'A browser page of another origin tried to use a session. Use the hub from its own address, or use an API token.',
  },
  LK_SETUP_REQUIRED: {
    status: 403,
    title: 'The hub has no owner yet',
    help: 'Finish the setup first: open the hub and enter the code that it printed when it started.',
  },
  LK_SETUP_DONE: { status: 409, title: 'The hub is already set up', help: 'The owner exists. Sign in instead.' },
  LK_SETUP_CODE_WRONG: {
    status: 403,
    title: 'Wrong setup code',
    help: 'Enter the code that the hub printed when it started. A restart prints a new one.',
  },
  LK_REVISION_CONFLICT: {
    status: 412,
    title: 'Somebody else changed it',
    help: 'The record has another revision than the one in `If-Match`. Read it again, then repeat the change.',
  },
  LK_CONFLICT: {
    status: 409,
    title: 'It conflicts with what is there',
    help: 'A name is taken, or the record is in use. `detail` says which.',
  },
  LK_BAD_CURSOR: {
    status: 400,
    title: 'The cursor does not fit',
    help: 'A cursor belongs to the query that gave it. Start again without a cursor.',
  },
  LK_DEVICE_OFFLINE: { status: 503, title: 'The device is offline', help: 'The device does not answer, so the command was not sent.' },
  LK_DEVICE_FAILED: {
    status: 502,
    title: 'The device refused or failed',
    help: 'The device answered with an error, with garbage, or not in time.',
  },
  LK_DEVICE_UNSUPPORTED: {
    status: 422,
    title: 'The device cannot do that',
    help: "The command asks for something that is not among the device's capabilities.",
  },
  LK_ADDRESS_REFUSED: {
    status: 422,
    title: 'The address is refused',
    help: 'The hub does not contact this kind of address (link-local, metadata, multicast, or loopback where it was announced).',
  },
  LK_UPSTREAM: { status: 502, title: 'The other side failed', help: 'A server that the hub had to ask did not answer as it should.' },
  LK_MQTT_OFFLINE: { status: 503, title: 'The broker is not connected', help: 'See Settings, MQTT for the reason and the next try.' },
  LK_LOG_UNAVAILABLE: {
    status: 503,
    title: 'The activity log cannot record',
    help: 'A change that cannot be recorded is not made. See Settings, Plugins for the state of the activity log.',
  },
  LK_PLUGIN_FAILED: {
    status: 500,
    title: 'A plugin failed',
    help: 'The plugin named in `detail` made an error. Its state is shown in Settings, Plugins.',
  },
  LK_PLUGIN_INVALID: {
    status: 422,
    title: 'The plugin is not valid',
    help: 'The manifest or the declaration of the plugin is wrong. `detail` names the plugin and the field.',
  },
  LK_TIMEOUT: { status: 504, title: 'It took too long', help: 'The time limit ran out before an answer came.' },
  LK_STOPPING: { status: 503, title: 'The hub is stopping', help: 'The hub no longer takes changes. Try again when it has started.' },
  LK_CONFIG: {
    status: 500,
    title: 'The configuration is not valid',
    help: 'A key in the configuration file, the environment or the flags is unknown or has a bad value. The message names it.',
  },
  LK_INTERNAL: {
    status: 500,
    title: 'Something went wrong in the hub',
    help: "An unexpected error. The hub's log has it under the correlation id of the answer.",
  },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface HubErrorOptions {
  /** The wrong fields, by JSON pointer or `?parameter`. */
  errors?: FieldError[];
  retry_after_s?: number;
  cause?: unknown;
}

/**
 * The one error that the hub and its plugins throw on purpose. It becomes an `application/problem+json` answer, a line of the CLI,
 * or a WebSocket `error`.
 *
 * @example
 * throw new HubError('LK_NOT_FOUND', `No device has the id ${id}.`);
 */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly code: ErrorCode;
  readonly errors: FieldError[] | undefined;
  readonly retry_after_s: number | undefined;

  constructor(code: ErrorCode, detail: string, options: HubErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
    this.retry_after_s = options.retry_after_s;
  }

  /** HTTP status of the code. */
  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  /** A validation error for one field. */
  static field(field: string, detail: string): HubError {
    return new HubError('LK_VALIDATION', `${field}: ${detail}`, { errors: [{ field, detail }] });
  }
}
