import type { DeviceEvent, DeviceState, DeviceStatus, Logger, MqttService } from '@lightkeeper/plugin-sdk';

/** What the broker should hold of a device; null when the device is gone and its topics are to be cleared. */
export type Picture = { status: DeviceStatus; state: DeviceState | null } | null;

interface PublisherDeps {
  mqtt: MqttService;
  log: Logger;
  /** The devices there are, to tell a broker that has just been reached. */
  all: () => string[];
  picture: (device_id: string) => Picture;
}

/**
 * Keeps `devices/<id>/state` and `devices/<id>/availability` on the broker as they are in the hub: retained, QoS 1. Only the newest
 * counts, so nothing but the ids of what is out of date is held; after each connect everything is told anew.
 */
export class MqttPublisher {
  readonly #deps: PublisherDeps;
  readonly #stale = new Set<string>();
  readonly #told = new Map<string, string>();
  #busy = false;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    deps.mqtt.onConnected(() => {
      this.#told.clear();
      for (const id of deps.all()) this.#stale.add(id);
      void this.#work();
    });
  }

  /** Something of this device changed. */
  touch(device_id: string): void {
    this.#stale.add(device_id);
    if (this.#deps.mqtt.connected) void this.#work();
  }

  /** Something happened at this device: told once, to those who listen now. */
  event(device_id: string, { key, type, attributes }: DeviceEvent): void {
    const { mqtt, log } = this.#deps;
    if (!mqtt.connected) return;
    mqtt.publish(`devices/${device_id}/event`, JSON.stringify({ key, type, attributes }), { qos: 1 }).catch((error: unknown) => {
      log.debug('An event could not be published', { device_id, error });
    });
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (const id of this.#stale) {
        this.#stale.delete(id);
        try {
          await this.#tell(id);
        } catch (error) {
          this.#stale.add(id);
          // The connection broke, or the broker denies it: the next connect, or the next change, tries again.
          this.#deps.log.debug('A device could not be published', { device_id: id, error });
          return;
        }
      }
    } finally {
      this.#busy = false;
    }
  }

  async #tell(id: string): Promise<void> {
    const picture = this.#deps.picture(id);
    if (picture === null) {
      await this.#publish(`devices/${id}/state`, '');
      await this.#publish(`devices/${id}/availability`, '');
      this.#told.delete(`devices/${id}/state`);
      this.#told.delete(`devices/${id}/availability`);
      return;
    }
    if (picture.state !== null) await this.#publish(`devices/${id}/state`, JSON.stringify(picture.state));
    await this.#publish(`devices/${id}/availability`, picture.status === 'online' ? 'online' : 'offline');
  }

  /** What the broker holds already is not sent again. */
  async #publish(topic: string, payload: string): Promise<void> {
    if (this.#told.get(topic) === payload) return;
    await this.#deps.mqtt.publish(topic, payload, { qos: 1, retain: true });
    this.#told.set(topic, payload);
  }
}
