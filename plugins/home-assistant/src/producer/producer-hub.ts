import type { Hub } from '@lightkeeper/plugin-sdk';
import type { HomeAssistantSettings } from '../settings.js';
import type { PRODUCER_WORDS } from './vocabulary.js';

/** The hub as the producer sees it: with the plugin's settings, and the words that it writes in the log. */
export type ProducerHub = Hub<HomeAssistantSettings, typeof PRODUCER_WORDS>;
