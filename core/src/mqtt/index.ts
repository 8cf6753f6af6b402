export { createMqttService, type KernelMqtt } from './mqtt-service.js';
export type { MqttConnection, MqttConnectionEvents, MqttTransport } from './transport.js';
export { checkSettings } from './settings.js';
