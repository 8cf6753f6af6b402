import { z } from '@lightkeeper/plugin-sdk';
import type { JsonObject } from './json.js';
import type { Message } from './message.js';
import { check, filter, template, text } from './options.js';
import type { Rendering } from './rendering.js';

export type AvailabilityMode = 'all' | 'any' | 'latest';

/** Where a device tells whether it is there. */
export interface AvailabilityTopic {
  filter: string;
  /** Null for what says neither. */
  read: (message: Message) => boolean | null;
}

/** How to tell whether a device is there. */
export interface Availability {
  /** Two entities with the same one share the same availability. */
  id: string;
  mode: AvailabilityMode;
  topics: AvailabilityTopic[];
}

const words = {
  payload_available: text.default('online'),
  payload_not_available: text.default('offline'),
};
const schema = z.object({
  ...words,
  availability_mode: z.enum(['all', 'any', 'latest']).default('latest'),
  availability_topic: filter.nullish(),
  availability_template: template,
  availability: z
    .array(z.object({ ...words, topic: filter, value_template: template }))
    .max(16)
    .nullish(),
});

/** Reads the availability out of a component's options; null when it has none, and counts as always there. */
export function availabilityOf(given: JsonObject, rendering: Rendering): Availability | null {
  const options = check(schema, given);
  const items =
    typeof options.availability_topic === 'string'
      ? [{ ...options, topic: options.availability_topic, value_template: options.availability_template }]
      : (options.availability ?? []);
  if (items.length === 0) return null;
  const topics = items.map(({ topic, value_template, payload_available, payload_not_available }) => {
    const value = rendering.value(value_template);
    return {
      id: [topic, value_template ?? null, payload_available, payload_not_available],
      filter: topic,
      read(message: Message): boolean | null {
        const said = value(message);
        return said === payload_available ? true : said === payload_not_available ? false : null;
      },
    };
  });
  const mode = topics.length === 1 ? 'latest' : options.availability_mode;
  return { id: JSON.stringify([mode, topics.map(({ id }) => id)]), mode, topics };
}

/**
 * Whether a device is there by what its topics said last: `undefined` while that is not known. `latest` is what any of them said last
 * (MQTT integration, "availability_mode").
 */
export class AvailabilityState {
  readonly #said: (boolean | undefined)[];
  readonly #mode: AvailabilityMode;
  #latest: boolean | undefined;

  constructor({ mode, topics }: Availability) {
    this.#mode = mode;
    this.#said = topics.map(() => undefined);
  }

  hear(index: number, available: boolean): void {
    this.#said[index] = available;
    this.#latest = available;
  }

  get available(): boolean | undefined {
    if (this.#mode === 'latest') return this.#latest;
    const decisive = this.#mode === 'any';
    if (this.#said.includes(decisive)) return decisive;
    return this.#said.includes(undefined) ? undefined : !decisive;
  }
}
