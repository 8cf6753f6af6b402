import { z } from '@lightkeeper/plugin-sdk';
import type { ActionKind, MqttService } from '@lightkeeper/plugin-sdk';
import { safeText } from '@lightkeeper/plugin-sdk';

const MAX_PAYLOAD = 65_536;

const options = z.strictObject({
  // MQTT 3.1.1 §4.7.1.1 and §4.7.3: no wildcards in the topic of a message, and no null character.
  topic: z
    .string()
    .min(1)
    .max(512)
    // eslint-disable-next-line no-control-regex -- the null character is what is to be refused
    .regex(/^[^#+\u0000]+$/, 'must be a whole topic, without # and +')
    .meta({ title: 'Topic', ui: { placeholder: 'garden/pump/set' } }),
  payload: z
    .union([z.string().max(MAX_PAYLOAD), z.json()])
    .default('')
    .meta({ title: 'Payload', description: 'Text as it is; anything else as JSON.', ui: { widget: 'textarea' } }),
  qos: z
    .union([z.literal(0), z.literal(1)])
    .default(0)
    .meta({ title: 'Quality of service', ui: { advanced: true } }),
  retain: z
    .boolean()
    .default(false)
    .meta({ title: 'Keep at the broker', ui: { advanced: true } }),
});

/** Publishes a message at the broker. */
export function mqttAction(mqtt: MqttService): ActionKind<typeof options> {
  return {
    kind: 'mqtt',
    name: 'Publish over MQTT',
    description: 'Sends a message to a topic of the broker.',
    icon: 'send',
    group: 'message',
    options,
    quiet: true,
    sentence: ({ topic, payload }, words) => `publish ${words.value(payload)} to ${said(topic, words.value(topic))}`,
    async run({ topic, payload, qos, retain }) {
      const text = textOf(payload);
      await mqtt.publishTo(topic, text, { qos, retain });
      return null;
    },
    foresee: ({ topic, payload }) =>
      `Would publish “${safeText(textOf(payload), 200)}” to ${topic}${mqtt.connected ? '' : ', but the broker is not connected'}.`,
  };
}

function said(topic: unknown, otherwise: string): string {
  return typeof topic === 'string' ? safeText(topic, 80) : otherwise;
}

function textOf(payload: unknown): string {
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}
