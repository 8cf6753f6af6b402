/** The kernel. Hubs are made with `createHub`; the rest is what test harnesses need to stand in for the world. */
export { createHub, LightkeeperHub } from './hub.js';
export type { StartOptions } from './hub.js';
export type { Cradle, HubOptions } from './container.js';
export { loadConfig } from './config/index.js';
export type { HubConfig } from './config/index.js';
export { knexConfig } from './database/connection.js';
export { migratorConfig } from './database/migrate.js';
export { createLogs } from './log/index.js';
export type { Logs } from './log/index.js';
export type { KernelDiscovery } from './discovery/index.js';
export type { IncomingMessage, MqttConnection, MqttConnectionEvents, MqttTransport } from './mqtt/index.js';
export { findPlugins, readPlugin } from './plugins/find-plugins.js';
export type { FoundPlugin } from './plugins/find-plugins.js';
export type { AnyPluginDefinition } from './plugins/plugin-definition.js';
export { createManualClock } from './time/manual-clock.js';
export type { ManualClock } from './time/manual-clock.js';
