import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import type { DeviceStream, Disposer, Logger, Timers } from '@lightkeeper/plugin-sdk';
import type { Fleet } from '../supervision/fleet.js';
import { offlineDetail } from '../supervision/supervisor.js';
import { LastingStream } from './lasting-stream.js';

/** A stream that could not be opened anew on a device that is there is tried again so often. */
const AGAIN_MS = 2_000;

interface StreamsDeps {
  fleet: Pick<Fleet, 'get' | 'view' | 'stream'>;
  timers: Timers;
  log: Logger;
}

/** The streams of pictures that are open, one per device at most. */
export class Streams {
  readonly #deps: StreamsDeps;
  readonly #open = new Map<string, LastingStream>();
  #stopTrying: Disposer | null = null;

  constructor(deps: StreamsDeps) {
    this.#deps = deps;
  }

  async open(device_id: string): Promise<DeviceStream> {
    const { fleet, timers, log } = this.#deps;
    const device = fleet.get(device_id);
    if (device === undefined) throw new HubError('LK_NOT_FOUND', `No device has the id ${safeText(device_id, 60)}.`);
    if (this.#open.has(device_id)) throw new HubError('LK_CONFLICT', `Something else streams to ${device.name} already.`);
    const { status, reason, stream: format } = fleet.view(device_id);
    if (status !== 'online') throw new HubError('LK_DEVICE_OFFLINE', offlineDetail(device.name, reason));
    if (format === null) throw new HubError('LK_DEVICE_UNSUPPORTED', `${device.name} takes no pictures.`);
    const stream = new LastingStream(format, (signal, ended) => fleet.stream(device_id, signal, ended), {
      failed: (error) => {
        log.debug('A stream could not be opened, or not handed back', { device: device.name, error });
      },
      closed: () => {
        this.#forget(device_id);
      },
    });
    this.#open.set(device_id, stream);
    this.#stopTrying ??= timers.every(AGAIN_MS, 'open streams anew', () => {
      for (const id of this.#open.keys()) this.deviceChanged(id);
    });
    try {
      await stream.begin();
    } catch (error) {
      await stream.close();
      throw error;
    }
    return stream;
  }

  /** A device that is there takes up the stream that it was sent before it went away. */
  deviceChanged(device_id: string): void {
    if (this.#deps.fleet.view(device_id).status === 'online') this.#open.get(device_id)?.goOn();
  }

  /** Hands all devices back to their own states. */
  async stop(): Promise<void> {
    await Promise.all([...this.#open.values()].map((stream) => stream.close()));
  }

  #forget(device_id: string): void {
    this.#open.delete(device_id);
    if (this.#open.size > 0) return;
    void this.#stopTrying?.();
    this.#stopTrying = null;
  }
}
