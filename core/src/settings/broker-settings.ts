import type { Cradle } from '../container.js';
import { checkSettings } from '../mqtt/index.js';
import type { MqttTransport } from '../mqtt/index.js';
import { mqttSettings } from './kernel-settings.js';
import type { StoredMqttSettings } from './kernel-settings.js';

/**
 * Connects to the broker that the settings (or `--mqtt-url`) name, and follows their changes. Where they name none and the hub runs a broker of
 * its own, it is that one.
 */
export async function connectBroker({ broker, config, settings, mqtt, gateway, facts, newId, scope, logs }: Cradle): Promise<void> {
  const { handle, undo } = await settings.register('mqtt', 'MQTT', mqttSettings, (value) => {
    checkSettings({ ...(value as StoredMqttSettings), client_id: 'lightkeeper' });
  });
  const client_id = facts.get('mqtt_client_id') ?? `lightkeeper-${newId().slice(-8)}`;
  await facts.set('mqtt_client_id', client_id);
  let inner: MqttTransport | null = null;
  const configure = (): Promise<void> => {
    const stored = handle.value as StoredMqttSettings;
    const nobody = { url: null, username: null, password: null };
    if (config.mqtt_url !== null) return mqtt.configure({ ...stored, ...nobody, client_id, enabled: true, url: config.mqtt_url });
    if (stored.enabled || inner === null) return mqtt.configure({ ...stored, client_id });
    return mqtt.configure({ ...stored, ...nobody, client_id, enabled: true, inner });
  };
  scope.add('settings: mqtt', undo);
  scope.add('settings: follow mqtt', handle.onChange(configure));
  scope.add(
    'mqtt status',
    mqtt.onStatus((status) => {
      gateway.publish('mqtt_status', { status }, { role: 'admin', scope: 'mqtt:read' });
    }),
  );
  try {
    await configure();
  } catch (error) {
    logs.logger('mqtt').error('The stored settings of the broker cannot be used', { reason: String(error) });
  }
  await broker.start(async (transport) => {
    inner = transport;
    await configure();
  });
}
