import type { DeviceService, DiscoveryProposal, Disposer, Logger, Timers } from '@lightkeeper/plugin-sdk';
import { setImmediate } from 'node:timers/promises';
import type { MqttDeviceConfig } from './driver.js';
import { lightsOf, nameOf } from './naming.js';
import { componentsOf, factsOf, originOf } from './registry.js';
import type { AnnouncedDevice, Registry } from './registry.js';

export const DRIVER_ID = 'mqtt';

/** The configs of a device come one after another: it is looked at when no more have come for so long. */
const QUIET_MS = 500;
const SLICE_MS = 4;
const MAX_KEY = 300;

interface ProposalsDeps {
  devices: Pick<DeviceService, 'announce' | 'withdraw'>;
  registry: Registry;
  timers: Timers;
  log: Logger;
  /** The device is announced otherwise than before; its proposals are up to date. */
  onSettled: (device_key: string) => void;
}

/** Keeps the inbox of found things in step with what is announced. */
export class Proposals {
  readonly #deps: ProposalsDeps;
  readonly #dirty = new Set<string>();
  /** Keys of what was proposed, by device. */
  readonly #proposed = new Map<string, string[]>();
  #timer: Disposer | null = null;
  #flushing = false;
  #stopped = false;

  constructor(deps: ProposalsDeps) {
    this.#deps = deps;
  }

  touch(device_keys: readonly string[]): void {
    if (device_keys.length === 0 || this.#stopped) return;
    for (const key of device_keys) this.#dirty.add(key);
    this.#timer ??= this.#deps.timers.after(QUIET_MS, 'look at what was announced', () => {
      this.#timer = null;
      return this.#flush();
    });
  }

  /** Announces a device that is known anew: where it was added and is offline, the hub tries at once. */
  repeat({ device: alias, light }: MqttDeviceConfig): void {
    const device = this.#deps.registry.find(alias);
    const proposal = device === undefined ? undefined : proposalsOf(device).find(({ config }) => config.light === light);
    if (proposal !== undefined) this.#announce(proposal);
  }

  stop(): void {
    this.#stopped = true;
    void this.#timer?.();
    for (const keys of this.#proposed.values()) for (const key of keys) this.#deps.devices.withdraw(DRIVER_ID, key);
    this.#proposed.clear();
  }

  async #flush(): Promise<void> {
    if (this.#flushing) return;
    this.#flushing = true;
    let until = performance.now() + SLICE_MS;
    for (const key of this.#dirty) {
      this.#dirty.delete(key);
      this.#settle(key);
      if (performance.now() < until) continue;
      await setImmediate();
      until = performance.now() + SLICE_MS;
    }
    this.#flushing = false;
  }

  #settle(device_key: string): void {
    if (this.#stopped) return;
    const { registry, devices, onSettled } = this.#deps;
    const device = registry.find(device_key);
    const proposals = device?.key !== device_key ? [] : proposalsOf(device);
    const keys = proposals.map(({ key }) => key);
    for (const key of this.#proposed.get(device_key) ?? []) if (!keys.includes(key)) devices.withdraw(DRIVER_ID, key);
    if (keys.length > 0) this.#proposed.set(device_key, keys);
    else this.#proposed.delete(device_key);
    onSettled(device_key);
    for (const proposal of proposals) this.#announce(proposal);
  }

  #announce(proposal: DiscoveryProposal<Record<string, unknown>>): void {
    try {
      this.#deps.devices.announce(DRIVER_ID, proposal);
    } catch (error) {
      this.#deps.log.debug('A device could not be proposed', { key: proposal.key.slice(0, 120), error });
    }
  }
}

/** One for the device with its first light, and one for each further light (ADR 0016). */
function proposalsOf(device: AnnouncedDevice): DiscoveryProposal<Record<string, unknown> & MqttDeviceConfig>[] {
  const components = componentsOf(device);
  if (components.length === 0) return [];
  const { name, facts } = factsOf(device);
  const origin = originOf(device);
  const [only] = components;
  const title = name ?? (only === undefined ? device.key : nameOf(only, null));
  const kinds = [...new Set(components.map(({ platform }) => platform))].sort().join(', ');
  const details: Record<string, string> = {
    ...(facts.manufacturer !== undefined && { manufacturer: facts.manufacturer }),
    ...(facts.model !== undefined && { model: facts.model }),
    ...(origin !== null && { announced_by: [origin.name, origin.sw_version ?? ''].join(' ').trim() }),
    ...(facts.suggested_area !== undefined && { suggested_area: facts.suggested_area }),
    kinds,
    parts: String(components.length),
    identifier: device.key,
  };
  const place = { address: null, port: null };
  const lights = lightsOf(components, name).slice(1);
  return [
    { key: keyOf(device.key), name: title, config: { device: device.key }, details, ...place },
    ...lights.map((light) => ({
      key: keyOf(`${device.key}/${light.id}`),
      name: `${title} ${nameOf(light, name)}`,
      config: { device: device.key, light: light.id },
      details: { ...details, kinds: 'light', parts: '1' },
      ...place,
    })),
  ];
}

/** Keys of the inbox are shorter than identifiers may be; the end tells them apart best. */
function keyOf(text: string): string {
  return text.slice(-MAX_KEY);
}
