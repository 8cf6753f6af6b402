import type { DeviceReporter, DriverTools } from '../device-driver.js';
import type { OutboundSocket } from '../network.js';

const TICK_MS = 1_000;
const PING_MS = 2_500;
const POLL_MS = 3_000;
/** Silence after which the device counts as gone: with the tick, an unplugged one shows within 10 s. */
const SILENCE_MS = 6_000;
/** How long a refused or broken WebSocket is left alone; meanwhile the hub polls. */
const SOCKET_RETRY_MS = 15_000;
/** A device in use sends some messages a second. One that sends more is broken or hostile, and is left before it costs the hub time. */
const MAX_MESSAGES_PER_TICK = 60;

/** What a driver says to its device, and hears of it, over a {@link LiveLink}. */
export interface LinkEnd {
  /** The WebSocket to follow; null where the device has none. Asked again for each try. */
  url(): string | null;
  /** Its WebSocket is open. */
  opened(send: (text: string) => void): void;
  /** Takes a message. A sentence is the reason to leave the device; null is fine. */
  hear(text: string): string | null;
  /** Something that the device answers at once. */
  ping(): string;
  /** Asks for the state in another way, while there is no WebSocket. */
  poll(): Promise<void>;
}

export interface LinkOptions {
  /** For the sentence that says it is gone. */
  address: string;
  /** Largest message; a larger one ends the WebSocket. */
  max_bytes: number;
  reporter: DeviceReporter;
  tools: DriverTools;
}

/**
 * Follows a device by its WebSocket, or by polling every 3 s while that cannot be had, and reports once when it is gone: after 6 s of
 * silence, at once when its connection breaks and it does not answer a poll, or when it says more than 60 things a second.
 * Close it when the connection is closed.
 *
 * @example
 * this.#link = new LiveLink(
 *   {
 *     url: () => `ws://${address}/ws`,
 *     opened: (send) => send('{"subscribe":true}'),
 *     hear: (text) => this.#take(text),
 *     ping: () => 'ping',
 *     poll: async () => this.#take(await this.#fetch()),
 *   },
 *   { address, max_bytes: 65_536, reporter, tools },
 * );
 */
export class LiveLink {
  readonly #end: LinkEnd;
  readonly #options: LinkOptions;
  #socket: OutboundSocket | null = null;
  /** Which socket is the current one: what an older one still says counts no more. */
  #turn = 0;
  #open = false;
  #closed = false;
  #polling = false;
  #failed_polls = 0;
  #messages = 0;
  #heard_at: number;
  #pinged_at = 0;
  #socket_tried_at: number;

  constructor(end: LinkEnd, options: LinkOptions) {
    this.#end = end;
    this.#options = options;
    this.#heard_at = this.#socket_tried_at = options.tools.clock.now();
    options.tools.timers.every(TICK_MS, `watch ${options.address}`, () => {
      this.#tick();
    });
    this.#openSocket();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Sends to the device if its WebSocket is open. */
  send(text: string): void {
    if (this.#open) this.#socket?.send(text);
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  #openSocket(): void {
    const { tools, max_bytes } = this.#options;
    this.#socket_tried_at = tools.clock.now();
    const url = this.#end.url();
    if (url === null) return;
    this.#turn += 1;
    const turn = this.#turn;
    const socket = tools.http.socket(
      url,
      { trust: tools.trust, max_bytes, timeout_ms: SILENCE_MS },
      {
        open: () => {
          if (this.#closed || this.#turn !== turn) return;
          this.#open = true;
          this.#pinged_at = this.#heard_at = tools.clock.now();
          this.#end.opened((text) => {
            socket.send(text);
          });
        },
        message: (text) => {
          if (this.#turn === turn) this.#hear(text);
        },
        closed: () => {
          if (this.#turn !== turn) return;
          this.#turn += 1;
          this.#socket = null;
          this.#open = false;
          // A device that lost its power says so by a broken connection at best: ask at once whether it is still there.
          if (!this.#closed) this.#poll(true);
        },
      },
    );
    if (this.#turn === turn) this.#socket = socket;
  }

  #hear(text: string): void {
    this.#messages += 1;
    if (this.#closed) return;
    if (this.#messages > MAX_MESSAGES_PER_TICK) {
      this.lose('It sends far more than a light has to say.');
      return;
    }
    this.#heard_at = this.#options.tools.clock.now();
    const reason = this.#end.hear(text);
    if (reason !== null) this.lose(reason);
  }

  #tick(): void {
    if (this.#closed) return;
    this.#messages = 0;
    const now = this.#options.tools.clock.now();
    if (now - this.#heard_at >= SILENCE_MS) {
      this.lose(`It no longer answers at ${this.#options.address}.`);
    } else if (this.#open) {
      if (now - this.#pinged_at < PING_MS) return;
      this.#pinged_at = now;
      this.#socket?.send(this.#end.ping());
    } else {
      if (this.#socket === null && now - this.#socket_tried_at >= SOCKET_RETRY_MS) this.#openSocket();
      if (now - this.#pinged_at >= POLL_MS) this.#poll(false);
    }
  }

  /** `last` means that one failure is enough. */
  #poll(last: boolean): void {
    if (this.#polling) return;
    this.#polling = true;
    this.#pinged_at = this.#options.tools.clock.now();
    this.#end
      .poll()
      .then(
        () => {
          this.#failed_polls = 0;
          this.#heard_at = this.#options.tools.clock.now();
        },
        (error: unknown) => {
          this.#failed_polls += 1;
          if (last || this.#failed_polls > 1) this.lose(error instanceof Error ? error.message : 'It no longer answers.');
        },
      )
      .finally(() => {
        this.#polling = false;
      });
  }

  /** Gives the device up, with the reason as a sentence. */
  lose(reason: string): void {
    if (this.#closed) return;
    this.close();
    this.#options.reporter.lost(reason);
  }
}
