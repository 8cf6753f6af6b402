import { HubError } from '@lightkeeper/plugin-sdk';
import type { CaptureTargetStatus, Clock, DeviceService, DeviceStream, Disposer, Timers } from '@lightkeeper/plugin-sdk';
import type { Target } from '../entities/target.js';
import type { Zone } from '../layout/zone.js';
import { TargetPart } from './target-part.js';

const RETRY_MS = 5_000;

interface TargetDeps {
  /** Undefined while the plugin of the devices does not run. */
  devices: () => DeviceService | undefined;
  clock: Clock;
  timers: Timers;
  changed: () => void;
}

/** One device that shows the lights of a run, in one part or several. A device that is away is tried again for as long as the run lasts. */
export class TargetOutput {
  readonly #device_id: string;
  #parts: ReadonlyMap<Target, TargetPart>;
  readonly #deps: TargetDeps;
  #stream: DeviceStream | null = null;
  /** Whose stream it is: when the devices' plugin was started anew, its streams are over. */
  #service: DeviceService | undefined;
  #picture = new Uint8Array(0);
  #problem: string | null = null;
  #retry: Disposer | null = null;
  /** Counts the times that it began and ended: an opening that was under way meanwhile is not wanted any more. */
  #turn = 0;
  #wanted = false;

  constructor(device_id: string, parts: ReadonlyMap<Target, TargetPart>, deps: TargetDeps) {
    this.#device_id = device_id;
    this.#parts = parts;
    this.#deps = deps;
  }

  get device_id(): string {
    return this.#device_id;
  }

  /** It shows other parts from now on, without the device being handed back in between. */
  become(parts: ReadonlyMap<Target, TargetPart>): void {
    this.#parts = parts;
    this.#picture.fill(0);
  }

  /** How a target fares that is a part of this device; undefined when it is of another one. */
  status(target: Target): CaptureTargetStatus | undefined {
    const part = this.#parts.get(target);
    if (part === undefined) return undefined;
    const device = this.#deps.devices()?.get(this.#device_id);
    const about = { device_id: this.#device_id, device_name: device?.name ?? this.#device_id };
    if (this.#stream === null) return { ...about, ok: false, note: this.#problem ?? 'It is being reached.' };
    if (device === undefined) return { ...about, ok: false, note: 'The device was deleted.' };
    if (device.status !== 'online') return { ...about, ok: false, note: `${device.name} is not connected. It goes on as soon as it is.` };
    return { ...about, ok: true, note: part.misfit(this.#stream.format.leds) };
  }

  /** Opens the device's stream, where it is not open. Never rejects: what is wrong stands in the status, and it is tried again. */
  async begin(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    await this.#open();
  }

  /** Shows these lights: red, green and blue of each of the layout's. */
  write(lights: Uint8Array): void {
    const stream = this.#stream;
    if (stream === null) return;
    if (this.#deps.devices() !== this.#service) {
      this.#stream = null;
      void this.#open();
      return;
    }
    const { format } = stream;
    const size = format.leds * format.channels;
    if (this.#picture.length !== size) this.#picture = new Uint8Array(size);
    const now = this.#deps.clock.now();
    let painted = false;
    for (const part of this.#parts.values()) painted = part.paint(lights, this.#picture, format, now) || painted;
    if (painted) stream.write(this.#picture);
  }

  /** Gives the device back for good. Never rejects: one that cannot be handed back returns to its own state by its own time-out. */
  async end(): Promise<void> {
    this.#wanted = false;
    this.#turn += 1;
    void this.#retry?.();
    this.#retry = null;
    const stream = this.#stream;
    this.#stream = null;
    try {
      await stream?.close();
    } catch {
      this.#problem = 'It could not be handed back, and returns to its own state by itself.';
    }
  }

  /** Gives the device back to its own state until it begins again. Never rejects. */
  async release(): Promise<void> {
    this.#problem = 'It has its own state back until the capture goes on.';
    await this.end();
    this.#deps.changed();
  }

  async #open(): Promise<void> {
    const turn = (this.#turn += 1);
    const service = this.#deps.devices();
    try {
      if (service === undefined) throw new HubError('LK_DEVICE_OFFLINE', 'The plugin of the devices does not run.');
      const stream = await service.stream(this.#device_id);
      if (turn !== this.#turn) {
        await stream.close();
        return;
      }
      this.#stream = stream;
      this.#service = service;
      this.#problem = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#problem = error instanceof HubError ? error.message : 'It could not be reached.';
      this.#retry = this.#deps.timers.after(RETRY_MS, `reach ${this.#device_id} for a capture`, () => this.#open());
    }
    this.#deps.changed();
  }
}

/** The parts of the devices that show a run, by device. */
export function partsOf(
  { targets, rate }: { targets: readonly Target[]; rate: number },
  zones: readonly Zone[],
): Map<string, Map<Target, TargetPart>> {
  const devices = new Map<string, Map<Target, TargetPart>>();
  for (const target of targets) {
    const parts = devices.get(target.device_id) ?? new Map<Target, TargetPart>();
    const until = Math.min(zones.length, ...targets.map(({ first }) => first).filter((first) => first > target.first));
    devices.set(target.device_id, parts.set(target, new TargetPart(target, zones, { until, rate })));
  }
  return devices;
}
