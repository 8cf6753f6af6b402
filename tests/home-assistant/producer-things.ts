import { definePlugin, z } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, DeviceDescription, DeviceReporter } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { parseConfig } from './producer-home-assistant.js';
import { CONFIG_TOPIC } from './schemas.js';
import type { DeviceConfig } from './schemas.js';

/** What the hub waits before it first tells a broker anything, and between two versions of a config. */
export const LISTEN_MS = 5_000;
export const DEBOUNCE_MS = 2_000;

/** A hub with a broker, and with devices that are whatever a test says. */
export class Things {
  readonly commands: { id: string; command: DeviceCommand }[] = [];
  readonly #descriptions = new Map<string, DeviceDescription>();
  readonly #reporters = new Map<string, DeviceReporter>();
  hub!: TestHub;

  static async start(options: { now?: number } = {}): Promise<Things> {
    const things = new Things();
    things.hub = await createTestHub({ mqtt: true, plugins: [things.#plugin() as unknown as TestPlugin<never, never>], ...options });
    await things.hub.token('owner');
    await things.hub.settle();
    return things;
  }

  async add(description: DeviceDescription, name = 'Thing', more: Record<string, unknown> = {}): Promise<string> {
    const key = crypto.randomUUID();
    this.#descriptions.set(key, description);
    const answer = await this.hub.request('POST', '/devices', { body: { name, driver: 'thing', config: { key }, ...more } });
    if (answer.status !== 201) throw new Error(answer.text);
    await this.hub.settle();
    return (answer.body as { id: string }).id;
  }

  async reporter(id: string): Promise<DeviceReporter> {
    const { config } = (await this.hub.request('GET', `/devices/${id}`)).body as { config: { key: string } };
    const reporter = this.#reporters.get(config.key);
    if (reporter === undefined) throw new Error('The device is not connected.');
    return reporter;
  }

  /** Every config that was published of what ends so, in order; null for its end. */
  sent(id: string, prefix = 'homeassistant'): (DeviceConfig | null)[] {
    return this.hub.mqtt.published
      .filter(({ topic }) => topic.startsWith(`${prefix}/`) && CONFIG_TOPIC.exec(topic)?.[2]?.endsWith(id))
      .map(({ topic, payload }) => (payload === '' ? null : parseConfig(topic, payload)));
  }

  /** What the broker keeps of it. */
  kept(id: string, prefix = 'homeassistant'): DeviceConfig | undefined {
    const found = [...this.hub.mqtt.retained].find(([topic]) => topic.startsWith(`${prefix}/device/`) && topic.endsWith(`${id}/config`));
    return found && parseConfig(...found);
  }

  configTopics(prefix = 'homeassistant'): string[] {
    return [...this.hub.mqtt.retained.keys()].filter((topic) => topic.startsWith(`${prefix}/device/`));
  }

  /** `lightkeeper_` and the id of this hub. */
  get name(): string {
    const found = this.configTopics().map((topic) => /\/(lightkeeper_[0-9a-f]{8})\/config$/.exec(topic)?.[1]);
    const name = found.find((one) => one !== undefined);
    if (name === undefined) throw new Error('The hub is not announced.');
    return name;
  }

  /** The newest message on a topic below the base topic. */
  told(topic: string): string | undefined {
    return this.hub.mqtt.published.findLast((message) => message.topic === `lightkeeper/${topic}`)?.payload;
  }

  #plugin(): TestPlugin<z.ZodObject<Record<never, never>>, Record<never, never>> {
    return {
      manifest: { id: 'things', name: 'Things', sdk: '*', dependsOn: ['devices'], permissions: ['devices'] },
      definition: definePlugin({
        setup: (hub) => {
          const driver = hub.services.require('devices').registerDriver(
            {
              id: 'thing',
              name: 'Thing',
              description: 'Whatever a test says.',
              config: z.strictObject({ key: z.string() }),
              connect: ({ key }, reporter) => {
                this.#reporters.set(key, reporter);
                const description = this.#descriptions.get(key);
                if (description === undefined) return Promise.reject(new Error('no such thing'));
                return Promise.resolve({
                  description,
                  command: (command) => {
                    this.commands.push({ id: key, command });
                    return Promise.resolve();
                  },
                  close: () => undefined,
                });
              },
            },
            'things',
          );
          hub.effect('driver', driver);
        },
      }),
    };
  }
}
