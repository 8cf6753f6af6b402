import { z } from '@lightkeeper/plugin-sdk';
import { compileTemplate, renderCommand, renderValue } from '../../plugins/home-assistant/src/templates/template.js';
import { eventually } from '../support/eventually.js';
import { MqttSubscriber } from '../support/mqtt-subscriber.js';
import type { Received } from '../support/mqtt-subscriber.js';
import { CONFIG_TOPIC, deviceConfigSchema } from './schemas.js';
import type { DeviceConfig } from './schemas.js';

const CLOCK = { now: () => Date.now() };

const event = z.looseObject({ event_type: z.string() });
type Event = z.output<typeof event>;

/** One entity as Home Assistant has it: the component's options, with those that it shares with its device. */
type Entity = Record<string, unknown> & { platform: string };

/**
 * Plays Home Assistant's part by its own rules (reference page on MQTT discovery, 4.2 to 4.6): takes configs, reads states by their
 * templates, and sends what its users wish in its own words.
 */
export class HomeAssistant {
  private constructor(
    private readonly subscriber: MqttSubscriber,
    private readonly url: string,
    readonly prefix: string,
  ) {}

  static async start(url: string, prefix = 'homeassistant'): Promise<HomeAssistant> {
    return new HomeAssistant(await MqttSubscriber.start(url), url, prefix);
  }

  close(): Promise<void> {
    return this.subscriber.close();
  }

  get messages(): readonly Received[] {
    return this.subscriber.messages;
  }

  /** What came on a filter. */
  on(filter: string): Received[] {
    return this.subscriber.on(filter);
  }

  /** The newest message on a topic. */
  last(topic: string): Received | undefined {
    return this.subscriber.on(topic).at(-1);
  }

  /** All devices that are announced, by object id. Throws where a config is not what Home Assistant takes. */
  devices(): Map<string, DeviceConfig> {
    const devices = new Map<string, DeviceConfig>();
    for (const { topic, payload } of this.subscriber.on(`${this.prefix}/device/+/config`)) {
      const object_id = CONFIG_TOPIC.exec(topic)?.[2];
      if (object_id === undefined) throw new Error(`${topic} is no topic of a config`);
      if (payload === '') devices.delete(object_id);
      else devices.set(object_id, parseConfig(topic, payload));
    }
    return devices;
  }

  /** The announced device whose object id ends so. */
  device(id: string): DeviceConfig | undefined {
    return [...this.devices()].find(([object_id]) => object_id.endsWith(id))?.[1];
  }

  /** The object id of the hub with the base topic `lightkeeper`. */
  hubId(): string {
    const found = [...this.devices()].find(
      ([, { device, components }]) => device.model === 'Hub' && JSON.stringify(components).includes('"lightkeeper/status"'),
    );
    if (found === undefined) throw new Error('No hub is announced');
    return found[0];
  }

  objectId(id: string): string {
    const found = [...this.devices().keys()].find((object_id) => object_id.endsWith(id));
    if (found === undefined) throw new Error(`Nothing is announced as ${id}`);
    return found;
  }

  waitForDevice(id: string): Promise<DeviceConfig> {
    return eventually(`${id} is announced`, () => this.device(id) ?? false, {
      within_ms: 30_000,
      describe: () => [...this.devices().keys()].join('\n'),
    });
  }

  entity(id: string, component: string): Entity {
    const device = this.device(id);
    const own = device?.components[component];
    if (device === undefined || own === undefined)
      throw new Error(`${id} has no ${component}: ${Object.keys(device?.components ?? {}).join(', ')}`);
    const { availability, availability_mode, qos } = device;
    return { ...(availability !== undefined && { availability, availability_mode }), qos, ...own };
  }

  /** By the list of topics: all of them have to say so. */
  available(id: string, component: string): boolean {
    const { availability = [] } = this.entity(id, component) as { availability?: { topic: string }[] };
    return availability.every(({ topic }) => this.last(topic)?.payload === 'online');
  }

  /** The entity's state as text, by its own template; null before any came. */
  state(id: string, component: string): string | null {
    const entity = this.entity(id, component);
    return this.read(entity, 'state_topic', 'value_template');
  }

  position(id: string, component: string): string | null {
    return this.read(this.entity(id, component), 'position_topic', 'position_template');
  }

  /** The state of a light of the JSON schema. */
  light(id: string): Record<string, unknown> | null {
    const told = this.last(text(this.entity(id, 'light'), 'state_topic'));
    return told === undefined ? null : (JSON.parse(told.payload) as Record<string, unknown>);
  }

  /** What an event entity has seen: retained messages and unknown types do not count (4.6). */
  events(id: string, component: string): Event[] {
    const entity = this.entity(id, component);
    const types = entity.event_types as string[];
    return this.subscriber.on(text(entity, 'state_topic')).flatMap(({ payload, retain }) => {
      const seen = 'value_template' in entity ? renderValue(compileTemplate(text(entity, 'value_template')), payload, CLOCK) : payload;
      if (retain || seen === '' || seen === '{}') return [];
      const parsed = event.parse(JSON.parse(seen));
      if (!types.includes(parsed.event_type)) throw new Error(`${parsed.event_type} is not among the types of ${component}`);
      return [parsed];
    });
  }

  /** Presses, switches or commands by one of the entity's payloads: `payload_on`. */
  async send(id: string, component: string, payload: string): Promise<void> {
    const entity = this.entity(id, component);
    await this.publish(text(entity, 'command_topic'), text(entity, payload));
  }

  /** Sets a value by the entity's template. */
  async set(id: string, component: string, value: number | string): Promise<void> {
    const entity = this.entity(id, component);
    await this.publish(text(entity, 'command_topic'), renderCommand(compileTemplate(text(entity, 'command_template')), value, CLOCK));
  }

  async setPosition(id: string, component: string, position: number): Promise<void> {
    const entity = this.entity(id, component);
    const template = compileTemplate(text(entity, 'set_position_template'));
    await this.publish(text(entity, 'set_position_topic'), template.render({ value: position, position }, CLOCK));
  }

  async commandLight(id: string, command: Record<string, unknown>): Promise<void> {
    await this.publish(text(this.entity(id, 'light'), 'command_topic'), JSON.stringify(command));
  }

  /** Says that it has started. */
  async birth(): Promise<void> {
    await this.publish(`${this.prefix}/status`, 'online', true);
  }

  /** Somebody deletes the device in its settings: then it clears the config itself. */
  async deleteDevice(object_id: string): Promise<void> {
    await this.publish(`${this.prefix}/device/${object_id}/config`, '', true);
  }

  async publish(topic: string, payload: string, retain = false): Promise<void> {
    await this.subscriber.publish(topic, payload, { qos: retain ? 1 : 0, retain });
  }

  /** Another one that starts now, and hears only what the broker has kept. */
  late(): Promise<HomeAssistant> {
    return HomeAssistant.start(this.url, this.prefix);
  }

  private read(entity: Entity, topic: string, template: string): string | null {
    const told = this.last(text(entity, topic));
    if (told === undefined) return null;
    return template in entity ? renderValue(compileTemplate(text(entity, template)), told.payload, CLOCK) : told.payload;
  }
}

export function parseConfig(topic: string, payload: string): DeviceConfig {
  const parsed = deviceConfigSchema.safeParse(JSON.parse(payload));
  if (!parsed.success) throw new Error(`${topic}\n${z.prettifyError(parsed.error)}\n${payload}`);
  return parsed.data;
}

function text(entity: Entity, key: string): string {
  const value = entity[key];
  if (typeof value !== 'string') throw new Error(`The ${entity.platform} has no ${key}`);
  return value;
}
