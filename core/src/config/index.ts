export { loadConfig, type ConfigFlags, type HubConfig } from './load-config.js';
export { mqttUrlSchema } from './settings.js';
