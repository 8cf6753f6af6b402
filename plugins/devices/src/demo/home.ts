import type { AreaKind, DeviceState, Fixture } from '@lightkeeper/plugin-sdk';
import type { Kind } from '../drivers/virtual/kinds.js';

export interface DemoDevice {
  /** Names the virtual device; stable across restarts. */
  key: string;
  name: string;
  room: string;
  fixture: Fixture;
  kind: Kind;
  labels?: string[];
  /** What it shows when the demo begins. */
  state: DeviceState;
}

export const ROOMS: readonly { name: string; kind: AreaKind }[] = [
  { name: 'Living room', kind: 'living' },
  { name: 'Kitchen', kind: 'kitchen' },
  { name: 'Hall', kind: 'hall' },
  { name: 'Bedroom', kind: 'bedroom' },
  { name: 'Study', kind: 'study' },
  { name: 'Balcony', kind: 'balcony' },
];

const EMBER = { r: 255, g: 122, b: 48 };
const CANDLE = { r: 255, g: 168, b: 92 };
const TEAL = { r: 38, g: 196, b: 178 };
const DUSK = { r: 122, g: 92, b: 255 };

/** An evening at home. */
export const DEVICES: readonly DemoDevice[] = [
  {
    key: 'sofa-lamp',
    name: 'Sofa lamp',
    room: 'Living room',
    fixture: 'floor',
    kind: 'color_light',
    labels: ['evening'],
    state: { on: true, brightness: 148, color: EMBER },
  },
  {
    key: 'tv-backlight',
    name: 'TV backlight',
    room: 'Living room',
    fixture: 'backlight',
    kind: 'strip',
    state: { on: true, brightness: 96, color: DUSK },
  },
  {
    key: 'bookshelf',
    name: 'Bookshelf',
    room: 'Living room',
    fixture: 'strip',
    kind: 'color_light',
    labels: ['evening'],
    state: { on: false, brightness: 120, color: CANDLE },
  },
  {
    key: 'dining-pendant',
    name: 'Dining pendant',
    room: 'Kitchen',
    fixture: 'pendant',
    kind: 'white_light',
    state: { on: true, brightness: 191, color_temp: 2700 },
  },
  {
    key: 'worktop',
    name: 'Worktop',
    room: 'Kitchen',
    fixture: 'strip',
    kind: 'white_light',
    state: { on: true, brightness: 230, color_temp: 4000 },
  },
  {
    key: 'hall-ceiling',
    name: 'Hall ceiling',
    room: 'Hall',
    fixture: 'ceiling',
    kind: 'light',
    labels: ['night path'],
    state: { on: false, brightness: 60 },
  },
  {
    key: 'bedside',
    name: 'Bedside lamp',
    room: 'Bedroom',
    fixture: 'table',
    kind: 'color_light',
    labels: ['night path'],
    state: { on: true, brightness: 40, color: CANDLE },
  },
  {
    key: 'bedroom-wall',
    name: 'Wall light',
    room: 'Bedroom',
    fixture: 'wall',
    kind: 'white_light',
    state: { on: false, brightness: 128, color_temp: 2400 },
  },
  {
    key: 'desk-bar',
    name: 'Desk bar',
    room: 'Study',
    fixture: 'strip',
    kind: 'color_light',
    state: { on: true, brightness: 178, color: TEAL },
  },
  {
    key: 'string-lights',
    name: 'String lights',
    room: 'Balcony',
    fixture: 'string',
    kind: 'color_light',
    labels: ['evening'],
    state: { on: true, brightness: 90, color: CANDLE, effect: 'Candle' },
  },
  {
    key: 'balcony-air',
    name: 'Balcony thermometer',
    room: 'Balcony',
    fixture: 'wall',
    kind: 'temperature',
    state: { readings: { temperature: 11.4, humidity: 71 } },
  },
  {
    key: 'living-heater',
    name: 'Heater',
    room: 'Living room',
    fixture: 'wall',
    kind: 'number',
    state: { readings: { target_temperature: 21, temperature: 20.6 } },
  },
  {
    key: 'kitchen-switch',
    name: 'Kitchen switch',
    room: 'Kitchen',
    fixture: 'wall',
    kind: 'event',
    state: { readings: { button: null, battery: 92 } },
  },
  {
    key: 'hall-motion',
    name: 'Hall motion',
    room: 'Hall',
    fixture: 'wall',
    kind: 'binary_sensor',
    state: { readings: { motion: false, battery: 87 } },
  },
  {
    key: 'bedroom-blind',
    name: 'Blind',
    room: 'Bedroom',
    fixture: 'wall',
    kind: 'cover',
    state: { readings: { cover: 'open', cover_position: 100, tilt: 0 } },
  },
  {
    key: 'bedside-button',
    name: 'Bedside button',
    room: 'Bedroom',
    fixture: 'table',
    kind: 'event',
    state: { readings: { button: null, battery: 71 } },
  },
];
