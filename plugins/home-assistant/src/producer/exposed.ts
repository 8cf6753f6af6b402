import { HubError, KeptTopics, safeText, z } from '@lightkeeper/plugin-sdk';
import type { Disposer, ExposedEntity, HomeAssistantService, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { HubFacts } from './device-config.js';
import type { Component } from './payload.js';

const KEY = /^[a-z0-9_]{1,64}$/;
const MAX_EXPOSED = 500;
const MAX_TEXT = 255;

const topicOf = (key: string): string => `ha/exposed/${key}`;

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'mqtt' | 'log'>;
  enabled: () => boolean;
  /** There are others now. */
  changed: () => void;
}

/** What other plugins show of themselves among the hub's own entities: their states at `ha/exposed/<key>`, commands from `…/set`. */
export class Exposed implements HomeAssistantService {
  readonly #deps: Deps;
  readonly #entities = new Map<string, ExposedEntity>();
  readonly #topics: KeptTopics;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#topics = new KeptTopics({ ...deps.hub, text: (topic) => this.#text(topic.slice(topicOf('').length)) });
    deps.hub.mqtt.command({
      topic: 'ha/exposed/+/set',
      summary: 'Switch or call up what a plugin shows in Home Assistant: ON or OFF, or PRESS',
      schema: z.enum(['ON', 'OFF', 'PRESS']),
      handler: (word, [key = '']) => this.#command(key, word),
    });
  }

  expose(entity: ExposedEntity): Disposer {
    const { key } = entity;
    if (!KEY.test(key)) throw HubError.field('/key', 'must have 1 to 64 of a-z, 0-9 and _');
    if (this.#entities.has(key)) throw new HubError('LK_CONFLICT', `Something is shown as "${key}" already.`);
    if (this.#entities.size >= MAX_EXPOSED) throw new HubError('LK_CONFLICT', `At most ${MAX_EXPOSED} things can be shown.`);
    this.#entities.set(key, entity);
    this.#deps.changed();
    this.changed(key);
    return () => {
      if (this.#entities.get(key) !== entity) return;
      this.#entities.delete(key);
      this.#deps.changed();
      this.changed(key);
    };
  }

  changed(key: string): void {
    if (this.#deps.enabled()) this.#topics.touch(topicOf(key));
  }

  /** A broker that may know nothing. */
  tellAll(): void {
    this.#topics.forget();
    for (const key of this.#entities.keys()) this.changed(key);
  }

  components({ names, base_topic }: HubFacts): Record<string, Component> {
    const components: Record<string, Component> = {};
    for (const entity of this.#entities.values()) {
      const id = `${entity.kind}_${entity.key}`;
      components[id] = {
        platform: entity.kind,
        unique_id: `${names.hub}_${id}`,
        name: entity.name,
        ...(entity.icon !== undefined && { icon: entity.icon }),
        availability: [{ topic: `${base_topic}/status` }],
        ...optionsOf(entity, `${base_topic}/${topicOf(entity.key)}`),
      };
    }
    return components;
  }

  /** Empty takes away what is no longer shown. */
  #text(key: string): string | undefined {
    const entity = this.#entities.get(key);
    if (entity === undefined) return '';
    if (entity.kind === 'switch') {
      const on = entity.state();
      return on === null ? 'None' : on ? 'ON' : 'OFF';
    }
    if (entity.kind !== 'sensor') return undefined;
    const value = entity.state();
    if (value === null) return entity.unit === undefined ? 'unknown' : 'None';
    return safeText(String(value), MAX_TEXT);
  }

  async #command(key: string, word: 'ON' | 'OFF' | 'PRESS'): Promise<void> {
    const entity = this.#entities.get(key);
    if (entity === undefined || entity.kind === 'sensor')
      throw new HubError('LK_NOT_FOUND', `Nothing takes commands as "${safeText(key, 64)}".`);
    if (entity.kind !== 'switch') await entity.command();
    else if (word === 'PRESS') throw HubError.field('/', 'a switch takes ON or OFF');
    else await entity.command(word === 'ON');
    this.changed(key);
  }
}

function optionsOf(entity: ExposedEntity, topic: string): Record<string, unknown> {
  switch (entity.kind) {
    case 'switch':
      return { state_topic: topic, command_topic: `${topic}/set`, payload_on: 'ON', payload_off: 'OFF' };
    case 'button':
      return { command_topic: `${topic}/set`, payload_press: 'PRESS' };
    case 'scene':
      return { command_topic: `${topic}/set`, payload_on: 'PRESS' };
    case 'sensor':
      return { state_topic: topic, ...(entity.unit !== undefined && { unit_of_measurement: entity.unit }) };
  }
}
