import { z } from '@lightkeeper/plugin-sdk';
import type { Disposer, JsonValue, MqttMessage, TriggerKind } from '@lightkeeper/plugin-sdk';
import type { Expressions } from '../expressions/index.js';
import { propertyValue } from '../kinds/index.js';
import type { TriggerHub } from './hub.js';
import { Listeners } from './listeners.js';
import { MAX_TEXT, readJson, readPath } from './payloads.js';
import { quoted } from './words.js';

const MAX_TOPIC = 250;

const options = z
  .strictObject({
    topic: z
      .string()
      .min(1)
      .max(MAX_TOPIC)
      .refine(isTopicFilter, 'must be a topic filter: + stands for one level, # at its end for all below')
      .meta({
        title: 'Topic',
        description: 'The whole topic. + stands for one level, # at its end for all below.',
        ui: { placeholder: 'home/doorbell' },
      }),
    payload: z.string().max(MAX_TEXT).optional().meta({ title: 'Message', description: 'The whole message as text. Left out: any.' }),
    field: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ title: 'Field', description: 'A field of a message in JSON, such as action or state.power.', ui: { advanced: true } }),
    value: propertyValue
      .optional()
      .meta({ title: 'Value of the field', description: 'Left out: any, if only the field is there.', ui: { advanced: true } }),
    expression: z
      .string()
      .max(2_000)
      .optional()
      .meta({
        title: 'Only if',
        description: 'An expression that must give true. trigger.data holds topic, payload and json.',
        ui: { widget: 'expression', advanced: true },
      }),
  })
  .refine(({ field, value }) => value === undefined || field !== undefined, { message: 'must be given where value is', path: ['field'] });

/** A message came by MQTT. What the broker has kept from before tells how something stands, not that it happens: it is passed over. */
export function mqttTrigger(hub: TriggerHub, expressions: Expressions): TriggerKind<typeof options> {
  const listeners = new Listeners<Received>();
  const subscriptions = new Map<string, Disposer>();

  function listen(topic: string, listener: (message: Received) => void): Disposer {
    const stop = listeners.add(topic, listener);
    if (!subscriptions.has(topic)) {
      subscriptions.set(
        topic,
        hub.mqtt.subscribe(topic, (message) => {
          if (!message.retained) listeners.tell(topic, new Received(message));
        }),
      );
    }
    return () => {
      void stop();
      if (listeners.has(topic)) return;
      void subscriptions.get(topic)?.();
      subscriptions.delete(topic);
    };
  }

  /** An expression that cannot be worked out for a message, perhaps since it lacks a field, does not hold for it. */
  function holds(expression: string, description: string, data: Record<string, JsonValue>): boolean {
    try {
      return (
        expressions.evaluate(expression, { trigger: { path: null, kind: 'mqtt', id: null, description, data }, variables: {} }) === true
      );
    } catch {
      return false;
    }
  }

  return {
    kind: 'mqtt',
    name: 'MQTT message',
    description: 'A message comes in on a topic of the broker.',
    icon: 'radio-tower',
    group: 'message',
    options: options.superRefine(({ expression }, context) => {
      const mistake = expression === undefined ? null : expressions.check(expression, { yes_or_no: true });
      if (mistake !== null) context.addIssue({ code: 'custom', message: mistake, path: ['expression'] });
    }),
    sentence({ topic, payload, field, value }, words) {
      const what = payload === undefined ? 'a message' : `the message ${words.value(payload)}`;
      const where = field === undefined ? '' : ` whose ${field} ${value === undefined ? 'is there' : `is ${words.value(value)}`}`;
      return `${what}${where} comes in on ${words.value(topic)}`;
    },
    listen: ({ topic, payload, field, value, expression }, { fire }) =>
      listen(topic, (message) => {
        const { text } = message;
        if (payload !== undefined && text !== payload) return;
        if (field !== undefined) {
          const found = readPath(message.json, field);
          if (found === undefined || (value !== undefined && found !== value)) return;
        }
        const description = `${text === '' ? 'An empty message' : quoted(text)} came in on ${quoted(message.topic)}`;
        const data = message.facts;
        if (expression !== undefined && !holds(expression, description, data)) return;
        fire({ description, data });
      }),
  };
}

/** A message, read once for all who listen. */
class Received {
  readonly topic: string;
  readonly text: string;
  #json: { readonly value: JsonValue | undefined } | null = null;
  #facts: Record<string, JsonValue> | null = null;

  constructor({ topic, payload }: MqttMessage) {
    this.topic = topic;
    this.text = Buffer.from(payload).toString('utf8');
  }

  get json(): JsonValue | undefined {
    this.#json ??= { value: readJson(this.text) };
    return this.#json.value;
  }

  get facts(): Record<string, JsonValue> {
    this.#facts ??= {
      topic: this.topic.slice(0, MAX_TOPIC),
      payload: this.text.slice(0, MAX_TEXT),
      json: this.text.length <= MAX_TEXT ? (this.json ?? null) : null,
    };
    return this.#facts;
  }
}

/** MQTT 3.1.1 §4.7.1. */
function isTopicFilter(filter: string): boolean {
  const levels = filter.split('/');
  return (
    !filter.includes('\u0000') &&
    levels.every((level, index) => level === '+' || (level === '#' ? index === levels.length - 1 : !/[+#]/.test(level)))
  );
}
