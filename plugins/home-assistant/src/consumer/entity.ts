import type { DeviceCommand, DeviceState, Feature, FeatureValue, LightCapability } from '@lightkeeper/plugin-sdk';
import type { Message } from './message.js';

/** What one message says of one entity. */
export interface Report {
  state?: DeviceState;
  event?: { key: string; type: string; attributes: Record<string, FeatureValue | null> };
}

/** A topic filter that an entity listens to. `read` gives null for what says nothing, or nothing valid: the old value stands. */
export interface Input {
  filter: string;
  read: (message: Message) => Report | null;
}

export interface Publication {
  topic: string;
  payload: string;
  qos: 0 | 1;
  retain: boolean;
}

/** What an entity publishes for a wish, and what is assumed of it afterwards where it does not tell itself. */
export interface Order {
  publications: Publication[];
  assumed: DeviceState | null;
}

/** The part of the device that is its light, or its main switch. */
export interface LightPart {
  capabilities: LightCapability[];
  effects: string[];
  /** `known` is the last state that was heard. */
  order(command: DeviceCommand, known: DeviceState): Order;
}

/** What was made of one component: its features, or the light itself. */
export interface Entity {
  features: Feature[];
  light: LightPart | null;
  inputs: Input[];
  /** Sets one of its features. */
  set?(key: string, value: FeatureValue): Order;
  /** After so many seconds without a message its readings count as unknown. */
  expire_after_s?: number;
  /** After so many seconds a binary sensor that is on goes off by itself. */
  off_delay_s?: number;
}

/** Why a component is not shown, as a sentence without its full stop. */
export class NotShown extends Error {
  override readonly name = 'NotShown';
}
