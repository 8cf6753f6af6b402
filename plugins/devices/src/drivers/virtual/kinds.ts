import { positionKey } from '@lightkeeper/plugin-sdk';
import type { DeviceState, Feature, LightCapability } from '@lightkeeper/plugin-sdk';

export const KINDS = [
  'switch',
  'light',
  'white_light',
  'color_light',
  'strip',
  'temperature',
  'sensor',
  'binary_sensor',
  'contact',
  'button',
  'number',
  'select',
  'cover',
  'event',
  'multi',
] as const;
export type Kind = (typeof KINDS)[number];

/** What a device of a kind can do, and what it shows when it is new. */
export interface KindDescription {
  capabilities: LightCapability[];
  features: Feature[];
  /** Whether it takes pictures, for as many LEDs as its config says. */
  streams?: boolean;
  state: DeviceState;
}

export const EFFECTS = ['Breathe', 'Candle', 'Rainbow', 'Sunrise'];

const COLOR_LIGHT: LightCapability[] = ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect'];
const COLOR_STATE: DeviceState = { on: false, brightness: 255, color: { r: 255, g: 180, b: 107 }, color_temp: 2700, effect: null };

const TEMPERATURE: Feature = {
  key: 'temperature',
  kind: 'sensor',
  name: 'Temperature',
  device_class: 'temperature',
  unit: '°C',
  state_class: 'measurement',
};
const HUMIDITY: Feature = {
  key: 'humidity',
  kind: 'sensor',
  name: 'Humidity',
  device_class: 'humidity',
  unit: '%',
  state_class: 'measurement',
};
const POWER: Feature = { key: 'power', kind: 'sensor', name: 'Power', device_class: 'power', unit: 'W', state_class: 'measurement' };
const ENERGY: Feature = {
  key: 'energy',
  kind: 'sensor',
  name: 'Energy',
  device_class: 'energy',
  unit: 'kWh',
  state_class: 'total_increasing',
};
const BATTERY: Feature = {
  key: 'battery',
  kind: 'sensor',
  name: 'Battery',
  device_class: 'battery',
  category: 'diagnostic',
  unit: '%',
  state_class: 'measurement',
};
const PHASE: Feature = { key: 'phase', kind: 'sensor', name: 'Phase' };
const MOTION: Feature = { key: 'motion', kind: 'binary_sensor', name: 'Motion', device_class: 'motion' };
const CONTACT: Feature = { key: 'contact', kind: 'binary_sensor', name: 'Opening', device_class: 'opening' };
const RESTART: Feature = { key: 'restart', kind: 'button', name: 'Restart', device_class: 'restart', category: 'config' };
/** So that a press can be seen. */
const PRESSES: Feature = { key: 'presses', kind: 'sensor', name: 'Presses', category: 'diagnostic', state_class: 'total_increasing' };
const TARGET: Feature = {
  key: 'target_temperature',
  kind: 'number',
  name: 'Target temperature',
  device_class: 'temperature',
  min: 5,
  max: 30,
  step: 0.5,
  unit: '°C',
};
const MODE: Feature = { key: 'mode', kind: 'select', name: 'Mode', options: ['off', 'eco', 'comfort', 'boost'] };
const CHILD_LOCK: Feature = { key: 'child_lock', kind: 'switch', name: 'Child lock', category: 'config' };
const COVER: Feature = { key: 'cover', kind: 'cover', name: 'Blind', device_class: 'blind', position: true };
const TILT: Feature = { key: 'tilt', kind: 'number', name: 'Tilt', min: 0, max: 100, step: 1, unit: '%' };
const WALL_BUTTON: Feature = {
  key: 'button',
  kind: 'event',
  name: 'Button',
  device_class: 'button',
  types: ['press', 'double_press', 'long_press'],
};

const CLOSED = { cover: 'closed', [positionKey('cover')]: 0, tilt: 0 };

export const ABILITIES: Readonly<Record<Kind, KindDescription>> = {
  switch: { capabilities: ['on_off'], features: [], state: { on: false } },
  light: { capabilities: ['on_off', 'brightness'], features: [], state: { on: false, brightness: 255 } },
  white_light: {
    capabilities: ['on_off', 'brightness', 'color_temp'],
    features: [],
    state: { on: false, brightness: 255, color_temp: 2700 },
  },
  color_light: { capabilities: COLOR_LIGHT, features: [], state: COLOR_STATE },
  strip: { capabilities: COLOR_LIGHT, features: [], streams: true, state: COLOR_STATE },
  temperature: { capabilities: [], features: [TEMPERATURE, HUMIDITY], state: { readings: { temperature: 20.5, humidity: 46 } } },
  sensor: { capabilities: [], features: [POWER, ENERGY, PHASE], state: { readings: { power: 0, energy: 12.4, phase: 'idle' } } },
  binary_sensor: { capabilities: [], features: [MOTION, BATTERY], state: { readings: { motion: false, battery: 87 } } },
  contact: { capabilities: [], features: [CONTACT, BATTERY], state: { readings: { contact: false, battery: 64 } } },
  button: { capabilities: [], features: [RESTART, PRESSES], state: { readings: { presses: 0 } } },
  number: { capabilities: [], features: [TARGET, TEMPERATURE], state: { readings: { target_temperature: 20, temperature: 19.4 } } },
  select: { capabilities: [], features: [MODE], state: { readings: { mode: 'eco' } } },
  cover: { capabilities: [], features: [COVER, TILT], state: { readings: CLOSED } },
  event: { capabilities: [], features: [WALL_BUTTON, BATTERY], state: { readings: { button: null, battery: 92 } } },
  multi: {
    capabilities: COLOR_LIGHT,
    features: [TEMPERATURE, POWER, BATTERY, MOTION, TARGET, MODE, CHILD_LOCK, RESTART, PRESSES, COVER, TILT, WALL_BUTTON],
    streams: true,
    state: {
      ...COLOR_STATE,
      readings: {
        temperature: 20.5,
        power: 4,
        battery: 87,
        motion: false,
        target_temperature: 20,
        mode: 'eco',
        child_lock: false,
        presses: 0,
        ...CLOSED,
        button: null,
      },
    },
  },
};
