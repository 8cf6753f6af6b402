import { HubError, LiveLink, z } from '@lightkeeper/plugin-sdk';
import type {
  DeviceCommand,
  DeviceConnection,
  DeviceDescription,
  DeviceReporter,
  DeviceState,
  DriverTools,
  LinkEnd,
} from '@lightkeeper/plugin-sdk';
import { MAX_ANSWER_BYTES, NO_PASSWORD, SOURCE, WRONG_PASSWORD } from './client.js';
import type { ShellyClient } from './client.js';
import { frameAuth, readFrameChallenge } from './digest.js';
import { componentsOf, overlay, readStatus } from './components.js';
import type { Component } from './components.js';
import { featuresOf } from './features.js';
import type { ShellyCall, ShellyFeature } from './features.js';
import { capabilitiesOf, toInfo, toShelly, toState, within } from './translate.js';
import { componentMap, componentStatus, frame, notifiedEvents } from './wire.js';
import type { ComponentStatus, Frame, ShellyAbout } from './wire.js';

const GARBAGE = 'It sends what no Shelly sends.';

export interface ShellyParts {
  client: ShellyClient;
  address: string;
  password: string;
  about: ShellyAbout;
  /** What the device stands for. */
  main: Component;
  /** Whether it has the features of the other components too. */
  whole: boolean;
  /** What it can show, in kelvin. */
  kelvin: readonly [number, number];
}

/** A Shelly that has answered once: follows its components by notifications or by polling, and carries commands. */
export class ShellyConnection implements DeviceConnection, LinkEnd {
  readonly #parts: ShellyParts;
  readonly #reporter: DeviceReporter;
  readonly #link: LiveLink;
  #statuses: ReadonlyMap<Component, ComponentStatus>;
  #id = 0;
  #authenticated = false;
  #send: (text: string) => void = () => undefined;
  /** How many times each component was heard of over the WebSocket, by key. */
  readonly #pushed = new Map<string, number>();
  /** What was last told of the features. */
  #described: string;

  /** `all` is its status, in which `main` was found. */
  constructor(parts: ShellyParts, all: Record<string, unknown>, { reporter, tools }: { reporter: DeviceReporter; tools: DriverTools }) {
    this.#parts = parts;
    this.#statuses = statusesOf(parts, all);
    this.#reporter = reporter;
    this.#described = JSON.stringify(this.description.features);
    this.#link = new LiveLink(this, { address: parts.address, max_bytes: MAX_ANSWER_BYTES, reporter, tools });
  }

  get description(): DeviceDescription {
    const { about, main } = this.#parts;
    return {
      capabilities: capabilitiesOf(main),
      features: this.#features.map(({ feature }) => feature),
      info: toInfo(about, main),
      state: this.#state,
    };
  }

  get #features(): ShellyFeature[] {
    return [...this.#statuses].flatMap(([component, status]) => featuresOf(component, status, component.key === this.#parts.main.key));
  }

