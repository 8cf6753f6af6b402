import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, DeviceStream, Disposer, Logger, StreamFormat, StreamOptions, Timers } from '@lightkeeper/plugin-sdk';
import type { Fleet, FleetDevice } from '../supervision/fleet.js';
import { offlineDetail } from '../supervision/supervisor.js';
import { LastingStream } from './lasting-stream.js';
import { streamFormatOf } from './light-look.js';
import { LightStream } from './light-stream.js';
import type { Lights } from './lights.js';

/** A stream that could not be opened anew on a device that is there is tried again so often. */
const AGAIN_MS = 2_000;

interface StreamsDeps {
  fleet: Pick<Fleet, 'get' | 'view' | 'stream'>;
  lights: Pick<Lights, 'open' | 'bringBack'>;
  timers: Timers;
  log: Logger;
}

/** The streams of pictures that are open, one per device at most. */
export class Streams {
  readonly #deps: StreamsDeps;
  readonly #open = new Map<string, LastingStream | LightStream>();
  #stopTrying: Disposer | null = null;

  constructor(deps: StreamsDeps) {
    this.#deps = deps;
  }

  async open(device_id: string, { changed = () => {} }: StreamOptions = {}): Promise<DeviceStream> {
    const { fleet, lights } = this.#deps;
    const device = fleet.get(device_id);
    if (device === undefined) throw new HubError('LK_NOT_FOUND', `No device has the id ${safeText(device_id, 60)}.`);
    if (this.#open.has(device_id)) throw new HubError('LK_CONFLICT', `Something else streams to ${device.name} already.`);
    const view = fleet.view(device_id);
    if (view.status !== 'online') throw new HubError('LK_DEVICE_OFFLINE', offlineDetail(device.name, view.reason));
    if (streamFormatOf(view) === null) throw new HubError('LK_DEVICE_UNSUPPORTED', `${device.name} takes no pictures.`);
    const closed = (): void => {
      this.#forget(device_id);
    };
    if (view.stream !== null) return this.#openLasting(device, view.stream, { changed, closed });
    const light = lights.open(device_id, closed);
    this.#open.set(device_id, light);
    return light;
  }

  async #openLasting(
    { id, name }: FleetDevice,
    format: StreamFormat,
    events: { changed: () => void; closed: () => void },
  ): Promise<DeviceStream> {
    const { fleet, timers, log } = this.#deps;
    const stream = new LastingStream(format, (signal, ended) => fleet.stream(id, signal, ended), {
      failed: (error) => {
        log.debug('A stream could not be opened, or not handed back', { device: name, error });
      },
      ...events,
    });
    this.#open.set(id, stream);
    this.#stopTrying ??= timers.every(AGAIN_MS, 'open streams anew', () => {
      for (const [open_id, open] of this.#open) if (open instanceof LastingStream) this.#goOn(open_id, open);
    });
    try {
      await stream.begin();
    } catch (error) {
      await stream.close();
      throw error;
    }
    return stream;
  }

  /** A device that is there takes up the stream that it was sent before it went away; one without is brought back to its own state. */
  deviceChanged(device_id: string): void {
    const stream = this.#open.get(device_id);
    if (stream !== undefined) this.#goOn(device_id, stream);
    else if (this.#deps.fleet.view(device_id).status === 'online') void this.#deps.lights.bringBack(device_id);
  }

  /** Somebody commanded a device. */
  commanded(device_id: string, command: DeviceCommand): void {
    const stream = this.#open.get(device_id);
    if (stream instanceof LightStream) stream.commanded(command);
  }

  #goOn(device_id: string, stream: LastingStream | LightStream): void {
    if (this.#deps.fleet.view(device_id).status === 'online') stream.goOn();
  }

  /** Hands all devices back to their own states. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.#open.values()].map((stream) => stream.close()));
  }

  #forget(device_id: string): void {
    this.#open.delete(device_id);
    if (this.#open.size > 0) return;
    void this.#stopTrying?.();
    this.#stopTrying = null;
  }
}
