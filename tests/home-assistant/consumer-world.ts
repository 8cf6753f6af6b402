import { readFileSync } from 'node:fs';
import type { ActivityEntry, Device, Discovery, Page } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { Mosquitto } from '../support/mosquitto.js';
import type { MosquittoOptions } from '../support/mosquitto.js';
import { MqttSubscriber } from '../support/mqtt-subscriber.js';

export interface Announcement {
  topic: string;
  payload: unknown;
}

/** The announcements of one kind of sender, in the form in which it sends them. */
export function fixture(name: string): Announcement[] {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as Announcement[];
}

/** A hub at a real broker, and somebody there who speaks for devices. */
export class ConsumerWorld {
  private constructor(
    readonly broker: Mosquitto,
    readonly sender: MqttSubscriber,
    readonly hub: HubProcess,
    readonly owner: ApiClient,
  ) {}

  /** `before` runs while the hub is not there yet. */
  static async start(
    before: (sender: MqttSubscriber) => Promise<void> = async () => {},
    options: MosquittoOptions = {},
  ): Promise<ConsumerWorld> {
    const broker = await Mosquitto.start(options);
    const sender = await MqttSubscriber.start(broker.url, '#');
    await before(sender);
    const { hub, owner } = await startHeadless({ args: ['--mqtt-url', broker.url] });
    return new ConsumerWorld(broker, sender, hub, owner);
  }

  async dispose(): Promise<void> {
    await this.hub.dispose();
    await this.sender.close();
    await this.broker.dispose();
  }

  /**
   * Sends as a device does: text as it is, anything else as JSON. Kept by the broker, so that it is heard also by who is still about to
   * subscribe.
   */
  async send(topic: string, payload: unknown, { retain = true } = {}): Promise<void> {
    await this.sender.publish(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { retain });
  }

  async announce(announcements: readonly Announcement[]): Promise<void> {
    for (const { topic, payload } of announcements) await this.send(topic, payload, { retain: true });
  }

  async discoveries(): Promise<Discovery[]> {
    const { body } = await this.owner.api<Page<Discovery>>('GET', '/discoveries');
    return body.items;
  }

  discovered(name: string): Promise<Discovery> {
    return eventually(
      `${name} waits among the found things`,
      async () => (await this.discoveries()).find((one) => one.name === name) ?? false,
    );
  }

  /** Adds a found thing as a person does, and waits for what becomes of it. */
  async add(name: string, status: Device['status'] = 'online'): Promise<Device> {
    const { id } = await this.discovered(name);
    const { status: code, body } = await this.owner.api<Device>('POST', `/discoveries/${id}/confirm`, {});
    if (code !== 201) throw new Error(`${name} was not added: ${JSON.stringify(body)}`);
    return this.until(body.id, `${name} is ${status}`, (device) => device.status === status);
  }

  async device(id: string): Promise<Device> {
    const { body } = await this.owner.api<Device>('GET', `/devices/${id}`);
    return body;
  }

  async until(id: string, what: string, check: (device: Device) => boolean): Promise<Device> {
    let last: Device | undefined;
    return eventually(
      what,
      async () => {
        last = await this.device(id);
        return check(last) && last;
      },
      { describe: () => JSON.stringify(last, null, 1) },
    );
  }

  command(id: string, command: object): Promise<{ status: number; body: unknown }> {
    return this.owner.api('POST', `/devices/${id}/command`, command);
  }

  async entries(query: string): Promise<ActivityEntry[]> {
    const { body } = await this.owner.api<Page<ActivityEntry>>('GET', `/activity?${query}`);
    return body.items;
  }

  /** What the hub printed that warns. */
  warnings(about: RegExp): string[] {
    return this.hub.output.split('\n').filter((line) => about.test(line));
  }
}
