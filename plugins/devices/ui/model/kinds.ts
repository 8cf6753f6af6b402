import type { Capability, Device, DeviceState, FeatureKind } from '@lightkeeper/plugin-sdk/wire';

import { partsOf } from './features.js';

/** What a device is to the people who live with it. */
export const DEVICE_KINDS = ['light', 'switch', 'cover', 'sensor', 'button', 'other'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

const SHINES: readonly Capability[] = ['brightness', 'color_rgb', 'color_temp', 'effect', 'stream'];

type Described = Pick<Device, 'capabilities' | 'fixture' | 'features'>;

/** What is left of a device without a light is told by the first of these among its features. */
const BY_FEATURE: readonly [kind: FeatureKind, device: DeviceKind][] = [
  ['cover', 'cover'],
  ['switch', 'switch'],
  ['sensor', 'sensor'],
  ['binary_sensor', 'sensor'],
  ['button', 'button'],
  ['event', 'button'],
];

/**
 * A device that can only be switched is a plug, unless somebody said where its lamp stands: a room's switch
 * must reach the pendant behind a relay, and leave the fridge alone. A battery or a setting does not make a remote control a sensor.
 */
export function kindOf({ capabilities, fixture, features }: Described): DeviceKind {
  if (capabilities.some((capability) => SHINES.includes(capability))) return 'light';
  if (capabilities.includes('on_off')) return fixture === 'bulb' ? 'switch' : 'light';
  const { main, config, diagnostic } = partsOf(features);
  const telling = [main, config, diagnostic].find((part) => part.length > 0) ?? [];
  return BY_FEATURE.find(([kind]) => telling.some((feature) => feature.kind === kind))?.[1] ?? 'other';
}

export function isLight(device: Described): boolean {
  return kindOf(device) === 'light';
}

/** Can be turned on and off; of what has never been there that is believed. */
export function switchable({ enabled, capabilities }: Pick<Device, 'enabled' | 'capabilities'>): boolean {
  return enabled && (capabilities.length === 0 || capabilities.includes('on_off'));
}

export function isLit(device: Pick<Device, 'status'>, state: DeviceState | null): boolean {
  return device.status !== 'offline' && state?.on === true;
}

/** 1 to 100: a light that is on is never at 0 %. */
export function percentOf(brightness: number): number {
  return Math.min(100, Math.max(1, Math.round((brightness / 255) * 100)));
}

/** 1 to 255. */
export function brightnessOf(percent: number): number {
  return Math.min(255, Math.max(1, Math.round((percent / 100) * 255)));
}
