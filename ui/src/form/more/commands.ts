import type { Device, DeviceCommand, Feature } from '@lightkeeper/plugin-sdk/wire';
import type { FormValue } from '../values.js';

/** The words of a command, with the room for values that are worked out later or not finished yet. */
export type CommandDraft = { [K in keyof DeviceCommand]?: unknown };

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');

/** The devices that the fields beside a command name: by themselves, or by the rooms and labels of a command's targets. */
export function targetsOf(siblings: FormValue, devices: readonly Device[]): Device[] {
  const named = typeof siblings['targets'] === 'object' && siblings['targets'] !== null ? (siblings['targets'] as FormValue) : {};
  const texts = (value: unknown): string[] => (isTexts(value) ? value : typeof value === 'string' ? [value] : []);
  const ids = new Set([...Object.values(siblings).flatMap(texts), ...texts(named['device_ids'])]);
  const areas = texts(named['area_ids']);
  const labels = texts(named['labels']);
  return devices.filter(
    ({ id, area_id, labels: own }) =>
      ids.has(id) || (area_id !== null && areas.includes(area_id)) || own.some((label) => labels.includes(label)),
  );
}

/** What can be asked of these devices; of none, what can be asked of any light. */
export function abilities(devices: readonly Device[]): {
  has(capability: Device['capabilities'][number]): boolean;
  effects: string[];
  settable: Feature[];
} {
  const known = devices.length > 0;
  const settable = new Map<string, Feature>();
  for (const feature of devices.flatMap(({ features }) => features)) {
    if (['number', 'select', 'switch', 'button', 'cover'].includes(feature.kind)) settable.set(feature.key, feature);
  }
  return {
    has: (capability) =>
      known
        ? devices.some(({ capabilities }) => capabilities.includes(capability))
        : ['on_off', 'brightness', 'color_rgb', 'color_temp'].includes(capability),
    effects: [...new Set(devices.flatMap(({ effects }) => effects))].sort((a, b) => a.localeCompare(b)),
    settable: [...settable.values()],
  };
}

/** Takes words into a command; those without a value go out of it. */
export function withWords(command: CommandDraft, words: CommandDraft): CommandDraft {
  return Object.fromEntries(Object.entries({ ...command, ...words }).filter(([, value]) => value !== undefined));
}
