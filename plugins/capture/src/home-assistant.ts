import type { CaptureStatus, Clock, Disposer, ExposedEntity, HomeAssistantService, Logger } from '@lightkeeper/plugin-sdk';

/** Figures that tremble are told so often at most: Home Assistant keeps each of them for days. */
const FIGURES_MS = 10_000;

interface Deps {
  /** Undefined while the plugin for Home Assistant does not run. */
  service: () => HomeAssistantService | undefined;
  clock: Clock;
  log: Logger;
  status: (id: string) => CaptureStatus;
  turn: (id: string, on: boolean) => Promise<unknown>;
}

interface Shown {
  name: string;
  undo: Disposer[];
  on: boolean;
  figures_at: number;
}

/** Each capture as a switch in Home Assistant, with its pictures a second and its latency as sensors. */
export class InHomeAssistant {
  readonly #deps: Deps;
  readonly #captures = new Map<string, Shown>();
  /** Whose they are shown by: one that was started anew knows nothing of them. */
  #service: HomeAssistantService | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** A capture is there, or has another name. */
  put(id: string, name: string): void {
    this.sync();
    const known = this.#captures.get(id);
    if (known?.name === name) return;
    this.#take(known);
    const shown: Shown = { name, undo: [], on: this.#isOn(id), figures_at: Number.NEGATIVE_INFINITY };
    this.#captures.set(id, shown);
    this.#expose(id, shown);
  }

  /** A capture is gone. */
  remove(id: string): void {
    this.#take(this.#captures.get(id));
    this.#captures.delete(id);
  }

  /** The status of a capture may be another. */
  changed(id: string): void {
    this.sync();
    const shown = this.#captures.get(id);
    if (shown === undefined) return;
    const on = this.#isOn(id);
    const now = this.#deps.clock.now();
    const [turn, ...figures] = keysOf(id);
    if (on !== shown.on) this.#service?.changed(turn);
    if (on !== shown.on || now - shown.figures_at >= FIGURES_MS) {
      for (const key of figures) this.#service?.changed(key);
      shown.figures_at = now;
    }
    shown.on = on;
  }

  /** The plugin for Home Assistant may have come, gone or been started anew. */
  sync(): void {
    const service = this.#deps.service();
    if (service === this.#service) return;
    this.#service = service;
    for (const [id, shown] of this.#captures) {
      shown.undo = [];
      this.#expose(id, shown);
    }
  }

  end(): void {
    for (const id of [...this.#captures.keys()]) this.remove(id);
  }

  #expose(id: string, shown: Shown): void {
    const service = this.#service;
    if (service === undefined) return;
    try {
      for (const entity of this.#entities(id, shown.name)) shown.undo.push(service.expose(entity));
    } catch (error) {
      this.#deps.log.warn('A capture could not be shown in Home Assistant', { capture: shown.name, error });
    }
  }

  #entities(id: string, name: string): ExposedEntity[] {
    const { status, turn } = this.#deps;
    const [switch_key, fps_key, latency_key] = keysOf(id);
    return [
      {
        key: switch_key,
        kind: 'switch',
        name,
        icon: 'mdi:television-ambient-light',
        state: () => this.#isOn(id),
        async command(on) {
          await turn(id, on);
        },
      },
      {
        key: fps_key,
        kind: 'sensor',
        name: `${name} pictures`,
        icon: 'mdi:speedometer',
        unit: 'fps',
        state: () => Math.round(status(id).fps_out),
      },
      {
        key: latency_key,
        kind: 'sensor',
        name: `${name} latency`,
        icon: 'mdi:timer-outline',
        unit: 'ms',
        state: () => rounded(status(id).latency_ms),
      },
    ];
  }

  #isOn(id: string): boolean {
    return this.#deps.status(id).state !== 'stopped';
  }

  #take(shown: Shown | undefined): void {
    for (const undo of shown?.undo.splice(0) ?? []) void undo();
  }
}

function keysOf(id: string): [string, string, string] {
  const key = `capture_${id.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`;
  return [key, `${key}_fps`, `${key}_latency`];
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
