import { HubError } from '@lightkeeper/plugin-sdk';
import type {
  Clock,
  DeviceConnection,
  DeviceDescription,
  DeviceReporter,
  DeviceState,
  DeviceStream,
  Disposer,
  HttpClient,
  Logger,
  Timers,
} from '@lightkeeper/plugin-sdk';
import type { Config, RegisteredDriver } from '../drivers/registry.js';
import { ScopedTimers } from './scoped-timers.js';

const CONNECT_LIMIT_MS = 5_000;
/** How long a device may take to be handed back to its own state before its connection is closed. */
const HAND_OVER_LIMIT_MS = 2_000;

export interface SessionTools {
  log: Logger;
  http: HttpClient;
  clock: Clock;
  timers: Timers;
}

export interface SessionListener {
  state(state: DeviceState): void;
  event: DeviceReporter['event'];
  describe(description: Partial<DeviceDescription>): void;
  lost(reason: string): void;
}

/** One try at a device, and the connection that came of it. When it ends, nothing of it is heard any more. */
export class Session {
  readonly #driver: RegisteredDriver;
  readonly #config: Config;
  readonly #listener: SessionListener;
  readonly #tools: SessionTools;
  readonly #timers: ScopedTimers;
  readonly #controller = new AbortController();
  #connection: DeviceConnection | null = null;
  #stream: { open: DeviceStream; ended: () => void } | null = null;
  #ended = false;
  /** Ends the waiting for a driver that has not connected yet. */
  #fail: (error: HubError) => void = () => {};

  constructor(driver: RegisteredDriver, config: Config, listener: SessionListener, tools: SessionTools) {
    this.#driver = driver;
    this.#config = config;
    this.#listener = listener;
    this.#tools = tools;
    this.#timers = new ScopedTimers(tools.timers);
  }

  get connection(): DeviceConnection | null {
    return this.#connection;
  }

  /** Connects within 5 s, or rejects with a sentence and is over. */
  async open(): Promise<DeviceConnection> {
    const failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    const stop = this.#timers.after(CONNECT_LIMIT_MS, 'connect time limit', () => {
      this.#fail(new HubError('LK_TIMEOUT', `It did not answer within ${CONNECT_LIMIT_MS / 1000} s.`));
    });
    // What is stored counts as typed: an announced address was judged before a person confirmed it (discovery/).
    const tools = { ...this.#tools, timers: this.#timers, signal: this.#controller.signal, trust: 'typed' as const };
    const connecting = this.#driver.connect(this.#config, this.#reporter(), tools);
    connecting.then(
      (connection) => {
        // It came too late: nobody wants it any more.
        if (this.#ended) this.#close(connection);
      },
      () => {},
    );
    try {
      const connection = await Promise.race([connecting, failed]);
      if (this.#ended) {
        this.#close(connection);
        throw new HubError('LK_DEVICE_FAILED', 'The connection was given up.');
      }
      this.#connection = connection;
      return connection;
    } catch (error) {
      void this.end();
      throw error;
    } finally {
      void stop();
    }
  }

  /** Opens a stream of pictures, one at a time. `ended` is called when the connection ends before the stream has been closed. */
  async stream(signal: AbortSignal, ended: () => void): Promise<DeviceStream> {
    if (this.#connection?.stream === undefined) throw new HubError('LK_DEVICE_UNSUPPORTED', 'It takes no pictures.');
    const open = await this.#connection.stream(AbortSignal.any([signal, this.#controller.signal]));
    if (this.#over()) {
      await open.close();
      throw new HubError('LK_DEVICE_FAILED', 'The connection was given up.');
    }
    this.#stream = { open, ended };
    return open;
  }

  /** Resolves when the device has been handed back and its connection is being closed. Never rejects. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#fail(new HubError('LK_DEVICE_FAILED', 'The connection was given up.'));
    if (this.#stream !== null) await this.#handOver(this.#stream);
    this.#controller.abort();
    this.#timers.end();
    if (this.#connection !== null) this.#close(this.#connection);
    this.#connection = null;
  }

  /** Asked anew after each wait. */
  #over(): boolean {
    return this.#ended;
  }

  async #handOver({ open, ended }: { open: DeviceStream; ended: () => void }): Promise<void> {
    const closing = open.close().catch((error: unknown) => {
      this.#tools.log.debug('A device could not be handed back to its own state', { driver: this.#driver.id, error });
    });
    ended();
    let stop: Disposer = () => {};
    const limit = new Promise<void>((resolve) => {
      stop = this.#timers.after(HAND_OVER_LIMIT_MS, 'hand-over time limit', resolve);
    });
    await Promise.race([closing, limit]);
    void stop();
  }

  #reporter(): DeviceReporter {
    return {
      state: (state) => {
        if (!this.#ended) this.#listener.state(state);
      },
      event: (key, type, attributes) => {
        if (!this.#ended) this.#listener.event(key, type, attributes);
      },
      describe: (description) => {
        if (!this.#ended) this.#listener.describe(description);
      },
      lost: (reason) => {
        if (this.#ended) return;
        if (this.#connection === null) this.#fail(new HubError('LK_DEVICE_FAILED', reason));
        else this.#listener.lost(reason);
      },
    };
  }

  #close(connection: DeviceConnection): void {
    const failed = (error: unknown): void => {
      this.#tools.log.warn('A driver failed to close a connection', { driver: this.#driver.id, error });
    };
    try {
      Promise.resolve(connection.close()).catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}
