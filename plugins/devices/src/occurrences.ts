import type { HookCaller, Hooks, Logger } from '@lightkeeper/plugin-sdk';
import type { Found } from './discovery/discoveries.js';
import type { DeviceView, StatusChange, WatchedDevice } from './supervision/supervisor.js';

interface DeviceHooks {
  discovered: HookCaller<'device.discovered'>;
  lost: HookCaller<'device.lost'>;
  connected: HookCaller<'device.connected'>;
  disconnected: HookCaller<'device.disconnected'>;
  commanding: HookCaller<'device.commanding'>;
  commanded: HookCaller<'device.commanded'>;
  failed: HookCaller<'device.command_failed'>;
  state_changed: HookCaller<'device.state_changed'>;
  event: HookCaller<'device.event'>;
  described: HookCaller<'device.described'>;
}

/** Contributes the hooks of devices. Only a command that is about to be sent may be refused; the others tell of what has happened. */
export function declareHooks(hooks: Hooks): DeviceHooks {
  const tells = (description: string): { policy: 'contain'; description: string } => ({ policy: 'contain', description });
  return {
    discovered: hooks.declare('device.discovered', tells('Something that is not in the hub announced itself.')),
    lost: hooks.declare('device.lost', tells('Something that waited to be added is no longer announced.')),
    connected: hooks.declare('device.connected', tells('A device answers, after it had not.')),
    disconnected: hooks.declare('device.disconnected', tells('A device no longer answers.')),
    commanding: hooks.declare('device.commanding', {
      policy: 'abort',
      description: 'Before a command goes out: may refuse it by throwing.',
    }),
    commanded: hooks.declare('device.commanded', tells('A device took a command, and the entry is written.')),
    failed: hooks.declare('device.command_failed', tells('A device did not take a command.')),
    state_changed: hooks.declare('device.state_changed', tells('A device shows something else than before.')),
    event: hooks.declare('device.event', tells('Something happened at a device, such as a press of a button.')),
    described: hooks.declare('device.described', tells("A device's abilities, features or facts turned out otherwise than known.")),
  };
}

/** Calls the hooks of each thing one after another, so that coming and going are recorded in the order in which they happened. */
export class Occurrences {
  readonly #hooks: DeviceHooks;
  readonly #log: Logger;
  readonly #last = new Map<string, Promise<void>>();

  constructor(hooks: DeviceHooks, log: Logger) {
    this.#hooks = hooks;
    this.#log = log;
  }

  /** Tells of a transition to online or offline; what is no transition is passed over. */
  status(device: WatchedDevice, view: DeviceView, { before, held_ms }: StatusChange): void {
    if (view.status === before || view.status === 'unknown') return;
    const occurrence = {
      device_id: device.id,
      entity_type: 'device',
      entity_id: device.id,
      entity_name: device.name,
      metadata: {
        was: before,
        // What was not known, or not watched, was neither online nor offline.
        ...(held_ms !== null && before !== 'unknown' && { duration_ms: held_ms }),
        ...(view.reason !== null && { reason: view.reason }),
      },
    };
    const hook = view.status === 'online' ? this.#hooks.connected : this.#hooks.disconnected;
    this.#inOrder(device.id, () => hook.call(occurrence));
  }

  discovery(found: Found, what: 'discovered' | 'lost'): void {
    const { address, port } = found.proposal;
    const occurrence = {
      entity_type: 'discovery',
      entity_id: found.id,
      entity_name: found.name,
      metadata: { driver: found.driver.id, address, port, where: address === null ? `as ${found.driver.name}` : `at ${address}` },
    };
    this.#inOrder(found.id, () => this.#hooks[what].call(occurrence));
  }

  /** Resolves when all that happened so far has been told. */
  async settled(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  #inOrder(key: string, call: () => Promise<void>): void {
    const next = (this.#last.get(key) ?? Promise.resolve()).then(call).catch((error: unknown) => {
      this.#log.error('A hook could not be called', { error });
    });
    this.#last.set(key, next);
    void next.then(() => {
      if (this.#last.get(key) === next) this.#last.delete(key);
    });
  }
}
