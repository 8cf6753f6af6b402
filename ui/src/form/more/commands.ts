import type { Device, DeviceCommand, Feature } from '@lightkeeper/plugin-sdk/wire';
import type { FormValue } from '../values.js';

/** The words of a command, with the room for values that are worked out later or not finished yet. */
export type CommandDraft = { [K in keyof DeviceCommand]?: unknown };

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');

/** The devices that the fields beside a command name: by `device_id`, or as a command's targets. */
export function targetsOf(siblings: FormValue, devices: readonly Device[]): Device[] {
  const named = typeof siblings['targets'] === 'object' && siblings['targets'] !== null ? (siblings['targets'] as FormValue) : {};
  const texts = (key: string): string[] => {
    const list = named[key];
    return isTexts(list) ? list : [];
  };
  const ids = [...texts('device_ids'), ...(typeof siblings['device_id'] === 'string' ? [siblings['device_id']] : [])];
  const areas = texts('area_ids');
  const labels = texts('labels');
  return devices.filter(
    ({ id, area_id, labels: own }) =>
      ids.includes(id) || (area_id !== null && areas.includes(area_id)) || own.some((label) => labels.includes(label)),
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
