import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import type { DeviceStream, Logger, StreamCounters, StreamFormat } from '@lightkeeper/plugin-sdk';
import type { Fleet } from '../supervision/fleet.js';

interface StreamsDeps {
  fleet: Pick<Fleet, 'get' | 'view' | 'stream'>;
  log: Logger;
}

/** The streams of pictures that are open, one per device at most. */
export class Streams {
  readonly #deps: StreamsDeps;
  readonly #open = new Map<string, LastingStream>();

  constructor(deps: StreamsDeps) {
    this.#deps = deps;
  }

  async open(device_id: string): Promise<DeviceStream> {
    const { fleet, log } = this.#deps;
    const device = fleet.get(device_id);
    if (device === undefined) throw new HubError('LK_NOT_FOUND', `No device has the id ${safeText(device_id, 60)}.`);
    if (this.#open.has(device_id)) throw new HubError('LK_CONFLICT', `Something else streams to ${device.name} already.`);
    const format = fleet.view(device_id).stream;
    if (format === null) throw new HubError('LK_DEVICE_UNSUPPORTED', `${device.name} takes no pictures.`);
    const stream = new LastingStream(format, (signal) => fleet.stream(device_id, signal), {
      failed: (error) => {
        log.debug('A stream could not be opened', { device: device.name, error });
      },
      closed: () => {
        if (this.#open.get(device_id) === stream) this.#open.delete(device_id);
      },
    });
    this.#open.set(device_id, stream);
    try {
      await stream.connect();
    } catch (error) {
      await stream.close();
      throw error;
    }
    return stream;
  }

  /** The device's status changed: an open stream goes on with the new connection, or counts failures until there is one. */
  deviceChanged(device_id: string): void {
    this.#open.get(device_id)?.follow(this.#deps.fleet.view(device_id).status === 'online');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#open.values()].map((stream) => stream.close()));
  }
}

interface Events {
  failed(error: unknown): void;
  closed(): void;
}

/** A stream that outlives the device's connections. */
class LastingStream implements DeviceStream {
  readonly format: StreamFormat;
  readonly #connect: (signal: AbortSignal) => Promise<DeviceStream> | undefined;
  readonly #events: Events;
  readonly #ending = new AbortController();
  readonly #past: StreamCounters = { sent: 0, dropped: 0, failed: 0 };
  #inner: DeviceStream | null = null;
  #opening: Promise<void> | null = null;

  constructor(format: StreamFormat, connect: (signal: AbortSignal) => Promise<DeviceStream> | undefined, events: Events) {
    this.format = format;
    this.#connect = connect;
    this.#events = events;
  }

  get counters(): StreamCounters {
    const { sent, dropped, failed } = this.#past;
    const now = this.#inner?.counters;
    return { sent: sent + (now?.sent ?? 0), dropped: dropped + (now?.dropped ?? 0), failed: failed + (now?.failed ?? 0) };
  }

  async connect(): Promise<void> {
    const opened = await this.#connect(this.#ending.signal);
    if (opened === undefined) throw new HubError('LK_DEVICE_OFFLINE', 'It is not connected.');
    if (this.#ending.signal.aborted) await opened.close();
    else this.#inner = opened;
  }

  follow(online: boolean): void {
    if (!online) {
      this.#leave();
    } else if (this.#inner === null && this.#opening === null && !this.#ending.signal.aborted) {
      this.#opening = this.connect()
        .catch(this.#events.failed)
        .finally(() => {
          this.#opening = null;
        });
    }
  }

  write(frame: Uint8Array): void {
    if (this.#inner === null) this.#past.failed += 1;
    else this.#inner.write(frame);
  }

  async close(): Promise<void> {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    const inner = this.#inner;
    this.#leave();
    this.#events.closed();
    await inner?.close();
  }

  #leave(): void {
    Object.assign(this.#past, this.counters);
    this.#inner = null;
  }
}
