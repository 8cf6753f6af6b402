import { KeptTopics, safeText } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry, EntryMetadata, Logger, MqttService } from '@lightkeeper/plugin-sdk';
import { HUB_TOPICS } from './hub-config.js';

/** Home Assistant takes states of 255 characters, and keeps 16 KiB of attributes. */
const MAX_STATE = 255;
const MAX_PAYLOAD_BYTES = 8_192;
/** Entries that wait for the broker. */
const MAX_WAITING = 100;

/** What may leave the hub: as the mirror does it, an allow-list, so that what a plugin adds later stays at home. */
const TEXT_KEYS = ['origin', 'correlation_id', 'cause_id', 'plugin_id', 'driver', 'format', 'version'];

interface Deps {
  mqtt: MqttService;
  log: Logger;
  enabled: () => boolean;
}

/**
 * The log as Home Assistant reads it: each entry as an event, and the latest as a text with its facts. It may drop entries: events that
 * come late are worse there than none. Whoever must have each of them reads the log's mirror.
 */
export class LogFeed {
  readonly #deps: Deps;
  readonly #kept: KeptTopics;
  readonly #waiting: string[] = [];
  #latest: ActivityEntry | null = null;
  #busy = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#kept = new KeptTopics({
      mqtt: deps.mqtt,
      log: deps.log,
      text: (topic) => {
        if (this.#latest === null) return undefined;
        return topic === HUB_TOPICS.last_activity ? stateText(this.#latest) : factsText(this.#latest);
      },
    });
  }

  /** The latest entry there is, for a broker that may know nothing. */
  begin(latest: ActivityEntry | null): void {
    this.#kept.forget();
    this.#latest ??= latest;
    this.#tellLatest();
  }

  recorded(entry: ActivityEntry): void {
    this.#latest = entry;
    if (!this.#deps.enabled() || !this.#deps.mqtt.connected) return;
    this.#tellLatest();
    this.#waiting.push(eventText(entry));
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    if (!this.#busy) void this.#send();
  }

  #tellLatest(): void {
    if (!this.#deps.enabled()) return;
    // The facts first: Home Assistant reads them at the change of the state.
    this.#kept.touch(HUB_TOPICS.last_activity_facts);
    this.#kept.touch(HUB_TOPICS.last_activity);
  }

  async #send(): Promise<void> {
    this.#busy = true;
    for (let text = this.#waiting.shift(); text !== undefined; text = this.#waiting.shift()) {
      try {
        // Never retained: Home Assistant passes over an event that may be old.
        await this.#deps.mqtt.publish(HUB_TOPICS.activity, text, { qos: 1 });
      } catch (error) {
        this.#waiting.length = 0;
        this.#deps.log.debug('Entries did not reach Home Assistant', { error });
      }
    }
    this.#busy = false;
  }
}

/** `event_type` is what automations are triggered by; every other key becomes an attribute. */
export function eventText(entry: ActivityEntry): string {
  return fitting({ event_type: eventType(entry), ...safe(entry) });
}

export function eventType({ category, action }: { category: string; action: string }): string {
  return `${category}.${action}`;
}

export function stateText({ message }: ActivityEntry): string {
  return safeText(message, MAX_STATE);
}

export function factsText(entry: ActivityEntry): string {
  return fitting({ event_type: eventType(entry), ...safe(entry) });
}

function safe(entry: ActivityEntry): ActivityEntry {
  const metadata: EntryMetadata = {};
  for (const [key, value] of Object.entries(entry.metadata)) {
    const text = typeof value === 'string' && TEXT_KEYS.includes(key);
    const list = key === 'changed' && Array.isArray(value);
    if (text || list || typeof value === 'number' || typeof value === 'boolean') metadata[key] = value;
  }
  return { ...entry, metadata };
}

function fitting(payload: ActivityEntry & { event_type: string }): string {
  const text = JSON.stringify(payload);
  if (Buffer.byteLength(text) <= MAX_PAYLOAD_BYTES) return text;
  return JSON.stringify({ ...payload, message: stateText(payload), metadata: { truncated: true } });
}
