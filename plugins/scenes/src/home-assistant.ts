import type { Disposer, ExposedEntity, HomeAssistantService, Logger, SceneService } from '@lightkeeper/plugin-sdk';

interface Deps {
  /** Undefined while the plugin for Home Assistant does not run. */
  there: () => HomeAssistantService | undefined;
  log: Logger;
  service: SceneService;
}

type Kind = 'scene' | 'playlist';

/** Each scene as a scene in Home Assistant, and each playlist as a switch. */
export class InHomeAssistant {
  readonly #deps: Deps;
  readonly #shown = new Map<string, { kind: Kind; id: string; name: string; undo: Disposer | null }>();
  /** Whose they are shown by: one that was started anew knows nothing of them. */
  #service: HomeAssistantService | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** It is there, or has another name. */
  put(kind: Kind, id: string, name: string): void {
    this.sync();
    const key = keyOf(kind, id);
    const known = this.#shown.get(key);
    if (known?.name === name) return;
    void known?.undo?.();
    const shown = { kind, id, name, undo: null };
    this.#shown.set(key, shown);
    this.#expose(key, shown);
  }

  remove(kind: Kind, id: string): void {
    const key = keyOf(kind, id);
    void this.#shown.get(key)?.undo?.();
    this.#shown.delete(key);
  }

  /** A playlist was started or stopped. */
  changed(playlist_id: string): void {
    this.sync();
    this.#service?.changed(keyOf('playlist', playlist_id));
  }

  /** The plugin for Home Assistant may have come, gone or been started anew. */
  sync(): void {
    const service = this.#deps.there();
    if (service === this.#service) return;
    this.#service = service;
    for (const [key, shown] of this.#shown) this.#expose(key, shown);
  }

  end(): void {
    for (const { kind, id } of [...this.#shown.values()]) this.remove(kind, id);
  }

  #expose(key: string, shown: { kind: Kind; id: string; name: string; undo: Disposer | null }): void {
    shown.undo = null;
    if (this.#service === undefined) return;
    try {
      shown.undo = this.#service.expose(shown.kind === 'scene' ? this.#scene(key, shown) : this.#playlist(key, shown));
    } catch (error) {
      this.#deps.log.warn('A scene or playlist could not be shown in Home Assistant', { name: shown.name, error });
    }
  }

  #scene(key: string, { id, name }: { id: string; name: string }): ExposedEntity {
    const { service } = this.#deps;
    return {
      key,
      kind: 'scene',
      name,
      icon: 'mdi:palette',
      async command() {
        await service.activate(id);
      },
    };
  }

  #playlist(key: string, { id, name }: { id: string; name: string }): ExposedEntity {
    const { service } = this.#deps;
    return {
      key,
      kind: 'switch',
      name,
      icon: 'mdi:playlist-play',
      state: () => service.playlist(id)?.status.state === 'playing',
      async command(on) {
        await service.control(id, on ? 'start' : 'stop');
      },
    };
  }
}

function keyOf(kind: Kind, id: string): string {
  return `${kind}_${id.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`;
}
