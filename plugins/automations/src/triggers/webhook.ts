import { createHash } from 'node:crypto';
import { HubError, Reply, isHomeAddress, z } from '@lightkeeper/plugin-sdk';
import type { HttpMethod, JsonValue, TriggerKind } from '@lightkeeper/plugin-sdk';
import type { TriggerHub } from './hub.js';
import { Listeners } from './listeners.js';
import { MAX_TEXT, readJson } from './payloads.js';
import { CallRates } from './call-rates.js';

const METHODS = ['POST', 'PUT', 'GET'] as const satisfies readonly HttpMethod[];
const MAX_BODY_BYTES = 65_536;
/** Media types of bodies that are taken as text. Forms are among them, since that is what simple devices send. */
const TEXT_TYPES = ['text/plain', 'application/x-www-form-urlencoded'];

const options = z.strictObject({
  webhook_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be 1 to 128 of a-z, A-Z, 0-9, _ and -')
    .meta({
      title: 'Secret id',
      description: 'Who knows it can set the automation going: POST /api/v1/hooks/<id>. Make it long, and keep it to yourself.',
      ui: { secret: true },
    }),
  methods: z
    .array(z.enum(METHODS))
    .min(1)
    .max(3)
    .default(['POST', 'PUT'])
    .meta({ title: 'Methods', ui: { advanced: true } }),
  local_only: z.boolean().default(true).meta({ title: 'Only from the home network' }),
});

interface Call {
  readonly method: string;
  readonly local: boolean;
  readonly data: Record<string, JsonValue>;
  /** Set by a listener that takes it. */
  taken: boolean;
}

/**
 * Another program calls an address of the hub. The id is the secret: it is compared by its digest, so that the time it takes tells nothing of it. An
 * unknown id, another method and a peer from outside all get the same answer.
 */
export function webhookTrigger(hub: TriggerHub): TriggerKind<typeof options> {
  const listeners = new Listeners<Call>();
  const rates = new CallRates(hub.clock);
  for (const method of METHODS) {
    hub.routes.add({
      method,
      path: '/hooks/:webhook_id',
      summary: `Set automations going by ${method}`,
      description: 'Fires the triggers `webhook` of this id. A body may be JSON or text.',
      access: 'public',
      mutates: false,
      params: z.object({ webhook_id: z.string().max(256) }),
      query: z.object({}).catchall(z.string().max(500)),
      ...(method !== 'GET' && { body: z.unknown(), accepts: { text: TEXT_TYPES }, max_body_bytes: MAX_BODY_BYTES }),
      handler(request) {
        const { params, query, body, ip } = request;
        rates.take(ip);
        const call: Call = {
          method,
          local: isHomeAddress(ip) && forwardedFor((name) => request.header(name)).every(isHomeAddress),
          data: { method, query, ...bodyFacts(body) },
          taken: false,
        };
        listeners.tell(digest(params.webhook_id), call);
        if (!call.taken) throw new HubError('LK_NOT_FOUND', 'There is no such webhook.');
        return Reply.empty();
      },
    });
  }
  return {
    kind: 'webhook',
    name: 'Webhook',
    description: 'Another program calls an address of the hub.',
    icon: 'webhook',
    group: 'message',
    options,
    sentence: ({ local_only }) => (local_only ? 'a webhook is called from the home network' : 'a webhook is called'),
    listen: ({ webhook_id, methods, local_only }, { fire }) =>
      listeners.add(digest(webhook_id), (call) => {
        if (!(methods as readonly string[]).includes(call.method) || (local_only && !call.local)) return;
        call.taken = true;
        fire({ description: 'The webhook was called', data: call.data });
      }),
  };
}

/** Whom a proxy on the home network speaks for: it does not make somebody from outside one of the home. */
function forwardedFor(header: (name: string) => string | undefined): string[] {
  const given = [header('x-forwarded-for'), header('x-real-ip')].filter((value) => value !== undefined);
  const named = [...(header('forwarded') ?? '').matchAll(/for="?([^",;]+)/gi)].map(([, peer = '']) => peer);
  return [...given.flatMap((value) => value.split(',')), ...named].map((value) => value.trim()).filter((value) => value !== '');
}

function bodyFacts(body: unknown): Record<string, JsonValue> {
  if (body === undefined || body === null) return { body: null, json: null };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const json = typeof body === 'string' ? readJson(body) : (body as JsonValue);
  return { body: text.slice(0, MAX_TEXT), json: text.length <= MAX_TEXT ? (json ?? null) : null };
}

function digest(webhook_id: string): string {
  return createHash('sha256').update(webhook_id).digest('base64');
}
