import type { DeviceCommand, DeviceDescription, DeviceState, LightCapability } from '@lightkeeper/plugin-sdk';
import { hasOutput, NAMESPACE } from './components.js';
import type { Component } from './components.js';
import type { ShellyCall } from './features.js';
import type { ComponentStatus, Kind, ShellyAbout } from './wire.js';

/** Seconds; no Shelly takes less ("Light", Light.Set, transition_duration) nor more than three hours. */
const TRANSITION_MIN_S = 0.5;
const TRANSITION_MAX_S = 10_800;

const DIMMABLE = new Set<Kind>(['light', 'rgb', 'rgbw', 'cct']);
const COLOURED = new Set<Kind>(['rgb', 'rgbw']);

/** What the light of the component can do; a cover, an input or a meter has none. */
export function capabilitiesOf(component: Component): LightCapability[] {
  const { kind } = component;
  return [
    ...(hasOutput(component) ? (['on_off'] as const) : []),
    ...(DIMMABLE.has(kind) ? (['brightness'] as const) : []),
    ...(COLOURED.has(kind) ? (['color_rgb'] as const) : []),
    ...(kind === 'cct' ? (['color_temp'] as const) : []),
  ];
}

/** What it shows, or is on its way to: 0 to 100 % becomes 1 to 255. */
export function toState(component: Component, status: ComponentStatus): DeviceState {
  const { kind } = component;
  const target = status.transition?.target;
  const output = target?.output ?? status.output;
  const brightness = target?.brightness ?? status.brightness;
  const [r, g, b] = status.rgb ?? [];
  return {
    ...(hasOutput(component) && typeof output === 'boolean' && { on: output }),
    ...(DIMMABLE.has(kind) && brightness !== undefined && brightness > 0 && { brightness: fromPercent(brightness) }),
    ...(COLOURED.has(kind) && r !== undefined && g !== undefined && b !== undefined && { color: { r, g, b } }),
    ...(kind === 'cct' && typeof status.ct === 'number' && status.ct >= 1_000 && { color_temp: Math.round(status.ct) }),
  };
}

/** The command with a colour temperature that the light can show; it refuses others. */
export function within([warmest, coldest]: readonly [number, number], command: DeviceCommand): DeviceCommand {
  if (command.color_temp === undefined) return command;
  return { ...command, color_temp: Math.min(coldest, Math.max(warmest, command.color_temp)) };
}

/** The `Set` for the light's part of a command; null where it has none ("Switch.Set", "Light.Set", "RGB.Set", "RGBW.Set", "CCT.Set"). */
export function toShelly(component: Component, command: DeviceCommand): ShellyCall | null {
  const { kind, id } = component;
  const { on, brightness, color, color_temp, transition_ms } = command;
  const light = {
    ...(on !== undefined && { on }),
    ...(brightness !== undefined && { brightness: toPercent(brightness) }),
    ...(color && { rgb: [color.r, color.g, color.b] }),
    ...(color_temp !== undefined && { ct: color_temp }),
  };
  if (Object.keys(light).length === 0) return null;
  const duration = Math.min(TRANSITION_MAX_S, Math.max(TRANSITION_MIN_S, (transition_ms ?? 0) / 1_000));
  const transition = transition_ms !== undefined && DIMMABLE.has(kind) && { transition_duration: duration };
  return { component, method: `${NAMESPACE[kind]}.Set`, params: { id, ...light, ...transition }, wished: wished(command) };
}

/** What a status becomes by a `Set` that was taken, until the device tells its own. */
function wished({ on, brightness, color, color_temp }: DeviceCommand): ComponentStatus {
  return {
    ...(on !== undefined && { output: on }),
    ...(brightness !== undefined && { brightness: toPercent(brightness) }),
    ...(color && { rgb: [color.r, color.g, color.b] }),
    ...(color_temp !== undefined && { ct: color_temp }),
  };
}

function toPercent(brightness: number): number {
  return Math.max(1, Math.round((brightness * 100) / 255));
}

function fromPercent(percent: number): number {
  return Math.max(1, Math.round((percent * 255) / 100));
}

export function toInfo(about: ShellyAbout, component: Component): NonNullable<DeviceDescription['info']> {
  return {
    product: `Shelly ${about.app ?? about.model ?? ''}`.trim(),
    ...(about.model !== undefined && { model: about.model }),
    ...(about.ver !== undefined && { version: about.ver }),
    ...(typeof about.name === 'string' && { announced_name: about.name }),
    mac: about.mac.toLowerCase(),
    generation: about.gen,
    component: component.key,
  };
}
