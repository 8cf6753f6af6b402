import type { DeviceSnapshot, DeviceState, Disposer, FeatureValue } from '@lightkeeper/plugin-sdk';
import type { Told } from './device-words.js';
import type { TriggerHub } from './hub.js';
import { KnownValues } from './known-values.js';
import { Listeners } from './listeners.js';

/** Null while the device does not know it; undefined while nothing is known of the device, or it has no such value. */
export type PropertyValue = FeatureValue | null | undefined;

export interface DeviceChange {
  /** What it was when it was last known, also before a restart; undefined where it never was. */
  readonly from: PropertyValue;
  readonly to: FeatureValue | null;
}

/** Since when a value stands. `exact` is false where nobody knows what was before, or what happened while the hub was off. */
export interface Since {
  readonly at: number;
  readonly exact: boolean;
}

const LIGHT_WORDS = ['on', 'brightness', 'color_temp', 'effect'] as const;

/** What devices show, and since when: known once for all automations, whoever listens. */
export class DeviceWatch {
  readonly #hub: TriggerHub;
  readonly #known: KnownValues;
  readonly #listeners = new Listeners<DeviceChange>();

  constructor(hub: TriggerHub) {
    this.#hub = hub;
    this.#known = new KnownValues(hub);
    for (const { id, state } of this.#service?.list() ?? []) if (state !== null) this.#take(id, state);
    hub.hooks.tap('device.state_changed', ({ device_id, state }) => {
      this.#take(device_id, state);
    });
    hub.hooks.tap('entity.changed', ({ type, id, after }) => {
      if (type === 'device' && after === null) this.#known.forget(id);
    });
    hub.effect('what devices showed last', () => this.#known.stop());
  }

  /** Hears of each change of a value of a device. */
  listen(device_id: string, property: string, listener: (change: DeviceChange) => void): Disposer {
    this.#known.keep(device_id);
    return this.#listeners.add(keyOf(device_id, property), listener);
  }

  device(device_id: string): DeviceSnapshot | undefined {
    return this.#service?.get(device_id);
  }

  /** What is said of a value. */
  told(device_id: string, property: string): Told {
    return { device: this.device(device_id), device_id, property };
  }

  /** For people; the id where the device is gone. */
  name(device_id: string): string {
    return this.device(device_id)?.name ?? device_id;
  }

  value(device_id: string, property: string): PropertyValue {
    const state = this.#service?.state(device_id);
    return state ? valueOf(state, property) : undefined;
  }

  /** The value when it was last known, also before a restart. */
  last(device_id: string, property: string): PropertyValue {
    return this.#known.get(device_id, property)?.value;
  }

  /** Since when the value is what it is now; null where that is not known. */
  since(device_id: string, property: string): Since | null {
    this.#known.keep(device_id);
    const known = this.#known.get(device_id, property);
    return known === undefined || known.value !== this.value(device_id, property) ? null : { at: known.since, exact: known.exact };
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

  #take(device_id: string, state: DeviceState): void {
    const changes: [string, DeviceChange][] = [];
    const take = (property: string, to: FeatureValue | null | undefined): void => {
      if (to === undefined) return;
      const from = this.#known.get(device_id, property)?.value;
      if (from === to) return;
      this.#known.set(device_id, property, to);
      changes.push([property, { from, to }]);
    };
    for (const word of LIGHT_WORDS) take(word, state[word]);
    for (const [key, value] of Object.entries(state.readings ?? {})) take(key, value);
    for (const [property, change] of changes) this.#listeners.tell(keyOf(device_id, property), change);
  }
}

function keyOf(device_id: string, property: string): string {
  return `${device_id}/${property}`;
}

/** A word of the light's state, or the key of a reading. */
function valueOf(state: DeviceState, property: string): PropertyValue {
  if ((LIGHT_WORDS as readonly string[]).includes(property)) return state[property as (typeof LIGHT_WORDS)[number]];
  const { readings } = state;
  return readings !== undefined && Object.hasOwn(readings, property) ? readings[property] : undefined;
}
