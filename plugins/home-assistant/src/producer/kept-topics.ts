import type { Logger, MqttService } from '@lightkeeper/plugin-sdk';

interface Deps {
  mqtt: MqttService;
  log: Logger;
  /** The text that the broker is to keep under a topic below the base topic: empty for none, undefined to leave it as it is. */
  text: (topic: string) => string | undefined;
}

/**
 * Keeps retained topics at the broker as they are to be. Of what changes faster than the broker takes it, only the newest is sent; nothing
 * but the topics' names waits.
 */
export class KeptTopics {
  readonly #deps: Deps;
  readonly #stale = new Set<string>();
  readonly #told = new Map<string, string>();
  #busy = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** What the broker has is not known any more. */
  forget(): void {
    this.#told.clear();
  }

  touch(topic: string): void {
    this.#stale.add(topic);
    if (!this.#busy && this.#deps.mqtt.connected) void this.#work();
  }

  async #work(): Promise<void> {
    const { mqtt, log, text } = this.#deps;
    this.#busy = true;
    for (const topic of this.#stale) {
      this.#stale.delete(topic);
      const wanted = text(topic);
      if (wanted === undefined || this.#told.get(topic) === wanted) continue;
      try {
        await mqtt.publish(topic, wanted, { qos: 1, retain: true });
      } catch (error) {
        log.debug('A topic for Home Assistant could not be published', { topic, error });
        if (!mqtt.connected) break;
        continue;
      }
      if (wanted === '') this.#told.delete(topic);
      else this.#told.set(topic, wanted);
    }
    this.#busy = false;
  }
}
