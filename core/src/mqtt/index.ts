export { createMqttService, type KernelMqtt } from './mqtt-service.js';
export type { IncomingMessage, MqttConnection, MqttConnectionEvents, MqttTransport } from './transport.js';
export { checkSettings } from './settings.js';
export { createTraffic, type Traffic } from './traffic.js';
