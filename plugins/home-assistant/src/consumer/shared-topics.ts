import type { Disposer, MqttService } from '@lightkeeper/plugin-sdk';
import { Message } from './message.js';

type Listener = (message: Message) => void;

interface Topic {
  listeners: Set<{ listener: Listener }>;
  /** What was said last; a newcomer is told. Filters with wildcards have no last word. */
  last: Message | null;
  unsubscribe: Disposer;
}

/**
 * Topics that many devices listen to, such as the status of their bridge: one subscription for all. The broker would otherwise tell
 * everybody anew for each one who joins.
 */
export class SharedTopics {
  readonly #mqtt: Pick<MqttService, 'subscribe'>;
  readonly #topics = new Map<string, Topic>();

  constructor(mqtt: Pick<MqttService, 'subscribe'>) {
    this.#mqtt = mqtt;
  }

  /** `listener` hears the last word at once, if there is one, and each that follows until the disposer is called. */
  listen(filter: string, listener: Listener): Disposer {
    const topic = this.#topics.get(filter) ?? this.#begin(filter);
    const entry = { listener };
    topic.listeners.add(entry);
    if (topic.last !== null) listener(topic.last);
    return () => {
      if (!topic.listeners.delete(entry) || topic.listeners.size > 0) return;
      this.#topics.delete(filter);
      return topic.unsubscribe();
    };
  }

  #begin(filter: string): Topic {
    const keeps = !/[+#]/.test(filter);
    const topic: Topic = { listeners: new Set(), last: null, unsubscribe: () => undefined };
    this.#topics.set(filter, topic);
    topic.unsubscribe = this.#mqtt.subscribe(filter, (raw) => {
      if (raw.truncated) return;
      const message = Message.from(raw);
      if (keeps) topic.last = message;
      for (const { listener } of [...topic.listeners]) listener(message);
    });
    return topic;
  }
}
