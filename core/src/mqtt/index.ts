export { createMqttService, type KernelMqtt, type MqttServiceOptions } from './mqtt-service.js';
export type { MqttSettings } from './settings.js';
export type { CommandCounters, MqttCommandInfo } from './commands.js';
export type { MqttConnection, MqttConnectionEvents, MqttConnectOptions, MqttTransport } from './transport.js';
