import type { DeviceSnapshot, DeviceState, Disposer, FeatureValue } from '@lightkeeper/plugin-sdk';
import type { TriggerHub } from './hub.js';
import { Listeners } from './listeners.js';

/** Null while the device does not know it; undefined while nothing is known of the device, or it has no such value. */
export type PropertyValue = FeatureValue | null | undefined;

export interface DeviceChange {
  /** Null where nothing was known. */
  readonly before: DeviceState | null;
  readonly after: DeviceState;
}

/** Since when a value stands. `exact` is false where it may have stood for longer, before the hub first heard of it. */
export interface Since {
  readonly at: number;
  readonly exact: boolean;
}

interface Known {
  state: DeviceState;
  readonly first_known_at: number;
  readonly changed_at: Map<string, number>;
}

const LIGHT_WORDS = new Set(['on', 'brightness', 'color_temp', 'effect']);

/** What devices show, and since when: known once for all automations, whoever listens. */
export class DeviceWatch {
  readonly #hub: TriggerHub;
  readonly #known = new Map<string, Known>();
  readonly #listeners = new Listeners<DeviceChange>();

  constructor(hub: TriggerHub) {
    this.#hub = hub;
    for (const { id, state } of this.#service?.list() ?? []) if (state !== null) this.#take(id, state);
    hub.hooks.tap('device.state_changed', ({ device_id, state }) => {
      const before = this.#take(device_id, state);
      this.#listeners.tell(device_id, { before, after: state });
    });
    hub.hooks.tap('entity.changed', ({ type, id, after }) => {
      if (type === 'device' && after === null) this.#known.delete(id);
    });
  }

  /** Hears of each change of a device's state. */
  listen(device_id: string, listener: (change: DeviceChange) => void): Disposer {
    return this.#listeners.add(device_id, listener);
  }

  device(device_id: string): DeviceSnapshot | undefined {
    return this.#service?.get(device_id);
  }

  /** For people; the id where the device is gone. */
  name(device_id: string): string {
    return this.device(device_id)?.name ?? device_id;
  }

  value(device_id: string, property: string): PropertyValue {
    const state = this.#known.get(device_id)?.state ?? this.#service?.state(device_id);
    return state ? valueOf(state, property) : undefined;
  }

  /** Null where nothing is known of the device. */
  since(device_id: string, property: string): Since | null {
    const known = this.#known.get(device_id);
    if (known === undefined) return null;
    const changed = known.changed_at.get(property);
    return changed === undefined ? { at: known.first_known_at, exact: false } : { at: changed, exact: true };
  }

  /** For expressions. */
  state(device_id: string, property: string): FeatureValue | null {
    return this.value(device_id, property) ?? null;
  }

  status(device_id: string): string {
    return this.#service?.status(device_id) ?? 'unknown';
  }

  get #service() {
    return this.#hub.services.get('devices');
  }

  /** Takes a state in, and gives the one before. */
  #take(device_id: string, state: DeviceState): DeviceState | null {
    const now = this.#hub.clock.now();
    const known = this.#known.get(device_id);
    if (known === undefined) {
      this.#known.set(device_id, { state, first_known_at: now, changed_at: new Map() });
      return null;
    }
    const before = known.state;
    known.state = state;
    for (const property of changedProperties(before, state)) known.changed_at.set(property, now);
    return before;
  }
}

/** A word of the light's state, or the key of a reading. */
export function valueOf(state: DeviceState, property: string): PropertyValue {
  if (LIGHT_WORDS.has(property)) return state[property as 'on' | 'brightness' | 'color_temp' | 'effect'];
  const { readings } = state;
  return readings !== undefined && Object.hasOwn(readings, property) ? readings[property] : undefined;
}

function changedProperties(before: DeviceState, after: DeviceState): string[] {
  const changed = [...LIGHT_WORDS].filter((word) => valueOf(before, word) !== valueOf(after, word));
  if (before.readings === after.readings) return changed;
  const keys = new Set([...Object.keys(before.readings ?? {}), ...Object.keys(after.readings ?? {})]);
  for (const key of keys) if (valueOf(before, key) !== valueOf(after, key)) changed.push(key);
  return changed;
}
