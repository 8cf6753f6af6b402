import { definePlugin } from '@lightkeeper/plugin-sdk';
import { settingsSchema } from './settings.js';

/** Home Assistant's MQTT discovery, both ways: its devices become the hub's, and the hub's become its. */
export default definePlugin({
  settings: settingsSchema,
  setup() {},
});
