import { HubError } from '@lightkeeper/plugin-sdk';
import type { Names } from './names.js';
import { ORIGIN } from './payload.js';
import type { ProducerHub } from './producer-hub.js';
import type { ProducerStore } from './store.js';

interface Deps {
  hub: Pick<ProducerHub, 'activity' | 'services' | 'clock' | 'log' | 'context'>;
  store: ProducerStore;
  names: Names;
  /** Whether it is to be announced has changed. */
  changed: (object_id: string) => void;
}

/** What somebody removed in Home Assistant stays away from there, until somebody here allows it. Both are recorded. */
export class Removals {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Someone at the broker took the config away. */
  async removed(object_id: string): Promise<void> {
    const { hub, store } = this.#deps;
    try {
      await store.transaction(async (tx) => {
        await store.remove(object_id, hub.clock.now(), tx);
        await hub.activity.record('device', 'removed_in_home_assistant', this.#subject(object_id), { tx });
      });
    } catch (error) {
      hub.log.error('A removal in Home Assistant could not be recorded; the device will be announced again', { object_id, error });
      this.#deps.changed(object_id);
    }
  }

  /** Announces it again. Throws `LK_NOT_FOUND` where nobody removed it. */
  async allow(object_id: string): Promise<void> {
    const { hub, store, changed } = this.#deps;
    if (!store.removed.has(object_id)) throw new HubError('LK_NOT_FOUND', 'Nobody removed this device in Home Assistant.');
    await store.transaction(async (tx) => {
      await store.allow(object_id, tx);
      await hub.activity.record('device', 'shown_in_home_assistant', this.#subject(object_id), { tx });
    });
    changed(object_id);
  }

  /** The device is no more, so its absence needs no remembering. */
  async forget(device_id: string): Promise<void> {
    const { store, names } = this.#deps;
    const object_id = names.device(device_id);
    if (store.removed.has(object_id)) await store.transaction((tx) => store.allow(object_id, tx));
  }

  #subject(object_id: string): { entity_type: string | null; entity_id: string | null; entity_name: string } {
    const device_id = this.#deps.names.deviceOf(object_id) ?? null;
    if (device_id === null) return { entity_type: null, entity_id: null, entity_name: ORIGIN };
    const name = this.#deps.hub.services.get('devices')?.get(device_id)?.name ?? device_id;
    return { entity_type: 'device', entity_id: device_id, entity_name: name };
  }
}
