import { HubError } from '@lightkeeper/plugin-sdk';
import type { Disposer, ServiceMap, ServiceName } from '@lightkeeper/plugin-sdk';

/** Services that plugins (and the kernel) offer each other, by name. */
export class ServiceRegistry {
  readonly #services = new Map<string, { owner: string; service: unknown }>();

  provide<N extends ServiceName>(owner: string, name: N, service: ServiceMap[N]): Disposer {
    const taken = this.#services.get(name);
    if (taken !== undefined)
      throw new HubError('LK_PLUGIN_INVALID', `${owner} offers the service ${name}, which ${taken.owner} offers already`);
    this.#services.set(name, { owner, service });
    return () => {
      this.#services.delete(name);
    };
  }

  get<N extends ServiceName>(name: N): ServiceMap[N] | undefined {
    return this.#services.get(name)?.service as ServiceMap[N] | undefined;
  }

  require<N extends ServiceName>(name: N): ServiceMap[N] {
    const service = this.get(name);
    if (service === undefined) throw new HubError('LK_PLUGIN_FAILED', `The service ${name} is not there. Its plugin does not run.`);
    return service;
  }
}
