import { HubError } from '@lightkeeper/plugin-sdk';
import { mqttUrlSchema } from '../config/settings.js';
import { checkBaseTopic } from './topics.js';
import type { MqttTransport } from './transport.js';

/** How the hub reaches the broker. */
export interface MqttSettings {
  enabled: boolean;
  /** `mqtt`, `mqtts`, `ws` or `wss`; a user name and password in it count where the fields below are null. */
  url: string | null;
  /** Another way than the address: into the broker inside the hub. */
  inner?: MqttTransport;
  username: string | null;
  password: string | null;
  base_topic: string;
  /** The same for as long as the hub lives, and its own: a broker drops the older of two clients with one id. */
  client_id: string;
}

/** Throws `LK_VALIDATION`, naming the field. */
export function checkSettings(settings: MqttSettings): MqttSettings {
  checkBaseTopic(settings.base_topic);
  const url = settings.url === null ? null : mqttUrlSchema.safeParse(settings.url);
  if (url?.success === false) throw HubError.field('/url', url.error.issues[0]?.message ?? 'is not valid');
  if (settings.enabled && settings.url === null && settings.inner === undefined) throw HubError.field('/url', 'is needed to connect');
  // 23 characters is what every broker must take (MQTT 3.1.1 §3.1.3.1); most take more.
  if (!/^[0-9A-Za-z_-]{1,64}$/.test(settings.client_id)) throw HubError.field('/client_id', 'must be 1 to 64 letters, digits, - or _');
  // MQTT 3.1.1 §3.1.2.9: no password without a user name.
  if (settings.password !== null && settings.username === null) throw HubError.field('/username', 'is needed where there is a password');
  return { ...settings };
}

/** Whether a connection by the one is also a connection by the other. */
export function sameSettings(one: MqttSettings, other: MqttSettings): boolean {
  return one.inner === other.inner && JSON.stringify(one) === JSON.stringify(other);
}
