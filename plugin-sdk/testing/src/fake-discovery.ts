import type { KernelDiscovery } from '@lightkeeper/core';
import type { DiscoveredService, Disposer } from '@lightkeeper/plugin-sdk';

type Handler = Parameters<KernelDiscovery['browse']>[1];

/** mDNS in the test's hands: nothing reaches a network. */
export class FakeDiscovery implements KernelDiscovery {
  readonly #browsers = new Set<{ type: string; handler: Handler }>();
  readonly #services = new Map<string, DiscoveredService & { type: string }>();

  browse(type: string, handler: Handler): Disposer {
    const browser = { type, handler };
    this.#browsers.add(browser);
    for (const service of this.#services.values()) if (service.type === type) handler.found(service);
    return () => {
      this.#browsers.delete(browser);
    };
  }

  announce(announced: Omit<DiscoveredService, 'key'> & { type: string }): void {
    const service = { ...announced, key: `${announced.name}._${announced.type}._tcp.local` };
    this.#services.set(service.key, service);
    for (const { type, handler } of this.#browsers) if (type === service.type) handler.found(service);
  }

  /** Says goodbye for it. */
  withdraw(name: string, wanted: string): void {
    const key = `${name}._${wanted}._tcp.local`;
    this.#services.delete(key);
    for (const { type, handler } of this.#browsers) if (type === wanted) handler.lost(key);
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
