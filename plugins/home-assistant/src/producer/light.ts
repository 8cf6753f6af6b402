import { z } from '@lightkeeper/plugin-sdk';
import type { Capability, DeviceCommand, DeviceState } from '@lightkeeper/plugin-sdk';
import type { Component } from './payload.js';

/** The word by which Home Assistant ends an effect; see `EFFECT_OFF` of its lights. */
const NO_EFFECT = 'off';
/** What a household's lamps can show; the hub takes 1000 to 20,000. */
const WARMEST_K = 2000;
const COLDEST_K = 6500;
const LONGEST_TRANSITION_S = 3600;

const LIGHT: readonly Capability[] = ['brightness', 'color_rgb', 'color_temp', 'effect'];

/**
 * What a device is there for: a light when it can do more than go on and off, else a switch. Whoever has a lamp on a switch tells
 * Home Assistant to show it as a light.
 */
export function mainKind(capabilities: readonly Capability[]): 'light' | 'switch' | null {
  if (LIGHT.some((word) => capabilities.includes(word))) return 'light';
  return capabilities.includes('on_off') ? 'switch' : null;
}

export function lightComponent(
  device: string,
  light: { capabilities: readonly Capability[]; effects: readonly string[] },
  topics: { state: string; set: string },
): Component {
  const can = (word: Capability): boolean => light.capabilities.includes(word);
  const effects = effectNames(light.effects);
  return {
    platform: 'light',
    schema: 'json',
    unique_id: `${device}_light`,
    name: null,
    state_topic: topics.state,
    command_topic: topics.set,
    supported_color_modes: colorModes(light.capabilities),
    brightness: can('brightness'),
    brightness_scale: 255,
    ...(can('color_temp') && { color_temp_kelvin: true, min_kelvin: WARMEST_K, max_kelvin: COLDEST_K }),
    ...(can('effect') && effects.length > 0 && { effect: true, effect_list: [NO_EFFECT, ...effects] }),
    transition: true,
    flash: false,
  };
}

export function switchComponent(device: string, topics: { state: string; set: string }): Component {
  return {
    platform: 'switch',
    unique_id: `${device}_switch`,
    name: null,
    state_topic: topics.state,
    command_topic: topics.set,
    value_template: "{{ value_json.get('on') }}",
    payload_on: 'ON',
    payload_off: 'OFF',
    state_on: 'True',
    state_off: 'False',
  };
}

export type ColorMode = 'rgb' | 'color_temp' | 'brightness' | 'onoff';

/** `brightness` and `onoff` stand alone: a light with colours has both anyway. */
export function colorModes(capabilities: readonly Capability[]): [ColorMode, ...ColorMode[]] {
  const rgb = capabilities.includes('color_rgb');
  if (capabilities.includes('color_temp')) return rgb ? ['rgb', 'color_temp'] : ['color_temp'];
  if (rgb) return ['rgb'];
  return capabilities.includes('brightness') ? ['brightness'] : ['onoff'];
}

function effectNames(effects: readonly string[]): string[] {
  return [...new Set(effects)].filter((name) => name !== NO_EFFECT && name !== '');
}

/** A light's state in Home Assistant's words. `mode` is one of {@link colorModes}. */
export function lightState(state: DeviceState, mode: ColorMode): Record<string, unknown> {
  const { on, brightness, color, color_temp, effect } = state;
  return {
    // A light that cannot be switched is on as long as it is there; one whose state is not known yet says so.
    state: on === false ? 'OFF' : on === true || brightness !== undefined ? 'ON' : null,
    color_mode: mode,
    ...(brightness !== undefined && { brightness }),
    ...(mode === 'rgb' && color !== undefined && { color }),
    ...(mode === 'color_temp' && color_temp !== undefined && { color_temp }),
    ...(effect !== undefined && { effect: effect ?? NO_EFFECT }),
  };
}

const channel = z.number().min(0).max(255).transform(Math.round);

/** A command as Home Assistant's JSON lights send it. What the hub does not know, such as `flash`, is passed over. */
export const lightCommandSchema = z.object({
  state: z.enum(['ON', 'OFF']).optional(),
  brightness: channel.optional(),
  color: z.object({ r: channel, g: channel, b: channel }).optional(),
  color_temp: z.number().min(1000).max(20_000).transform(Math.round).optional(),
  effect: z.string().min(1).max(64).optional(),
  transition: z.number().min(0).max(LONGEST_TRANSITION_S).optional(),
});
export type LightCommand = z.output<typeof lightCommandSchema>;

/** The same in the hub's words, for a light with these capabilities; null when nothing is left of it. */
export function deviceCommand(given: LightCommand, capabilities: readonly Capability[]): DeviceCommand | null {
  const { state, brightness, color, color_temp, effect, transition } = given;
  const transition_ms = transition === undefined ? {} : { transition_ms: Math.round(transition * 1000) };
  if (state === 'OFF' || brightness === 0) return { on: false, ...transition_ms };
  const command: DeviceCommand = {
    // Every command of a light there begins with ON; one that cannot be switched has nothing to make of it.
    ...(state === 'ON' && capabilities.includes('on_off') && { on: true }),
    ...(brightness !== undefined && { brightness }),
    ...(color !== undefined && { color }),
    ...(color_temp !== undefined && { color_temp }),
    ...(effect !== undefined && { effect: effect === NO_EFFECT ? null : effect }),
  };
  return Object.keys(command).length === 0 ? null : { ...command, ...transition_ms };
}
