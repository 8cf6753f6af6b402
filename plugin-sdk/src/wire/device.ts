import { FEATURE_KINDS } from './feature.js';
import type { Feature, FeatureValue } from './feature.js';

/** What a light or a plug can do by itself. */
const LIGHT_CAPABILITIES = ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect'] as const;

export type LightCapability = (typeof LIGHT_CAPABILITIES)[number];

/** What a device can do: its light's abilities, the kinds of its features, and `stream` where it takes whole pictures, many a second. */
export const CAPABILITIES = [...LIGHT_CAPABILITIES, ...FEATURE_KINDS, 'stream'] as const;
export type Capability = (typeof CAPABILITIES)[number];

export type DeviceStatus = 'online' | 'offline' | 'unknown';

/** Red, green and blue, each an integer from 0 to 255. */
export interface Rgb {
  r: number;
  g: number;
  b: number;
}

/** What a device says of itself. Only what it can do is present. */
export interface DeviceState {
  on?: boolean;
  /** 1 to 255. A device that is off keeps the brightness it will have when next switched on. */
  brightness?: number;
  color?: Rgb;
  /** Kelvin, 1000 to 20000. */
  color_temp?: number;
  /** One of the device's effects by name; null when it shows a plain colour. */
  effect?: string | null;
  /** Values of the features by key, such as `temperature`; null while one is not known. */
  readings?: Record<string, FeatureValue | null>;
}

/** A wish: the same words as the state, and the time the change may take. */
export interface DeviceCommand {
  on?: boolean;
  brightness?: number;
  color?: Rgb;
  color_temp?: number;
  effect?: string | null;
  /** Features to set, by key: a number, one of the options, a boolean, true for a button, a word or a position for a cover. */
  set?: Record<string, FeatureValue>;
  /** 0 to 3,600,000 milliseconds. */
  transition_ms?: number;
}

/** Which devices a command is for: those listed, those in the areas and those with a label, each once. */
export interface CommandTargets {
  device_ids?: string[];
  area_ids?: string[];
  labels?: string[];
}

/** What came of a command at one of its devices. */
export interface CommandOutcome {
  device_id: string;
  device_name: string;
  /** True when the device has taken the command. */
  ok: boolean;
  /** Why it has not, with the error's code. */
  error: { code: string; detail: string } | null;
}

/** What happened at a device: a press of a button on the wall. */
export interface DeviceEvent {
  device_id: string;
  /** Key of the `event` feature. */
  key: string;
  /** One of its types. */
  type: string;
  attributes: Record<string, FeatureValue | null>;
}

/** Where the device stands in the picture of its room. */
export const FIXTURES = ['pendant', 'ceiling', 'floor', 'table', 'strip', 'wall', 'backlight', 'string', 'bulb'] as const;
export type Fixture = (typeof FIXTURES)[number];

/** A device as REST and WebSocket show it. */
export interface Device {
  id: string;
  name: string;
  driver: string;
  config: Record<string, unknown>;
  area_id: string | null;
  labels: string[];
  fixture: Fixture;
  enabled: boolean;
  status: DeviceStatus;
  /** Since when the status holds, ISO 8601; null before it was first known. */
  status_since: string | null;
  /** Why the device is offline, in words. */
  status_reason: string | null;
  /** When the hub will try again; null while it is online. */
  next_try_at: string | null;
  last_seen_at: string | null;
  capabilities: Capability[];
  effects: string[];
  features: Feature[];
  /**
   * What it takes as a stream of pictures. A light that takes none of its own, but can be coloured or dimmed, is one pixel, shown by commands twice
   * a second. Null where there is no light.
   */
  stream: StreamFormat | null;
  /** What the device reports of itself: version, LED count, signal. For reading, not for logic. */
  info: Record<string, string | number | boolean | null>;
  state: DeviceState | null;
  revision: number;
  created_at: string;
  updated_at: string;
}

export interface Area {
  id: string;
  name: string;
  /** Which drawing stands for the room. */
  kind: AreaKind;
  revision: number;
  created_at: string;
  updated_at: string;
}

export const AREA_KINDS = ['living', 'kitchen', 'hall', 'bedroom', 'study', 'bath', 'balcony', 'other'] as const;
export type AreaKind = (typeof AREA_KINDS)[number];

/** The pictures that a device takes. */
export interface StreamFormat {
  /** How many lights a picture has: 1 to 65,535. */
  leds: number;
  /** Bytes for each: 3 for red, green, blue; 4 with white. They are amounts of light: half the number is half the light. */
  channels: 3 | 4;
  /** More pictures a second are not shown. */
  max_fps: number;
}

/** Something that announced itself and waits for a person's word. Everything in it is what was announced, unverified. */
export interface Discovery {
  id: string;
  driver: string;
  name: string;
  /** Where it is on the network; null for what is reached in another way, such as by the MQTT broker. */
  address: string | null;
  port: number | null;
  /** Announced facts, as text. */
  details: Record<string, string>;
  status: 'new' | 'ignored' | 'added';
  /** The device it became. */
  device_id: string | null;
  first_seen_at: string;
  last_seen_at: string;
}

/** A driver that devices can be added with, `GET /api/v1/drivers`. */
export interface DriverInfo {
  id: string;
  name: string;
  description: string;
  /** JSON Schema of the device's `config`. */
  config_schema: Record<string, unknown>;
  plugin_id: string;
}
