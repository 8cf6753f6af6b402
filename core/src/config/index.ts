export { loadConfig, type ConfigFlags, type ConfigInput, type HubConfig } from './load-config.js';
export { mqttUrlSchema, SETTING_NAMES, type SettingName } from './settings.js';