  get #state(): DeviceState {
    const { main } = this.#parts;
    const readings = Object.assign({}, ...this.#features.map((feature) => feature.readings)) as NonNullable<DeviceState['readings']>;
    const status = [...this.#statuses].find(([{ key }]) => key === main.key)?.[1] ?? {};
    return { ...toState(main, status), ...(Object.keys(readings).length > 0 && { readings }) };
  }

  async command(command: DeviceCommand, signal: AbortSignal): Promise<void> {
    for (const { component, method, params, wished } of this.#callsFor(command)) {
      const pushed = this.#pushed.get(component.key);
      await this.#parts.client.call(method, params, z.unknown(), signal);
      // What was pushed meanwhile is the device's own word, and newer than the wish.
      if (this.#pushed.get(component.key) === pushed) this.#overlay({ [component.key]: wished });
    }
  }

  #callsFor(command: DeviceCommand): ShellyCall[] {
    const { main, kelvin } = this.#parts;
    const light = toShelly(main, within(kelvin, command));
    const set = this.#features.flatMap(({ feature, call }) => {
      const value = command.set?.[feature.key];
      return value === undefined || call === undefined ? [] : [call(value)];
    });
    return light === null ? set : [light, ...set];
  }

  close(): void {
    this.#link.close();
  }

  url(): string {
    return `ws://${this.#parts.address}/rpc`;
  }

  /** Notifications come once a request with a source was sent ("Notifications"). */
  opened(send: (text: string) => void): void {
    this.#send = send;
    this.#authenticated = false;
    send(this.#request('Shelly.GetStatus'));
  }

  /** Answered without a password ("Authentication"). */
  ping(): string {
    return this.#request('Shelly.GetDeviceInfo');
  }

  async poll(): Promise<void> {
    const { client } = this.#parts;
    const reason = this.#takeAll(await client.call('Shelly.GetStatus', {}, componentMap));
    if (reason !== null) throw new HubError('LK_DEVICE_FAILED', reason);
  }

  hear(text: string): string | null {
    const message = read(text);
    if (message === null) return GARBAGE;
    switch (message.method) {
      case 'NotifyFullStatus':
        return message.params === undefined ? GARBAGE : this.#takePushed(message.params);
      case 'NotifyStatus':
        return this.#takePart(message.params ?? {});
      case 'NotifyEvent':
        this.#takeEvents(message.params);
        return null;
      case undefined:
        return this.#answered(message);
      default:
        return null;
    }
  }

  #answered({ error, result }: Frame): string | null {
    if (error?.code === 401) return this.#authenticate(error.message);
    const all = componentMap.safeParse(result);
    return all.success && this.#parts.main.key in all.data ? this.#takePushed(all.data) : null;
  }

  #authenticate(message: string): string | null {
    const { password } = this.#parts;
    if (password === '') return NO_PASSWORD;
    const challenge = readFrameChallenge(message);
    if (this.#authenticated) return WRONG_PASSWORD;
    if (challenge === null) return GARBAGE;
    this.#authenticated = true;
    this.#send(this.#request('Shelly.GetStatus', { auth: frameAuth(challenge, password) }));
    return null;
  }

  #request(method: string, more: object = {}): string {
    this.#id += 1;
    return JSON.stringify({ id: this.#id, src: SOURCE, method, ...more });
  }

  #takePushed(all: Record<string, unknown>): string | null {
    this.#count(Object.keys(all));
    return this.#takeAll(all);
  }

  #takeAll(all: Record<string, unknown>): string | null {
    const { main } = this.#parts;
    if (!(main.key in all)) return `It no longer has ${main.key}.`;
    if (readStatus(main, all) === null) return GARBAGE;
    this.#show(statusesOf(this.#parts, all));
    return null;
  }

  #takePart(params: Record<string, unknown>): string | null {
    const parts: Record<string, ComponentStatus> = {};
    for (const { key } of this.#statuses.keys()) {
      if (params[key] === undefined) continue;
      const parsed = componentStatus.safeParse(params[key]);
      if (!parsed.success) return GARBAGE;
      parts[key] = parsed.data;
    }
    const keys = Object.keys(parts);
    this.#count(keys);
    if (keys.length > 0) this.#overlay(parts);
    return null;
  }

  /** "Notifications", NotifyEvent: tells of each press that one of the buttons has. */
  #takeEvents(params: unknown): void {
    const { data } = notifiedEvents.safeParse(params);
    const features = this.#features;
    for (const { component, event } of data?.events ?? []) {
      const found = features.find((one) => one.component.key === component && one.feature.kind === 'event');
      if (found !== undefined) this.#reporter.event(found.feature.key, event);
    }
  }

  #count(keys: readonly string[]): void {
    for (const { key } of this.#statuses.keys()) if (keys.includes(key)) this.#pushed.set(key, (this.#pushed.get(key) ?? 0) + 1);
  }

  #overlay(parts: Record<string, ComponentStatus>): void {
    this.#show(
      new Map(
        [...this.#statuses].map(([component, known]) => {
          const part = parts[component.key];
          return [component, part === undefined ? known : overlay(known, part)];
        }),
      ),
    );
  }

  #show(statuses: ReadonlyMap<Component, ComponentStatus>): void {
    if (this.#link.closed) return;
    this.#statuses = statuses;
    const features = this.#features.map(({ feature }) => feature);
    const described = JSON.stringify(features);
    if (described !== this.#described) this.#reporter.describe({ features });
    this.#described = described;
    this.#reporter.state(this.#state);
  }
}

/** What it says of each component that the device shows; one that makes no sense is left out, but for the one that it stands for. */
function statusesOf({ main, whole }: Pick<ShellyParts, 'main' | 'whole'>, all: Record<string, unknown>): Map<Component, ComponentStatus> {
  const others = whole ? componentsOf(all).filter(({ key }) => key !== main.key) : [];
  return new Map(
    [main, ...others].flatMap((component): [Component, ComponentStatus][] => {
      const status = readStatus(component, all);
      return status === null ? [] : [[component, status]];
    }),
  );
}

function read(text: string): Frame | null {
  try {
    const parsed = frame.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
