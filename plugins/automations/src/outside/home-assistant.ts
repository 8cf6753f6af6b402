import type { Disposer, HomeAssistantService, Logger } from '@lightkeeper/plugin-sdk';

interface Deps {
  /** Undefined while the plugin for Home Assistant does not run. */
  service: () => HomeAssistantService | undefined;
  log: Logger;
  isOn: (id: string) => boolean | null;
  turn: (id: string, on: boolean) => Promise<void>;
}

interface Shown {
  name: string;
  undo: Disposer | null;
}

/** Each automation as a switch in Home Assistant: on while it is enabled. */
export class InHomeAssistant {
  readonly #deps: Deps;
  readonly #automations = new Map<string, Shown>();
  /** Whose they are shown by: one that was started anew knows nothing of them. */
  #service: HomeAssistantService | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** An automation is there, has another name, or was switched. */
  put(id: string, name: string): void {
    this.sync();
    const known = this.#automations.get(id);
    if (known?.name === name) {
      this.#service?.changed(keyOf(id));
      return;
    }
    void known?.undo?.();
    const shown = { name, undo: null };
    this.#automations.set(id, shown);
    this.#expose(id, shown);
  }

  remove(id: string): void {
    void this.#automations.get(id)?.undo?.();
    this.#automations.delete(id);
  }

  /** The plugin for Home Assistant may have come, gone or been started anew. */
  sync(): void {
    const service = this.#deps.service();
    if (service === this.#service) return;
    this.#service = service;
    for (const [id, shown] of this.#automations) {
      shown.undo = null;
      this.#expose(id, shown);
    }
  }

  end(): void {
    for (const id of [...this.#automations.keys()]) this.remove(id);
  }

  #expose(id: string, shown: Shown): void {
    const { log, isOn, turn } = this.#deps;
    if (this.#service === undefined) return;
    try {
      shown.undo = this.#service.expose({
        key: keyOf(id),
        kind: 'switch',
        name: shown.name,
        icon: 'mdi:robot',
        state: () => isOn(id),
        command: (on) => turn(id, on),
      });
    } catch (error) {
      log.warn('An automation could not be shown in Home Assistant', { automation: shown.name, error });
    }
  }
}

function keyOf(id: string): string {
  return `automation_${id.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`;
}
