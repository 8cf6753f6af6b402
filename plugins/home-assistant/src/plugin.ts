import { definePlugin } from '@lightkeeper/plugin-sdk';
import { startConsumer } from './consumer/index.js';
import { startProducer } from './producer/start.js';
import { producerMigration } from './producer/store.js';
import { PRODUCER_WORDS } from './producer/vocabulary.js';
import { settingsSchema } from './settings.js';

/** Home Assistant's MQTT discovery, both ways: its devices become the hub's, and the hub's become its. */
export default definePlugin({
  settings: settingsSchema,
  actions: PRODUCER_WORDS,
  migrations: [producerMigration],
  async setup(hub) {
    const names = await startProducer(hub);
    startConsumer(hub, names.hub);
  },
});
