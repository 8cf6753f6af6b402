import type { Device, Feature } from '@lightkeeper/plugin-sdk/wire';
import { msg } from '../../i18n/msg.js';
import type { ComboOption } from './lk-combobox.js';

/** The values of a device that can be looked at: the words of its light, and its features. Without a device, the words that every light has. */
export function propertiesOf(device: Device | undefined): ComboOption[] {
  const light: [string, string, boolean][] = [
    ['on', msg('Switched on'), device?.capabilities.includes('on_off') ?? true],
    ['brightness', msg('Brightness'), device?.capabilities.includes('brightness') ?? true],
    ['color_temp', msg('Colour temperature'), device?.capabilities.includes('color_temp') ?? true],
    ['effect', msg('Effect'), device?.capabilities.includes('effect') ?? true],
  ];
  const features = (device?.features ?? []).filter(({ kind }) => kind !== 'button');
  return [
    ...light.filter(([, , has]) => has).map(([value, label]) => ({ value, label })),
    ...features.map(({ key, name }) => ({ value: key, label: name, hint: key })),
  ];
}

/** Values that the property can have, where they are a few words; empty where it is a number or not known. */
export function valuesOf(device: Device | undefined, property: string): ComboOption[] {
  const truth = [
    { value: 'true', label: msg('On') },
    { value: 'false', label: msg('Off') },
  ];
  if (property === 'on') return truth;
  if (property === 'effect') return (device?.effects ?? []).map(plain);
  const feature = device?.features.find(({ key }) => key === property);
  return feature ? valuesOfFeature(feature, truth) : [];
}

function valuesOfFeature(feature: Feature, truth: ComboOption[]): ComboOption[] {
  switch (feature.kind) {
    case 'binary_sensor':
    case 'switch':
      return truth;
    case 'select':
      return feature.options.map(plain);
    case 'cover':
      return ['open', 'opening', 'closed', 'closing', 'stopped'].map(plain);
    case 'event':
      return feature.types.map(plain);
    default:
      return [];
  }
}

/** What the property is measured in. */
export function unitOf(device: Device | undefined, property: string): string {
  const feature = device?.features.find(({ key }) => key === property);
  if (feature?.kind === 'sensor' || feature?.kind === 'number') return feature.unit ?? '';
  return property === 'color_temp' ? 'K' : '';
}

const plain = (value: string): ComboOption => ({ value, label: value });
