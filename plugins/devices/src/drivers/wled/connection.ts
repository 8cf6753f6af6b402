import { HubError, LiveLink } from '@lightkeeper/plugin-sdk';
import type {
  DeviceCommand,
  DeviceConnection,
  DeviceDescription,
  DeviceReporter,
  DeviceStream,
  DriverTools,
  LinkEnd,
} from '@lightkeeper/plugin-sdk';
import { MAX_ANSWER_BYTES } from './client.js';
import type { WledClient } from './client.js';
import { Diagnostics } from './diagnostics.js';
import { liveInfo } from './live-settings.js';
import { patchesOf, settingsOf } from './settings.js';
import { openWledStream, streamFormat } from './stream.js';
import type { WledOutput } from './stream.js';
import { capabilitiesOf, isRefused, toInfo, toState, toWled } from './translate.js';
import { mergePatches, shownSegment } from './view.js';
import type { WledView } from './view.js';
import { wledSnapshot } from './wire.js';
import type { WledSnapshot } from './wire.js';

const PRESETS_AGAIN_MS = 5_000;
/** Over the WebSocket: asks for state and info (wled00/ws.cpp, wsEvent). */
const WHOLE_STATE = '{"v":true}';
/** Every half minute. */
const WHOLE_STATE_EVERY = 12;

/** A WLED that has answered once: follows it by WebSocket or by polling, and carries commands. */
export class WledConnection implements DeviceConnection, LinkEnd {
  readonly #client: WledClient;
  readonly #address: string;
  readonly #reporter: DeviceReporter;
  readonly #tools: DriverTools;
  readonly #link: LiveLink;
  /** How pictures get there; null where it is set to take none. */
  readonly #output: WledOutput | null;
  #live_info: DeviceDescription['info'] = {};
  #view: WledView;
  /** How many snapshots came over the socket. */
  #pushed = 0;
  /** The time of change of the presets that were read. */
  #presets_of: number | undefined;
  #reading_presets = false;
  readonly #diagnostics = new Diagnostics();
  /** What was last told beside the state. */
  #described: string;
  #pings = 0;

  constructor(
    client: WledClient,
    address: string,
    first: WledView,
    { reporter, tools, output }: { reporter: DeviceReporter; tools: DriverTools; output: WledOutput | null },
  ) {
    this.#client = client;
    this.#output = output;
    this.#address = address;
    this.#view = first;
    if (first.only === null) this.#diagnostics.take(first.info, tools.clock.now());
    this.#described = textOf(this.description);
    this.#presets_of = first.info.fs?.pmt;
    this.#reporter = reporter;
    this.#tools = tools;
    this.#link = new LiveLink(this, { address, max_bytes: MAX_ANSWER_BYTES, reporter, tools });
  }

  get description(): DeviceDescription & Required<Pick<DeviceDescription, 'state'>> {
    const view = this.#view;
    const settings = settingsOf(view);
    const stream = this.#output === null ? undefined : streamFormat(view);
    return {
      ...(stream && { stream }),
      capabilities: capabilitiesOf(view),
      effects: view.names.effects.list,
      features: [...settings.map(({ feature }) => feature), ...this.#diagnostics.features],
      info: { ...toInfo(view), ...this.#live_info },
      state: {
        ...toState(view),
        readings: { ...Object.fromEntries(settings.map(({ feature, value }) => [feature.key, value])), ...this.#diagnostics.readings },
      },
    };
  }

  async command(command: DeviceCommand, signal: AbortSignal): Promise<void> {
    const pushed = this.#pushed;
    const wishes = patchesOf(settingsOf(this.#view), command.set ?? {});
    const state = await this.#client.write(mergePatches([{ v: true }, ...wishes, toWled(command, this.#view)]), signal);
    this.#take({ state, info: this.#view.info });
    // Two ways, no order between them: what was pushed meanwhile may be newer than the answer. What the socket says next is the newest.
    if (this.#pushed !== pushed) this.#link.send(WHOLE_STATE);
    if (isRefused(command, { ...this.#view, state })) throw new HubError('LK_DEVICE_FAILED', 'It took the command but did not follow it.');
  }

  async stream(signal: AbortSignal): Promise<DeviceStream> {
    if (this.#output === null) throw new HubError('LK_DEVICE_UNSUPPORTED', 'Streaming is turned off in its settings.');
    const live = await this.#client.liveSettings(signal);
    if (live?.en === false) {
      throw new HubError('LK_DEVICE_FAILED', 'It takes no pictures: turn on "Receive UDP realtime" in the sync settings of WLED.');
    }
    if (live !== null) this.#live_info = liveInfo(live);
    this.#show(this.#view);
    return openWledStream(this.#output, { view: this.#view, client: this.#client, signal, tools: this.#tools });
  }

  close(): void {
    this.#link.close();
  }

  url(): string | null {
    return this.#view.info.ws === -1 ? null : `ws://${this.#address}/ws`;
  }

  /** It tells its state to each new client by itself (wled00/ws.cpp). */
  opened(): void {}

  /** WLED answers a text that begins with `p` by `pong` (wled00/ws.cpp); WebSocket pings go unanswered on some boards. */
  ping(): string {
    this.#pings += 1;
    // What it tells of itself alone, it tells nobody who does not ask.
    return this.#pings % WHOLE_STATE_EVERY === 0 ? WHOLE_STATE : 'ping';
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
    const { only } = this.#view;
    if (only !== null && shownSegment({ state, only }) === null) {
      this.#link.lose(`It no longer has a segment ${only}.`);
      return;
    }
    this.#show({ ...this.#view, state, info });
    this.#followPresets();
  }

  #show(view: WledView): void {
    this.#view = view;
    if (view.only === null) this.#diagnostics.take(view.info, this.#tools.clock.now());
    const description = this.description;
    const described = textOf(description);
    if (described !== this.#described) this.#reporter.describe(description);
    this.#described = described;
    this.#reporter.state(description.state);
  }

  /** Reads the presets when the device says that they changed, now and then at most: it may say so all the time. */
  #followPresets(): void {
    const changed_at = this.#view.info.fs?.pmt;
    if (this.#reading_presets || changed_at === this.#presets_of) return;
    this.#reading_presets = true;
    this.#presets_of = changed_at;
    this.#tools.timers.after(PRESETS_AGAIN_MS, 'look for changed presets', () => {
      this.#reading_presets = false;
      this.#followPresets();
    });
    void this.#readPresets();
  }

  async #readPresets(): Promise<void> {
    const found = await this.#client.readPresets();
    if (!this.#link.closed) this.#show({ ...this.#view, names: { ...this.#view.names, ...found } });
  }
}

/** All of a description but its state. */
function textOf({ state: _state, ...about }: DeviceDescription): string {
  return JSON.stringify(about);
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
