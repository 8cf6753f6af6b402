const HUB = /^[0-9a-f]{8}$/;

/**
 * How this hub and its devices are called in Home Assistant. Every name holds the hub's own id, so that two hubs on one broker keep apart,
 * and none is made from a name or an address, so that a renamed device keeps its history there.
 */
export class Names {
  /** Identifier and object id of the hub itself. */
  readonly hub: string;

  constructor(hub_id: string) {
    if (!HUB.test(hub_id)) throw new TypeError(`"${hub_id}" is no id of a hub`);
    this.hub = `lightkeeper_${hub_id}`;
  }

  device(device_id: string): string {
    return `${this.hub}_${device_id}`;
  }

  /** The device of an object id; null for the hub itself, undefined where it is not one of ours. */
  deviceOf(object_id: string): string | null | undefined {
    if (object_id === this.hub) return null;
    return object_id.startsWith(`${this.hub}_`) ? object_id.slice(this.hub.length + 1) : undefined;
  }
}

export function configTopic(prefix: string, object_id: string): string {
  return `${prefix}/device/${object_id}/config`;
}

/** The object id of a topic of device configs, or null. */
export function objectIdOf(prefix: string, topic: string): string | null {
  const [kind, object_id, config, ...more] = topic.startsWith(`${prefix}/`) ? topic.slice(prefix.length + 1).split('/') : [];
  return kind === 'device' && config === 'config' && more.length === 0 ? (object_id ?? null) : null;
}
