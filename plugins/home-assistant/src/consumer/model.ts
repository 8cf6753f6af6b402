import type { Clock, Feature, LightCapability } from '@lightkeeper/plugin-sdk';
import { availabilityOf } from './availability.js';
import type { Availability } from './availability.js';
import type { Component } from './config.js';
import { NotShown } from './entity.js';
import type { Entity, LightPart } from './entity.js';
import { isMain, keysOf, lightsOf, nameOf } from './naming.js';
import { makeEntity } from './platforms/index.js';
import { componentsOf, factsOf, originOf } from './registry.js';
import type { AnnouncedDevice } from './registry.js';
import type { Rendering } from './rendering.js';

/** A device as its configs describe it: what it can do, and which topics tell of it. */
export interface Model {
  capabilities: LightCapability[];
  effects: string[];
  features: Feature[];
  info: Record<string, string | number>;
  light: LightPart | null;
  entities: ModelEntity[];
  /** Null for a device that says nothing of it: it counts as always there. */
  availability: Availability | null;
  /** Why parts are not shown, as lines for people. */
  not_shown: string[];
}

export interface ModelEntity extends Entity {
  availability: Availability | null;
}

interface ModelTools {
  rendering: Rendering;
  clock: Clock;
  /** Whether a topic belongs to the hub itself: nothing that was announced may command the hub. */
  isOwnTopic: (topic: string) => boolean;
}

const MAX_FEATURES = 64;
const MAX_LINES = 24;
const FACTS = {
  manufacturer: 'manufacturer',
  model: 'model',
  sw_version: 'firmware',
  hw_version: 'hardware',
  serial_number: 'serial_number',
  via_device: 'via_device',
} as const;

/** Makes the model of a device, or of one of its further lights alone. Null when the device has no such light. */
export function makeModel(device: AnnouncedDevice, light_id: string | undefined, tools: ModelTools): Model | null {
  const facts = factsOf(device);
  const all = componentsOf(device);
  const lights = lightsOf(all, facts.name);
  const wanted = light_id === undefined ? all.filter((one) => !lights.slice(1).includes(one)) : lights.filter(({ id }) => id === light_id);
  if (wanted.length === 0) return null;

  const keys = keysOf(wanted);
  const main = lights.length > 0 ? undefined : wanted.find((one) => one.platform === 'switch' && isMain(one, facts.name));
  const entities: ModelEntity[] = [];
  const problems = new Problems();
  const seen = new Set<string>();
  for (const component of wanted) {
    const name = nameOf(component, facts.name);
    try {
      refuseTwins(component, seen);
      const context = {
        key: keys.get(component) ?? component.id,
        name,
        options: component.options,
        rendering: tools.rendering,
        clock: tools.clock,
      };
      const entity = makeEntity(component === main ? 'main_switch' : component.platform, context);
      refuseOwnTopics(component, tools);
      entities.push({ ...entity, availability: availabilityOf(component.options, tools.rendering) });
    } catch (error) {
      if (!(error instanceof NotShown)) throw error;
      problems.add(name, error.message);
    }
  }
  const features = entities.flatMap((entity) => entity.features);
  if (features.length > MAX_FEATURES)
    problems.add(`${features.length - MAX_FEATURES} more`, `a device shows at most ${MAX_FEATURES} features`);
  const light = entities.find((entity) => entity.light !== null)?.light ?? null;
  const origin = originOf(device);
  const not_shown = problems.lines();
  return {
    capabilities: light?.capabilities ?? [],
    effects: light?.effects ?? [],
    features: features.slice(0, MAX_FEATURES),
    info: {
      ...Object.fromEntries(
        Object.entries(FACTS).flatMap(([key, name]) => (facts.facts[key] === undefined ? [] : [[name, facts.facts[key]] as const])),
      ),
      ...(origin !== null && { announced_by: [origin.name, origin.sw_version ?? ''].join(' ').trim() }),
      identifier: device.key,
      ...Object.fromEntries(not_shown.map((line, index) => [`not_shown_${index + 1}`, line])),
    },
    light,
    entities,
    availability: commonAvailability(entities),
    not_shown,
  };
}

/** That of the light or main switch; where there is none, the one that most of the entities share. */
function commonAvailability(entities: readonly ModelEntity[]): Availability | null {
  const main = entities.find(({ light }) => light !== null);
  if (main !== undefined) return main.availability;
  const counts = new Map<string, number>();
  let most: Availability | null = null;
  for (const { availability } of entities) {
    if (availability === null) continue;
    const count = (counts.get(availability.id) ?? 0) + 1;
    counts.set(availability.id, count);
    if (most === null || count > (counts.get(most.id) ?? 0)) most = availability;
  }
  return most;
}

/** Unique ids are unique within their device and platform only: ESPHome gives the same ones to all of its nodes. */
function refuseTwins({ platform, unique_id }: Component, seen: Set<string>): void {
  if (unique_id === null) return;
  const id = `${platform} ${unique_id}`;
  if (seen.has(id)) throw new NotShown(`another one has its unique id ${unique_id.slice(0, 64)}`);
  seen.add(id);
}

function refuseOwnTopics({ options }: Component, { isOwnTopic }: ModelTools): void {
  const own = Object.entries(options).find(
    ([key, value]) => key.endsWith('command_topic') && typeof value === 'string' && isOwnTopic(value),
  );
  if (own !== undefined) throw new NotShown(`its ${own[0]} is one of the hub's own`);
}

/** Why components are not shown: those with the same reason in one line. */
class Problems {
  readonly #names = new Map<string, string[]>();

  add(name: string, reason: string): void {
    this.#names.set(reason, [...(this.#names.get(reason) ?? []), name]);
  }

  lines(): string[] {
    const lines = [...this.#names].map(([reason, names]) => {
      const more = names.length > 4 ? ` and ${names.length - 4} more` : '';
      return `${names.slice(0, 4).join(', ')}${more}: ${reason}`;
    });
    if (lines.length <= MAX_LINES) return lines;
    return [...lines.slice(0, MAX_LINES - 1), `${lines.length - MAX_LINES + 1} more`];
  }
}
