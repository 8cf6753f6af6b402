import type { Logger } from '../logger.js';
import type { MqttService } from '../messages.js';

interface KeptTopicsDeps {
  mqtt: MqttService;
  log: Logger;
  /** The text that the broker is to keep under a topic below the base topic: empty for none, undefined to leave it as it is. */
  text: (topic: string) => string | undefined;
}

/**
 * Keeps retained topics at the broker as they are to be. Of what changes faster than the broker takes it, only the newest is sent; nothing
 * but the topics' names waits.
 *
 * @example
 * const topics = new KeptTopics({ mqtt: hub.mqtt, log: hub.log, text: (topic) => (topic === 'tide/level' ? String(level) : undefined) });
 * hub.mqtt.onConnected(() => {
 *   topics.forget();
 *   topics.touch('tide/level');
 * });
 */
export class KeptTopics {
  readonly #deps: KeptTopicsDeps;
  readonly #stale = new Set<string>();
  readonly #told = new Map<string, string>();
  #busy = false;

  constructor(deps: KeptTopicsDeps) {
    this.#deps = deps;
  }

  /** What the broker has is not known any more. */
  forget(): void {
    this.#told.clear();
  }

  /** What stands under this topic may be something else now. */
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
        log.debug('A kept topic could not be published', { topic, error });
        if (!mqtt.connected) break;
        continue;
      }
      if (wanted === '') this.#told.delete(topic);
      else this.#told.set(topic, wanted);
    }
    this.#busy = false;
  }
}
