import { HubError } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, DeviceConnection, DeviceDescription, DeviceReporter, DriverTools } from '@lightkeeper/plugin-sdk';
import { LiveLink } from '../live-link.js';
import type { LinkEnd } from '../live-link.js';
import { MAX_ANSWER_BYTES } from './client.js';
import type { WledClient } from './client.js';
import { capabilitiesOf, mainSegment, toInfo, toState, toWled } from './translate.js';
import type { EffectNames } from './translate.js';
import { wledSnapshot } from './wire.js';
import type { WledInfo, WledSnapshot, WledState } from './wire.js';

/** A WLED that has answered once: follows it by WebSocket or by polling, and carries commands. */
export class WledConnection implements DeviceConnection, LinkEnd {
  readonly #client: WledClient;
  readonly #address: string;
  readonly #effects: EffectNames;
  readonly #reporter: DeviceReporter;
  readonly #link: LiveLink;
  #state: WledState;
  #info: WledInfo;
  /** How many snapshots came over the socket. */
  #pushed = 0;

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
    this.#link = new LiveLink(this, { address, max_bytes: MAX_ANSWER_BYTES, reporter, tools });
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
    if (this.#pushed !== pushed) this.#link.send('{"v":true}');
    const refused =
      (command.on !== undefined && state.on !== command.on) || (command.brightness !== undefined && state.bri !== command.brightness);
    if (refused) throw new HubError('LK_DEVICE_FAILED', 'It took the command but did not follow it.');
  }

  close(): void {
    this.#link.close();
  }

  url(): string | null {
    return this.#info.ws === -1 ? null : `ws://${this.#address}/ws`;
  }

  /** It tells its state to each new client by itself (wled00/ws.cpp). */
  opened(): void {}

  /** WLED answers a text that begins with `p` by `pong` (wled00/ws.cpp); WebSocket pings go unanswered on some boards. */
  ping(): string {
    return 'ping';
  }

  async poll(): Promise<void> {
    this.#take(await this.#client.snapshot());
  }

  hear(text: string): string | null {
    if (text === 'pong') return null;
    const snapshot = readSnapshot(text);
    if (snapshot === 'garbage') return 'It sends what no WLED light sends.';
    if (snapshot !== 'other') {
      this.#pushed += 1;
      this.#take(snapshot);
    }
    return null;
  }

  #take({ state, info }: WledSnapshot): void {
    if (this.#link.closed) return;
    const described = JSON.stringify(toInfo(info)) !== JSON.stringify(toInfo(this.#info)) || info.leds.lc !== this.#info.leds.lc;
    this.#state = state;
    this.#info = info;
    if (described) {
      const { capabilities, info: facts } = this.description;
      this.#reporter.describe({ capabilities, ...(facts && { info: facts }) });
    }
    this.#reporter.state(toState(state, info, this.#effects));
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
