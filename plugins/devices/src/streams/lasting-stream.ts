import { HubError } from '@lightkeeper/plugin-sdk';
import type { DeviceStream, DirectOutput, StreamCounters, StreamFormat } from '@lightkeeper/plugin-sdk';

/** Opens the stream of the device's present connection; calls `ended` when that connection ends. Undefined where there is none. */
type Open = (signal: AbortSignal, ended: () => void) => Promise<DeviceStream> | undefined;

interface Events {
  failed(error: unknown): void;
  /** It has another format or another way, after it was opened for the first time. */
  changed(): void;
  /** The device has been handed back, or is gone. */
  closed(): void;
}

/** A stream that outlives the device's connections: what is written while there is none counts as failed. */
export class LastingStream implements DeviceStream {
  readonly #open: Open;
  readonly #events: Events;
  readonly #ending = new AbortController();
  readonly #past: StreamCounters = { sent: 0, dropped: 0, failed: 0 };
  #format: StreamFormat;
  #inner: DeviceStream | null = null;
  #opening: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  constructor(format: StreamFormat, open: Open, events: Events) {
    this.#format = format;
    this.#open = open;
    this.#events = events;
  }

  /** It is another one where the device came back with other lights. */
  get format(): StreamFormat {
    return this.#format;
  }

  get direct(): DirectOutput | null {
    return this.#inner?.direct ?? null;
  }

  get counters(): StreamCounters {
    const { sent, dropped, failed } = this.#past;
    const now = this.#inner?.counters;
    return { sent: sent + (now?.sent ?? 0), dropped: dropped + (now?.dropped ?? 0), failed: failed + (now?.failed ?? 0) };
  }

  /** Opens it for the first time, or rejects. */
  begin(): Promise<void> {
    const connecting = this.#connect();
    this.#opening = connecting
      .catch(() => {})
      .finally(() => {
        this.#opening = null;
      });
    return connecting;
  }

  /** Opens it anew where the connection that it had is gone. */
  goOn(): void {
    if (this.#inner === null && this.#opening === null && this.#closing === null) {
      this.begin().then(
        () => {
          this.#events.changed();
        },
        (error: unknown) => {
          this.#events.failed(error);
        },
      );
    }
  }

  write(frame: Uint8Array): void {
    if (this.#inner === null) this.#past.failed += 1;
    else this.#inner.write(frame);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #connect(): Promise<void> {
    const { signal } = this.#ending;
    const gone = new AbortController();
    const opened = await this.#open(signal, () => {
      gone.abort();
    });
    if (opened === undefined) throw new HubError('LK_DEVICE_OFFLINE', 'It is not connected.');
    if (gone.signal.aborted || signal.aborted) {
      await opened.close();
      throw new HubError('LK_DEVICE_OFFLINE', 'The connection was given up.');
    }
    this.#inner = opened;
    this.#format = opened.format;
    gone.signal.addEventListener('abort', () => {
      if (this.#inner !== opened) return;
      this.#leave();
      this.#events.changed();
    });
  }

  async #end(): Promise<void> {
    this.#ending.abort();
    await this.#opening;
    try {
      await this.#inner?.close();
    } catch (error) {
      this.#events.failed(error);
    }
    this.#leave();
    this.#events.closed();
  }

  #leave(): void {
    Object.assign(this.#past, this.counters);
    this.#inner = null;
  }
}
