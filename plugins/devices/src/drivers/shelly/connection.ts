import { HubError, LiveLink, z } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, DeviceConnection, DeviceDescription, DeviceReporter, DriverTools, LinkEnd } from '@lightkeeper/plugin-sdk';
import { MAX_ANSWER_BYTES, NO_PASSWORD, SOURCE, WRONG_PASSWORD } from './client.js';
import type { ShellyClient } from './client.js';
import { frameAuth, readFrameChallenge } from './digest.js';
import { capabilitiesOf, featuresOf, NAMESPACE, overlay, readStatus, toInfo, toShelly, toState, wished, within } from './translate.js';
import type { Component } from './translate.js';
import { componentMap, componentStatus, frame } from './wire.js';
import type { ComponentStatus, Frame, ShellyAbout } from './wire.js';

const GARBAGE = 'It sends what no Shelly sends.';

export interface ShellyParts {
  client: ShellyClient;
  address: string;
  password: string;
  about: ShellyAbout;
  component: Component;
  /** What it can show, in kelvin. */
  kelvin: readonly [number, number];
}

/** A Shelly that has answered once: follows one of its components by notifications or by polling, and carries commands. */
export class ShellyConnection implements DeviceConnection, LinkEnd {
  readonly #parts: ShellyParts;
  readonly #reporter: DeviceReporter;
  readonly #link: LiveLink;
  #status: ComponentStatus;
  #id = 0;
  #authenticated = false;
  #send: (text: string) => void = () => undefined;
  /** How many times the component was heard of over the WebSocket. */
  #pushed = 0;

  constructor(parts: ShellyParts, first: ComponentStatus, { reporter, tools }: { reporter: DeviceReporter; tools: DriverTools }) {
    this.#parts = parts;
    this.#status = first;
    this.#reporter = reporter;
    this.#link = new LiveLink(this, { address: parts.address, max_bytes: MAX_ANSWER_BYTES, reporter, tools });
  }

  get description(): DeviceDescription {
    const { about, component } = this.#parts;
    return {
      capabilities: capabilitiesOf(component),
      features: featuresOf(component, this.#status),
      info: toInfo(about, component),
      state: toState(component, this.#status),
    };
  }

  async command(command: DeviceCommand, signal: AbortSignal): Promise<void> {
    const { client, component, kelvin } = this.#parts;
    const wish = within(kelvin, command);
    const pushed = this.#pushed;
    await client.call(`${NAMESPACE[component.kind]}.Set`, toShelly(component, wish), z.unknown(), signal);
    // What was pushed meanwhile is the device's own word, and newer than the wish.
    if (this.#pushed === pushed) this.#take(overlay(this.#status, wished(wish)));
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
        return this.#takePart(message.params?.[this.#parts.component.key]);
      case undefined:
        return this.#answered(message);
      default:
        return null;
    }
  }

  #answered({ error, result }: Frame): string | null {
    if (error?.code === 401) return this.#authenticate(error.message);
    const all = componentMap.safeParse(result);
    return all.success && this.#parts.component.key in all.data ? this.#takePushed(all.data) : null;
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
    this.#pushed += 1;
    return this.#takeAll(all);
  }

  #takeAll(all: Record<string, unknown>): string | null {
    const { component } = this.#parts;
    if (!(component.key in all)) return `It no longer has ${component.key}.`;
    const status = readStatus(component, all);
    if (status === null) return GARBAGE;
    this.#take(status);
    return null;
  }

  #takePart(part: unknown): string | null {
    if (part === undefined) return null;
    const parsed = componentStatus.safeParse(part);
    if (!parsed.success) return GARBAGE;
    this.#pushed += 1;
    this.#take(overlay(this.#status, parsed.data));
    return null;
  }

  #take(status: ComponentStatus): void {
    if (this.#link.closed) return;
    const { component } = this.#parts;
    const [before, after] = [featuresOf(component, this.#status), featuresOf(component, status)];
    this.#status = status;
    if (before.length !== after.length) this.#reporter.describe({ features: after });
    this.#reporter.state(toState(component, status));
  }
}

function read(text: string): Frame | null {
  try {
    const parsed = frame.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
