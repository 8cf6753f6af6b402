import type { DeviceCommand, DeviceDescription, DeviceState, Feature, LightCapability } from '@lightkeeper/plugin-sdk';
import { componentStatus, KINDS } from './wire.js';
import type { ComponentStatus, Kind, ShellyAbout } from './wire.js';

/** One of the components of a Shelly. */
export interface Component {
  kind: Kind;
  id: number;
  /** `light:0` */
  key: string;
}

/** Seconds; no Shelly takes less ("Light", Light.Set, transition_duration) nor more than three hours. */
const TRANSITION_MIN_S = 0.5;
const TRANSITION_MAX_S = 10_800;

/** The namespace of a kind's methods, as in `RGBW.Set`. */
export const NAMESPACE: Record<Kind, string> = {
  rgbw: 'RGBW',
  rgb: 'RGB',
  cct: 'CCT',
  light: 'Light',
  switch: 'Switch',
  input: 'Input',
};

/** The component with this number: of the wanted kind, else the one that can do most. */
export function findComponent(status: Readonly<Record<string, unknown>>, id: number, wanted: Kind | undefined): Component | null {
  for (const kind of wanted === undefined ? KINDS : [wanted]) {
    const key = `${kind}:${id}`;
    if (Object.hasOwn(status, key)) return { kind, id, key };
  }
  return null;
}

/** Null when it is no status of such a component. */
export function readStatus({ kind, key }: Component, all: Readonly<Record<string, unknown>>): ComponentStatus | null {
  const parsed = componentStatus.safeParse(all[key]);
  if (!parsed.success) return null;
  return kind !== 'input' && parsed.data.output === undefined ? null : parsed.data;
}

/**
 * Lays a notification over what is known ("Notifications", NotifyStatus). A transition that it does not speak of has ended: only its
 * beginning is told.
 */
export function overlay(known: ComponentStatus, part: ComponentStatus): ComponentStatus {
  return { ...known, transition: null, ...part };
}

const DIMMABLE = new Set<Kind>(['light', 'rgb', 'rgbw', 'cct']);
const COLOURED = new Set<Kind>(['rgb', 'rgbw']);

export function capabilitiesOf({ kind }: Component): LightCapability[] {
  return [
    ...(kind === 'input' ? [] : (['on_off'] as const)),
    ...(DIMMABLE.has(kind) ? (['brightness'] as const) : []),
    ...(COLOURED.has(kind) ? (['color_rgb'] as const) : []),
    ...(kind === 'cct' ? (['color_temp'] as const) : []),
  ];
}

function measured({ apower, voltage, temperature }: ComponentStatus): Record<string, number | null> {
  return {
    ...(apower !== undefined && { power: apower }),
    ...(voltage !== undefined && { voltage }),
    ...(temperature?.tC !== undefined && { temperature: temperature.tC }),
  };
}

const MEASUREMENTS: readonly Feature[] = [
  { key: 'power', kind: 'sensor', name: 'Power', device_class: 'power', unit: 'W', state_class: 'measurement' },
  { key: 'voltage', kind: 'sensor', name: 'Voltage', device_class: 'voltage', unit: 'V', state_class: 'measurement' },
  {
    key: 'temperature',
    kind: 'sensor',
    name: 'Temperature',
    device_class: 'temperature',
    unit: '°C',
    state_class: 'measurement',
    category: 'diagnostic',
  },
];

/** What it measures, and the state of an input. */
export function featuresOf({ kind }: Component, status: ComponentStatus): Feature[] {
  const present = measured(status);
  return [
    ...(kind === 'input' ? [{ key: 'input', kind: 'binary_sensor', name: 'Input' } as const] : []),
    ...MEASUREMENTS.filter(({ key }) => Object.hasOwn(present, key)),
  ];
}

/** What it shows, or is on its way to: 0 to 100 % becomes 1 to 255. */
export function toState({ kind }: Component, status: ComponentStatus): DeviceState {
  const target = status.transition?.target;
  const output = target?.output ?? status.output;
  const brightness = target?.brightness ?? status.brightness;
  const [r, g, b] = status.rgb ?? [];
  const readings = { ...measured(status), ...(kind === 'input' && { input: status.state ?? null }) };
  return {
    ...(kind !== 'input' && typeof output === 'boolean' && { on: output }),
    ...(DIMMABLE.has(kind) && brightness !== undefined && brightness > 0 && { brightness: fromPercent(brightness) }),
    ...(COLOURED.has(kind) && r !== undefined && g !== undefined && b !== undefined && { color: { r, g, b } }),
    ...(kind === 'cct' && typeof status.ct === 'number' && status.ct >= 1_000 && { color_temp: Math.round(status.ct) }),
    ...(Object.keys(readings).length > 0 && { readings }),
  };
}

/** The command with a colour temperature that the light can show; it refuses others. */
export function within([warmest, coldest]: readonly [number, number], command: DeviceCommand): DeviceCommand {
  if (command.color_temp === undefined) return command;
  return { ...command, color_temp: Math.min(coldest, Math.max(warmest, command.color_temp)) };
}

/** The parameters of the `Set` of its kind ("Switch.Set", "Light.Set", "RGB.Set", "RGBW.Set", "CCT.Set"). */
export function toShelly({ kind, id }: Component, command: DeviceCommand): Record<string, unknown> {
  const { on, brightness, color, color_temp, transition_ms } = command;
  return {
    id,
    ...(on !== undefined && { on }),
    ...(brightness !== undefined && { brightness: toPercent(brightness) }),
    ...(color && { rgb: [color.r, color.g, color.b] }),
    ...(color_temp !== undefined && { ct: color_temp }),
    ...(transition_ms !== undefined &&
      DIMMABLE.has(kind) && { transition_duration: Math.min(TRANSITION_MAX_S, Math.max(TRANSITION_MIN_S, transition_ms / 1_000)) }),
  };
}

/** What a status becomes by a `Set` that was taken, until the device tells its own. */
export function wished({ on, brightness, color, color_temp }: DeviceCommand): ComponentStatus {
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
