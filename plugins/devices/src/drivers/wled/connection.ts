import { HubError } from '@lightkeeper/plugin-sdk';
import type {
  DeviceCommand,
  DeviceConnection,
  DeviceDescription,
  DeviceReporter,
  DriverTools,
  OutboundSocket,
} from '@lightkeeper/plugin-sdk';
import { MAX_ANSWER_BYTES } from './client.js';
import type { WledClient } from './client.js';
import { capabilitiesOf, mainSegment, toInfo, toState, toWled } from './translate.js';
import type { EffectNames } from './translate.js';
import { wledSnapshot } from './wire.js';
import type { WledInfo, WledSnapshot, WledState } from './wire.js';

const TICK_MS = 1_000;
/** WLED answers a text that begins with `p` by `pong` (wled00/ws.cpp); WebSocket pings go unanswered on some boards. */
const PING_MS = 2_500;
const POLL_MS = 3_000;
/** Silence after which the light counts as gone: with the tick, an unplugged one shows within 10 s. */
const SILENCE_MS = 6_000;
/** How long a refused or broken WebSocket is left alone; meanwhile the hub polls. */
const SOCKET_RETRY_MS = 15_000;
/** A WLED in use sends some messages a second. One that sends more is broken or hostile, and is left before it costs the hub time. */
const MAX_MESSAGES_PER_TICK = 60;

/** A WLED that has answered once: follows it by WebSocket or by polling, and carries commands. */
export class WledConnection implements DeviceConnection {
  readonly #client: WledClient;
  readonly #address: string;
  readonly #effects: EffectNames;
  readonly #reporter: DeviceReporter;
  readonly #tools: DriverTools;
  #state: WledState;
  #info: WledInfo;
  #socket: OutboundSocket | null = null;
  /** Which socket is the current one: what an older one still says counts no more. */
  #turn = 0;
  #open = false;
  #closed = false;
  #polling = false;
  #failed_polls = 0;
  #messages = 0;
  /** How many snapshots came over the socket. */
  #pushed = 0;
  #heard_at: number;
  #pinged_at = 0;
  #socket_tried_at: number;

  constructor(
    client: WledClient,
    address: string,
    first: WledSnapshot,
    effects: EffectNames,
    { reporter, tools }: { reporter: DeviceReporter; tools: DriverTools },
  ) {
    this.#client = client;
    this.#address = address;
    this.#state = first.state;
    this.#info = first.info;
    this.#effects = effects;
    this.#reporter = reporter;
    this.#tools = tools;
    this.#heard_at = this.#socket_tried_at = tools.clock.now();
    tools.timers.every(TICK_MS, 'watch WLED', () => {
      this.#tick();
    });
    this.#openSocket();
  }

  get description(): DeviceDescription {
    return {
      capabilities: capabilitiesOf(this.#info, this.#effects),
      effects: this.#effects.list,
      info: toInfo(this.#info),
      state: toState(this.#state, this.#info, this.#effects),
    };
  }

  async command(command: DeviceCommand, signal: AbortSignal): Promise<void> {
    const main = mainSegment(this.#state);
    const pushed = this.#pushed;
    const state = await this.#client.write(toWled(command, main?.id ?? 0, this.#effects), signal);
    this.#take({ state, info: this.#info });
    // Two ways, no order between them: what was pushed meanwhile may be newer than the answer. What the socket says next is the newest.
    if (this.#pushed !== pushed) this.#socket?.send('{"v":true}');
    const refused =
      (command.on !== undefined && state.on !== command.on) || (command.brightness !== undefined && state.bri !== command.brightness);
    if (refused) throw new HubError('LK_DEVICE_FAILED', 'It took the command but did not follow it.');
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  #openSocket(): void {
    this.#socket_tried_at = this.#tools.clock.now();
    if (this.#info.ws === -1) return;
    this.#turn += 1;
    const turn = this.#turn;
    const socket = this.#tools.http.socket(
      `ws://${this.#address}/ws`,
      { trust: this.#tools.trust, max_bytes: MAX_ANSWER_BYTES, timeout_ms: SILENCE_MS },
      {
        open: () => {
          this.#open = true;
          this.#pinged_at = this.#heard_at = this.#tools.clock.now();
        },
        message: (text) => {
          this.#hear(text);
        },
        closed: () => {
          if (this.#turn !== turn) return;
          this.#turn += 1;
          this.#socket = null;
          const was_open = this.#open;
          this.#open = false;
          // A light that lost its power says so by a broken connection at best: ask at once whether it is still there.
          if (!this.#closed) this.#poll(was_open);
        },
      },
    );
    if (this.#turn === turn) this.#socket = socket;
  }

  #hear(text: string): void {
    this.#messages += 1;
    if (this.#closed) return;
    if (this.#messages > MAX_MESSAGES_PER_TICK) {
      this.#lose('It sends far more than a light has to say.');
      return;
    }
    this.#heard_at = this.#tools.clock.now();
    if (text === 'pong') return;
    const snapshot = readSnapshot(text);
    if (snapshot === 'other') return;
    if (snapshot === 'garbage') this.#lose('It sends what no WLED light sends.');
    else {
      this.#pushed += 1;
      this.#take(snapshot);
    }
  }

  #tick(): void {
    if (this.#closed) return;
    this.#messages = 0;
    const now = this.#tools.clock.now();
    if (now - this.#heard_at >= SILENCE_MS) {
      this.#lose(`It no longer answers at ${this.#address}.`);
    } else if (this.#open) {
      if (now - this.#pinged_at < PING_MS) return;
      this.#pinged_at = now;
      this.#socket?.send('ping');
    } else {
      if (this.#socket === null && now - this.#socket_tried_at >= SOCKET_RETRY_MS) this.#openSocket();
      if (now - this.#pinged_at >= POLL_MS) this.#poll(false);
    }
  }

  /** `last` means that one failure is enough. */
  #poll(last: boolean): void {
    if (this.#polling) return;
    this.#polling = true;
    this.#pinged_at = this.#tools.clock.now();
    this.#client
      .snapshot()
      .then(
        (snapshot) => {
          this.#failed_polls = 0;
          this.#heard_at = this.#tools.clock.now();
          this.#take(snapshot);
        },
        (error: unknown) => {
          this.#failed_polls += 1;
          if (last || this.#failed_polls > 1) this.#lose(error instanceof Error ? error.message : 'It no longer answers.');
        },
      )
      .finally(() => {
        this.#polling = false;
      });
  }

  #take({ state, info }: WledSnapshot): void {
    if (this.#closed) return;
    const described = JSON.stringify(toInfo(info)) !== JSON.stringify(toInfo(this.#info)) || info.leds.lc !== this.#info.leds.lc;
    this.#state = state;
    this.#info = info;
    if (described) {
      const { capabilities, info: facts } = this.description;
      this.#reporter.describe({ capabilities, ...(facts && { info: facts }) });
    }
    this.#reporter.state(toState(state, info, this.#effects));
  }

  #lose(reason: string): void {
    if (this.#closed) return;
    this.close();
    this.#reporter.lost(reason);
  }
}

/** `other` is JSON that says nothing of the state: an acknowledgement, an error number, live pixels. */
function readSnapshot(text: string): WledSnapshot | 'other' | 'garbage' {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return 'garbage';
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return 'garbage';
  if (!('state' in message)) return 'other';
  const snapshot = wledSnapshot.safeParse(message);
  return snapshot.success ? snapshot.data : 'garbage';
}
