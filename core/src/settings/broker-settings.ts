import type { Cradle } from '../container.js';
import { checkSettings } from '../mqtt/index.js';
import { mqttSettings } from './kernel-settings.js';
import type { StoredMqttSettings } from './kernel-settings.js';

/** Connects to the broker that the settings (or `--mqtt-url`) name, and follows their changes. */
export async function connectBroker({ config, settings, mqtt, gateway, facts, newId, scope, logs }: Cradle): Promise<void> {
  const { handle, undo } = await settings.register('mqtt', 'MQTT', mqttSettings, (value) => {
    checkSettings({ ...(value as StoredMqttSettings), client_id: 'lightkeeper' });
  });
  const client_id = facts.get('mqtt_client_id') ?? `lightkeeper-${newId().slice(-8)}`;
  await facts.set('mqtt_client_id', client_id);
  const configure = (stored: Readonly<StoredMqttSettings>): Promise<void> =>
    mqtt.configure({
      ...stored,
      client_id,
      ...(config.mqtt_url !== null && { enabled: true, url: config.mqtt_url, username: null, password: null }),
    });
  scope.add('settings: mqtt', undo);
  scope.add(
    'settings: follow mqtt',
    handle.onChange((next) => configure(next as StoredMqttSettings)),
  );
  scope.add(
    'mqtt status',
    mqtt.onStatus((status) => {
      gateway.publish('mqtt_status', { status }, { role: 'admin', scope: 'mqtt:read' });
    }),
  );
  try {
    await configure(handle.value as StoredMqttSettings);
  } catch (error) {
    logs.logger('mqtt').error('The stored settings of the broker cannot be used', { reason: String(error) });
  }
}
