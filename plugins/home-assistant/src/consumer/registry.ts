import type { Component, DeviceFacts, DiscoveryConfig, OriginFacts } from './config.js';

/** What is kept of what strangers announce is bounded; beyond it, configs are counted and passed over. */
export interface RegistryLimits {
  configs: number;
  devices: number;
  components_per_device: number;
  /** Of all configs together, as they came. */
  bytes: number;
}

export const LIMITS: RegistryLimits = { configs: 20_000, devices: 5_000, components_per_device: 200, bytes: 32 * 1024 * 1024 };

/** A config that was heard, with where it came from. */
export interface HeardConfig extends DiscoveryConfig {
  readonly topic: string;
  readonly bytes: number;
}

/** Everything that was announced of one device. */
export interface AnnouncedDevice {
  /** What first named it; any of its aliases finds it. */
  readonly key: string;
  /** How many configs name it so. */
  readonly aliases: Map<string, number>;
  readonly configs: Map<string, HeardConfig>;
  components: number;
}

/** The announced devices, put together from their configs by what names them. */
export class Registry {
  readonly #limits: RegistryLimits;
  readonly #configs = new Map<string, { config: HeardConfig; device: AnnouncedDevice }>();
  readonly #devices = new Map<string, AnnouncedDevice>();
  readonly #aliases = new Map<string, AnnouncedDevice>();
  #bytes = 0;

  constructor(limits: Partial<RegistryLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  get size(): { configs: number; devices: number; bytes: number } {
    return { configs: this.#configs.size, devices: this.#devices.size, bytes: this.#bytes };
  }

  /** The device that this name finds. */
  find(alias: string): AnnouncedDevice | undefined {
    return this.#aliases.get(alias);
  }

  keys(): string[] {
    return [...this.#devices.keys()];
  }

  /**
   * Takes a config in the place of the one that its topic had, and gives the keys of the devices that are not what they were.
   * Where there is no room it is not taken, and its topic has none.
   */
  put(config: HeardConfig): { changed: string[]; taken: boolean } {
    const changed = new Set(this.remove(config.topic));
    const aliases = aliasesOf(config);
    const known = aliases.map((alias) => this.#aliases.get(alias)).find((device) => device !== undefined);
    if (!this.#hasRoom(config, known)) return { changed: [...changed], taken: false };
    const device = known ?? this.#create(aliases[0] ?? config.topic);
    for (const alias of aliases) this.#name(device, alias);
    device.configs.set(config.topic, config);
    device.components += config.components.length;
    this.#configs.set(config.topic, { config, device });
    this.#bytes += config.bytes;
    return { changed: [...changed.add(device.key)], taken: true };
  }

  /** Forgets the config of a topic, and gives the key of the device that it was of. A device without configs is gone. */
  remove(topic: string): string[] {
    const heard = this.#configs.get(topic);
    if (heard === undefined) return [];
    const { device, config } = heard;
    this.#configs.delete(topic);
    this.#bytes -= config.bytes;
    device.configs.delete(topic);
    device.components -= config.components.length;
    for (const alias of aliasesOf(config)) this.#unname(device, alias);
    if (device.configs.size === 0) {
      this.#devices.delete(device.key);
      this.#unname(device, device.key);
    }
    return [device.key];
  }

  #hasRoom(config: HeardConfig, known: AnnouncedDevice | undefined): boolean {
    const { configs, devices, bytes, components_per_device } = this.#limits;
    if (this.#bytes + config.bytes > bytes || this.#configs.size >= configs) return false;
    if (known === undefined) return this.#devices.size < devices;
    return known.components + config.components.length <= components_per_device && known.configs.size < components_per_device;
  }

  #create(key: string): AnnouncedDevice {
    const device: AnnouncedDevice = { key, aliases: new Map(), configs: new Map(), components: 0 };
    this.#devices.set(key, device);
    // Whoever knows the device by its key finds it for as long as it is there.
    this.#name(device, key);
    return device;
  }

  /** The first who has a name keeps it. */
  #name(device: AnnouncedDevice, alias: string): void {
    const owner = this.#aliases.get(alias) ?? device;
    if (owner !== device) return;
    this.#aliases.set(alias, device);
    device.aliases.set(alias, (device.aliases.get(alias) ?? 0) + 1);
  }

  #unname(device: AnnouncedDevice, alias: string): void {
    const count = device.aliases.get(alias);
    if (count === undefined) return;
    if (count > 1) {
      device.aliases.set(alias, count - 1);
      return;
    }
    device.aliases.delete(alias);
    this.#aliases.delete(alias);
  }
}

/** A config that names no device makes one of its own. */
function aliasesOf({ device, topic }: HeardConfig): readonly string[] {
  return [...new Set(device?.aliases ?? [topic])];
}

/** A device's configs by topic: what is made of them does not depend on the order in which they came. */
export function configsOf(device: AnnouncedDevice): HeardConfig[] {
  return [...device.configs.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1));
}

export function componentsOf(device: AnnouncedDevice): Component[] {
  return configsOf(device).flatMap(({ components }) => components);
}

/** What its configs tell of the device itself; of several names the first counts. */
export function factsOf(device: AnnouncedDevice): DeviceFacts {
  const told = configsOf(device).flatMap((config) => config.device ?? []);
  const facts: Record<string, string> = {};
  for (const one of told) for (const [key, value] of Object.entries(one.facts)) facts[key] ??= value;
  return { aliases: [...device.aliases.keys()], name: told.find(({ name }) => name !== null)?.name ?? null, facts };
}

export function originOf(device: AnnouncedDevice): OriginFacts | null {
  return configsOf(device).find(({ origin }) => origin !== null)?.origin ?? null;
}
