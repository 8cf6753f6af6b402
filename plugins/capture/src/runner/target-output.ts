import { HubError } from '@lightkeeper/plugin-sdk';
import type { CaptureTargetStatus, DeviceService, DeviceStream, Disposer, Timers } from '@lightkeeper/plugin-sdk';
import type { Target } from '../entities/target.js';
import { Latest } from '../pipeline/latest.js';
import type { WorkerTarget } from './messages.js';
import { misfitOf } from './target-fit.js';

const RETRY_MS = 5_000;

interface TargetDeps {
  /** Undefined while the plugin of the devices does not run. */
  devices: () => DeviceService | undefined;
  timers: Timers;
  changed: () => void;
  /** The pipeline's thread is to paint its pictures, and to send them where it can. */
  aim: (target: WorkerTarget) => void;
  /** It shows other parts. */
  become: (targets: readonly Target[]) => void;
  /** The thread is to paint it no more. */
  release: () => void;
}

/**
 * One device that shows the lights of a run, in one part or several: keeps its stream open, and tells the pipeline's thread where pictures go. A
 * device that is away is tried again for as long as the run lasts.
 */
export class TargetOutput {
  readonly #device_id: string;
  #targets: readonly Target[];
  readonly #deps: TargetDeps;
  #stream: DeviceStream | null = null;
  /** Whose stream it is: when the devices' plugin was started anew, its streams are over. */
  #service: DeviceService | undefined;
  /** Pictures that the pipeline's thread does not send by itself. */
  #room: Latest | null = null;
  #problem: string | null = null;
  #retry: Disposer | null = null;
  /** Counts the times that it began and ended: an opening that was under way meanwhile is not wanted any more. */
  #turn = 0;
  #wanted = false;

  constructor(device_id: string, targets: readonly Target[], deps: TargetDeps) {
    this.#device_id = device_id;
    this.#targets = targets;
    this.#deps = deps;
  }

  get device_id(): string {
    return this.#device_id;
  }

  /** It shows other parts from now on, without the device being handed back in between. */
  become(targets: readonly Target[]): void {
    this.#targets = targets;
    this.#deps.become(targets);
  }

  /** How a target fares that is a part of this device; undefined when it is of another one. `all` are those of the layout, which has so many lights. */
  status(target: Target, lights: number, all: readonly Target[]): CaptureTargetStatus | undefined {
    if (!this.#targets.includes(target)) return undefined;
    const device = this.#deps.devices()?.get(this.#device_id);
    const about = { device_id: this.#device_id, device_name: device?.name ?? this.#device_id };
    if (this.#stream === null) return { ...about, ok: false, note: this.#problem ?? 'It is being reached.' };
    if (device === undefined) return { ...about, ok: false, note: 'The device was deleted.' };
    if (device.status !== 'online') return { ...about, ok: false, note: `${device.name} is not connected. It goes on as soon as it is.` };
    return { ...about, ok: true, note: misfitOf(target, { leds: this.#stream.format.leds, lights, targets: all }) };
  }

  /** Opens the device's stream, where it is not open. Never rejects: what is wrong stands in the status, and it is tried again. */
  async begin(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    await this.#open();
  }

  /** The pipeline's thread is another one. */
  rejoin(): void {
    if (this.#stream !== null) this.#aim(this.#stream);
  }

  /** Pictures may stand in its room: sends the newest. */
  take(): void {
    const room = this.#room;
    if (this.#stream === null || room?.take() !== true) return;
    const { leds, channels } = this.#stream.format;
    this.#stream.write(room.bytes.subarray(0, leds * channels));
  }

  /** Looks whether its stream is over, since the plugin of the devices was started anew. */
  look(): void {
    if (this.#stream === null || this.#deps.devices() === this.#service) return;
    this.#stream = null;
    this.#deps.release();
    void this.#open();
  }

  /** Gives the device back for good. Never rejects: one that cannot be handed back returns to its own state by its own time-out. */
  async end(): Promise<void> {
    this.#wanted = false;
    this.#turn += 1;
    void this.#retry?.();
    this.#retry = null;
    const stream = this.#stream;
    this.#stream = null;
    this.#deps.release();
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
      const stream = await service.stream(this.#device_id, {
        changed: () => {
          if (this.#stream === stream) this.#aim(stream);
        },
      });
      if (turn !== this.#turn) {
        await stream.close();
        return;
      }
      this.#stream = stream;
      this.#service = service;
      this.#problem = null;
      this.#aim(stream);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#problem = error instanceof HubError ? error.message : 'It could not be reached.';
      this.#retry = this.#deps.timers.after(RETRY_MS, `reach ${this.#device_id} for a capture`, () => this.#open());
    }
    this.#deps.changed();
  }

  #aim(stream: DeviceStream): void {
    const { format, direct = null } = stream;
    const room = Latest.room(format.leds * format.channels);
    this.#room = new Latest(room, 'reader');
    this.#deps.aim({ device_id: this.#device_id, targets: this.#targets, format, direct, room });
  }
}

/** What shows a run, by device. */
export function byDevice(targets: readonly Target[]): Map<string, Target[]> {
  const devices = new Map<string, Target[]>();
  for (const target of targets) devices.set(target.device_id, [...(devices.get(target.device_id) ?? []), target]);
  return devices;
}
