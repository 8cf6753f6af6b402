import { HubError } from '@lightkeeper/plugin-sdk';
import type {
  DeviceCommand,
  DeviceConnection,
  DeviceDescription,
  DeviceReporter,
  DeviceState,
  Disposer,
  DriverTools,
  FeatureValue,
  MqttMessage,
  MqttService,
} from '@lightkeeper/plugin-sdk';
import { TemplateError } from '../templates/template.js';
import type { Order } from './entity.js';
import { Message } from './message.js';
import type { Model, ModelEntity } from './model.js';
import { Parts } from './parts.js';
import type { AvailabilityWatches } from './watches.js';

interface ConnectionParts {
  mqtt: Pick<MqttService, 'subscribe' | 'publishTo'>;
  /** Runs what a device causes as the plugin's work, so that it counts as the device's own and not as the broker's. */
  asPlugin: (fn: () => void) => void;
  watches: AvailabilityWatches;
  reporter: DeviceReporter;
  tools: Pick<DriverTools, 'timers'>;
  onClose: () => void;
}

/** A device that is there: hears its topics and publishes its commands. What it becomes, it says itself. */
export class MqttConnection implements DeviceConnection {
  readonly #parts: ConnectionParts;
  #model: Model;
  #subscriptions: Disposer[] = [];
  /** The timers of `expire_after` and `off_delay`, by entity. */
  readonly #timers = new Map<ModelEntity, Disposer>();
  #own: Parts;
  #known: DeviceState = {};

  constructor(model: Model, parts: ConnectionParts) {
    this.#parts = parts;
    this.#model = model;
    this.#own = this.#follow();
    this.#subscribe();
  }

  get description(): DeviceDescription {
    const { capabilities, effects, features, info } = this.#model;
    return { capabilities, effects, features, info };
  }

  /** The device is announced otherwise than before. */
  update(model: Model): void {
    this.#release();
    this.#model = model;
    this.#own = this.#follow();
    this.#parts.reporter.describe(this.description);
    this.#subscribe();
  }

  async command(command: DeviceCommand): Promise<void> {
    const orders = this.#orders(command);
    for (const { publications } of orders) {
      for (const { topic, payload, qos, retain } of publications) await this.#publish(topic, payload, { qos, retain });
    }
    const assumed = merge(orders.flatMap((order) => order.assumed ?? []));
    if (assumed !== null) this.#report(assumed);
  }

  close(): void {
    this.#release();
    this.#parts.onClose();
  }

  #orders({ set = {}, ...command }: DeviceCommand): Order[] {
    try {
      const features = Object.entries(set).map(([key, value]) => this.#set(key, value));
      const light = this.#model.light?.order(command, this.#known);
      const wished = Object.keys(command).some((key) => key !== 'transition_ms');
      return light === undefined || !wished ? features : [light, ...features];
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw new HubError('LK_DEVICE_FAILED', 'The template of its command failed.', { cause: error });
    }
  }

  #set(key: string, value: FeatureValue): Order {
    const entity = this.#model.entities.find(({ features }) => features.some((feature) => feature.key === key));
    if (entity?.set === undefined) throw new HubError('LK_DEVICE_UNSUPPORTED', `It has nothing named "${key}" to set.`);
    if (this.#own.away(key)) throw new HubError('LK_DEVICE_FAILED', 'This part of it says that it is offline.');
    return entity.set(key, value);
  }

  async #publish(topic: string, payload: string, options: { qos: 0 | 1; retain: boolean }): Promise<void> {
    try {
      // At QoS 1 whatever the config asks for: resolved when the broker has taken it.
      await this.#parts.mqtt.publishTo(topic, payload, { ...options, qos: 1 });
    } catch (error) {
      if (error instanceof HubError) throw new HubError('LK_DEVICE_FAILED', error.message, { cause: error });
      throw error;
    }
  }

  #follow(): Parts {
    const { watches, asPlugin, reporter } = this.#parts;
    return new Parts(this.#model, watches, (readings) => {
      asPlugin(() => {
        reporter.state({ readings });
      });
    });
  }

  #subscribe(): void {
    const listeners = new Map<string, ((message: Message) => void)[]>();
    const reports: DeviceState[] = [];
    for (const entity of this.#model.entities) {
      for (const { filter, read } of entity.inputs) {
        const listener = (message: Message): void => {
          const report = read(message);
          if (report?.state !== undefined) {
            reports.push(report.state);
            this.#heard(entity, report.state);
          }
          if (report?.event !== undefined) this.#parts.reporter.event(report.event.key, report.event.type, report.event.attributes);
        };
        listeners.set(filter, [...(listeners.get(filter) ?? []), listener]);
      }
    }
    for (const [filter, all] of listeners) {
      const heard = (raw: MqttMessage): void => {
        // What was cut off cannot be read as it was meant.
        if (raw.truncated) return;
        const message = Message.from(raw);
        for (const listener of all) listener(message);
        const state = merge(reports.splice(0));
        if (state === null) return;
        this.#parts.asPlugin(() => {
          this.#report(state);
        });
      };
      this.#subscriptions.push(this.#parts.mqtt.subscribe(filter, heard));
    }
  }

  #report(state: DeviceState): void {
    this.#known = { ...this.#known, ...state };
    this.#parts.reporter.state(this.#own.take(state));
  }

  #heard(entity: ModelEntity, { readings = {} }: DeviceState): void {
    const { expire_after_s, off_delay_s } = entity;
    const on = Object.values(readings).includes(true);
    const [seconds, value] =
      off_delay_s !== undefined && on ? [off_delay_s, false] : expire_after_s === undefined ? [null, null] : [expire_after_s, null];
    void this.#timers.get(entity)?.();
    this.#timers.delete(entity);
    if (seconds === null) return;
    const expire = (): void => {
      this.#timers.delete(entity);
      this.#report({ readings: Object.fromEntries(Object.keys(readings).map((key) => [key, value])) });
    };
    this.#timers.set(entity, this.#parts.tools.timers.after(seconds * 1_000, 'a reading expires', expire));
  }

  #release(): void {
    this.#own.close();
    for (const unsubscribe of this.#subscriptions.splice(0)) void unsubscribe();
    for (const cancel of this.#timers.values()) void cancel();
    this.#timers.clear();
  }
}

function merge(states: readonly DeviceState[]): DeviceState | null {
  if (states.length === 0) return null;
  const readings = Object.assign({}, ...states.map((state) => state.readings ?? {})) as NonNullable<DeviceState['readings']>;
  const merged: DeviceState = Object.assign({}, ...states) as DeviceState;
  return Object.keys(readings).length === 0 ? merged : { ...merged, readings };
}
