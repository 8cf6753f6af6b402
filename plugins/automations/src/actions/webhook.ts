import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { ActionKind, HttpClient } from '@lightkeeper/plugin-sdk';

const TIMEOUT_MS = 10_000;
/** Only whether it went well is of interest, not what the other side says. */
const MAX_ANSWER_BYTES = 65_536;
const MAX_HEADERS = 16;

/** Headers that the exchange itself makes. */
const RESERVED = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'upgrade', 'expect', 'te', 'trailer']);

const options = z.strictObject({
  url: z
    .string()
    .max(2_048)
    .regex(/^https?:\/\//i, 'must begin with http:// or https://')
    .meta({ title: 'Address', ui: { placeholder: 'https://example.org/hook', secret: true, literal: true } }),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).default('POST').meta({ title: 'Method' }),
  json: z
    .json()
    .optional()
    .meta({ title: 'Body', description: 'Sent as JSON.', ui: { widget: 'textarea' } }),
  headers: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z0-9-]{1,64}$/)
        .refine((name) => !RESERVED.has(name.toLowerCase()), 'is not for you to set'),
      z
        .string()
        .max(2_048)
        .regex(/^[\t\x20-\x7e]*$/, 'must be one line of ASCII')
        .meta({ ui: { secret: true } }),
    )
    .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `must be at most ${MAX_HEADERS}`)
    .optional()
    .meta({ title: 'Headers', ui: { advanced: true } }),
});

/** Calls an address by HTTP. */
export function webhookAction(http: HttpClient): ActionKind<typeof options> {
  return {
    kind: 'webhook',
    name: 'Call a webhook',
    description: 'Sends a request to an address. Redirects are not followed.',
    icon: 'webhook',
    group: 'message',
    options,
    sentence: ({ url }, words) => `call ${hostOf(url) ?? words.value(url)}`,
    async run({ url, method, json, headers }, { signal }) {
      const sent = method === 'GET' || json === undefined ? {} : { json };
      // An administrator typed the address: it may be one of the home. What an address may never be, the client refuses.
      const { status } = await http.request(url, {
        ...sent,
        method,
        ...(headers !== undefined && { headers }),
        trust: 'typed',
        timeout_ms: TIMEOUT_MS,
        max_bytes: MAX_ANSWER_BYTES,
        signal,
      });
      if (status < 200 || status >= 300) throw new HubError('LK_UPSTREAM', `${hostOf(url) ?? 'It'} answered with status ${status}.`);
      return `${hostOf(url) ?? 'It'} answered with status ${status}.`;
    },
    foresee: ({ url, method }) => `Would send ${method} to ${hostOf(url) ?? 'the address'}.`,
  };
}

/** The address may hold a secret, its host does not. */
function hostOf(url: unknown): string | null {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : null;
}
