import { COVER_WORDS, positionKey } from '@lightkeeper/plugin-sdk';
import type { CoverWord, Feature, FeatureValue, SensorFeature } from '@lightkeeper/plugin-sdk';
import { hasOutput, NAMESPACE } from './components.js';
import type { Component } from './components.js';
import type { ComponentStatus } from './wire.js';

/** A call of a method, and what the component's status becomes by it until the device tells its own. */
export interface ShellyCall {
  component: Component;
  method: string;
  params: Record<string, unknown>;
  wished: ComponentStatus;
}

/** A feature of the device that one of its components stands for. */
export interface ShellyFeature {
  feature: Feature;
  component: Component;
  readings: Record<string, FeatureValue | null>;
  /** Absent for what can be read only. */
  call?: (value: FeatureValue) => ShellyCall;
}

/** What happens at an input that is a button ("Input", Webhook Events and Notifications). */
export const BUTTON_EVENTS = ['btn_down', 'btn_up', 'single_push', 'double_push', 'triple_push', 'long_push'];

/** What a cover says it does ("Cover", Status, state); while it is calibrated it moves to and fro, and nothing is told of it. */
const COVER_STATES = new Set(['open', 'closed', 'opening', 'closing', 'stopped']);
const COVER_METHODS: Record<CoverWord, string> = { open: 'Cover.Open', close: 'Cover.Close', stop: 'Cover.Stop' };

interface Measured {
  key: string;
  name: string;
  more: Omit<SensorFeature, 'key' | 'kind' | 'name'>;
  read: (status: ComponentStatus) => number | null | undefined;
}

const MEASURED: readonly Measured[] = [
  {
    key: 'power',
    name: 'Power',
    more: { device_class: 'power', unit: 'W', state_class: 'measurement' },
    read: ({ apower, act_power, total_act_power }) => apower ?? act_power ?? total_act_power,
  },
  {
    key: 'voltage',
    name: 'Voltage',
    more: { device_class: 'voltage', unit: 'V', state_class: 'measurement' },
    read: ({ voltage }) => voltage,
  },
  {
    key: 'current',
    name: 'Current',
    more: { device_class: 'current', unit: 'A', state_class: 'measurement' },
    read: ({ current, total_current }) => current ?? total_current,
  },
  {
    key: 'energy',
    name: 'Energy',
    more: { device_class: 'energy', unit: 'Wh', state_class: 'total_increasing' },
    read: ({ aenergy, total_act_energy, total_act }) => aenergy?.total ?? total_act_energy ?? total_act,
  },
  {
    key: 'temperature',
    name: 'Temperature',
    more: { device_class: 'temperature', unit: '°C', state_class: 'measurement', category: 'diagnostic' },
    read: ({ temperature }) => temperature?.tC,
  },
];

/** What a component has beside its light; of the one that the device stands for, the light itself is left out. */
export function featuresOf(component: Component, status: ComponentStatus, main: boolean): ShellyFeature[] {
  return [...(main ? [] : outputOf(component, status)), ...coverOf(component, status, main), ...inputOf(component, status, main)].concat(
    MEASURED.flatMap(({ key, name, more, read }) => {
      const value = read(status);
      if (value === undefined) return [];
      const feature: Feature = { ...more, kind: 'sensor', key: keyOf(component, key, main), name: nameOf(component, name, main) };
      return [{ feature, component, readings: { [feature.key]: value } }];
    }),
  );
}

/** Of its components the first one's features have the plain names. */
function keyOf({ kind, id }: Component, key: string, main: boolean): string {
  return main ? key : `${kind}_${id}_${key}`;
}

function nameOf({ kind, id }: Component, name: string, main: boolean): string {
  return main ? name : `${NAMESPACE[kind]} ${id} ${name.toLowerCase()}`;
}

/** A further channel: on and off, and its brightness where it has one. */
function outputOf(component: Component, { output, brightness }: ComponentStatus): ShellyFeature[] {
  if (!hasOutput(component)) return [];
  const { kind, id } = component;
  const [key, name, method] = [`${kind}_${id}`, `${NAMESPACE[kind]} ${id}`, `${NAMESPACE[kind]}.Set`];
  const onOff: ShellyFeature = {
    feature: { key, kind: 'switch', name },
    component,
    readings: { [key]: output ?? null },
    call: (value) => ({ component, method, params: { id, on: value === true }, wished: { output: value === true } }),
  };
  if (brightness === undefined) return [onOff];
  const dimmer: ShellyFeature = {
    feature: { key: `${key}_brightness`, kind: 'number', name: `${name} brightness`, min: 0, max: 100, step: 1, unit: '%' },
    component,
    readings: { [`${key}_brightness`]: brightness },
    call: (value) => ({ component, method, params: { id, brightness: Number(value) }, wished: { brightness: Number(value) } }),
  };
  return [onOff, dimmer];
}

/** "Cover": Cover.Open, Cover.Close, Cover.Stop, Cover.GoToPosition. */
function coverOf(component: Component, { state, current_pos, pos_control }: ComponentStatus, main: boolean): ShellyFeature[] {
  const { kind, id } = component;
  if (kind !== 'cover') return [];
  const [key, name] = main ? ['cover', 'Cover'] : [`cover_${id}`, `Cover ${id}`];
  const position = pos_control === true;
  return [
    {
      feature: { key, kind: 'cover', name, position, device_class: 'shutter' },
      component,
      readings: {
        [key]: typeof state === 'string' && COVER_STATES.has(state) ? state : null,
        ...(position && { [positionKey(key)]: current_pos ?? null }),
      },
      call: (value) => {
        const word = COVER_WORDS.find((one) => one === value);
        // Where it is on its way to is told by the device itself.
        return word === undefined
          ? { component, method: 'Cover.GoToPosition', params: { id, pos: Math.round(Number(value)) }, wished: {} }
          : { component, method: COVER_METHODS[word], params: { id }, wished: {} };
      },
    },
  ];
}

/** A switch on the wall is on or off; a button has no state, and is heard of when it is pressed ("Input", Status, state). */
function inputOf(component: Component, { state }: ComponentStatus, main: boolean): ShellyFeature[] {
  const { kind, id } = component;
  if (kind !== 'input' || state === undefined) return [];
  if (state === null) {
    const [key, name] = main ? ['button', 'Button'] : [`button_${id}`, `Button ${id}`];
    return [{ feature: { key, kind: 'event', name, device_class: 'button', types: BUTTON_EVENTS }, component, readings: {} }];
  }
  const [key, name] = main ? ['input', 'Input'] : [`input_${id}`, `Input ${id}`];
  return [{ feature: { key, kind: 'binary_sensor', name }, component, readings: { [key]: state === true } }];
}
