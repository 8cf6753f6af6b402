import type { DeviceState, Disposer } from '@lightkeeper/plugin-sdk';
import type { Availability } from './availability.js';
import type { Model } from './model.js';
import type { AvailabilityWatches } from './watches.js';

type Readings = NonNullable<DeviceState['readings']>;

/**
 * The features whose availability is not that of their device: a sensor behind a gateway that is there itself. While such a part is away,
 * its readings count as unknown; when it is back, they are what they were.
 */
export class Parts {
  readonly #watches: AvailabilityWatches;
  readonly #availabilities = new Map<string, Availability>();
  readonly #unfollow: Disposer[] = [];
  #heard: Readings = {};

  /** `onChange` gets the readings that a part's coming or going changed. */
  constructor(model: Model, watches: AvailabilityWatches, onChange: (readings: Readings) => void) {
    this.#watches = watches;
    const keys = new Map<Availability, string[]>();
    for (const { availability, features, light } of model.entities) {
      if (availability === null || light !== null || availability.id === model.availability?.id) continue;
      const shared = [...keys.keys()].find(({ id }) => id === availability.id) ?? availability;
      keys.set(shared, [...(keys.get(shared) ?? []), ...features.map(({ key }) => key)]);
      for (const { key } of features) this.#availabilities.set(key, shared);
    }
    for (const [availability, own] of keys) {
      this.#unfollow.push(
        watches.follow(availability, () => {
          const changed = Object.fromEntries(Object.entries(this.#heard).filter(([key]) => own.includes(key)));
          onChange(this.#shown(changed));
        }),
      );
    }
  }

  away(key: string): boolean {
    const availability = this.#availabilities.get(key);
    return availability !== undefined && this.#watches.available(availability) !== true;
  }

  /** The state with the readings of parts that are away as unknown. */
  take(state: DeviceState): DeviceState {
    if (state.readings === undefined) return state;
    this.#heard = { ...this.#heard, ...state.readings };
    return { ...state, readings: this.#shown(state.readings) };
  }

  close(): void {
    for (const unfollow of this.#unfollow) void unfollow();
  }

  #shown(readings: Readings): Readings {
    return Object.fromEntries(Object.entries(readings).map(([key, value]) => [key, this.away(key) ? null : value]));
  }
}
