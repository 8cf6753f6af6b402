import { commandTargetsSchema, compact, deviceCommandSchema, z } from '@lightkeeper/plugin-sdk';
import type {
  ActionKind,
  CommandTargets,
  DeviceService,
  DeviceSnapshot,
  DeviceState,
  EntityReference,
  SentenceWords,
} from '@lightkeeper/plugin-sdk';
import { commandWords, percent } from './command-words.js';
import { outcomeOf } from './outcomes.js';

const options = z.strictObject({
  targets: commandTargetsSchema.meta({ title: 'What' }),
  command: deviceCommandSchema.meta({ title: 'Command', ui: { widget: 'device_command' } }),
});

/** A command to devices, by themselves, by room and by label. */
export function deviceAction(devices: () => DeviceService, words: SentenceWords): ActionKind<typeof options> {
  return {
    kind: 'device',
    name: 'Command devices',
    description: 'Turns devices on or off, dims and colours lights, sets what they can do.',
    icon: 'lightbulb',
    group: 'device',
    options,
    references: ({ targets }) => referencesOf(targets as CommandTargets),
    sentence: ({ targets, command }, says) => commandWords(compact(command), targetWords(targets as CommandTargets, says), says),
    async run({ targets, command }) {
      const outcomes = await devices().commandMany(compact(targets), compact(command));
      if (outcomes.length === 0) return `No device is ${targetWords(compact(targets), words)}.`;
      return outcomeOf(outcomes, words);
    },
    foresee({ targets, command }) {
      const found = meant(devices(), compact(targets));
      if (found.length === 0) return `Nothing: no device is ${targetWords(compact(targets), words)}.`;
      const wish = commandWords(compact(command), words.list(found.map(nameAndState)), words);
      return `Would ${wish}.`;
    },
  };
}

function referencesOf({ device_ids, area_ids }: CommandTargets): EntityReference[] {
  const list = (ids: unknown, type: string, option: string): EntityReference[] =>
    Array.isArray(ids)
      ? ids.flatMap((id, index) => (typeof id === 'string' ? { type, id, option: `targets.${option}.${index}` } : []))
      : [];
  return [...list(device_ids, 'device', 'device_ids'), ...list(area_ids, 'area', 'area_ids')];
}

/** `Hall light, all devices in Hall and all labelled “night”`; a list may be an expression. */
function targetWords({ device_ids = [], area_ids = [], labels = [] }: CommandTargets, words: SentenceWords): string {
  const part = (ids: unknown, say: (id: string) => string): string[] => (Array.isArray(ids) ? ids.map(say) : [words.value(ids)]);
  return words.list([
    ...part(device_ids, (id) => words.name('device', id)),
    ...part(area_ids, (id) => `all devices in ${words.name('area', id)}`),
    ...part(labels, (label) => `all devices labelled ${words.value(label)}`),
  ]);
}

/** The devices that the hub's own service would choose, as far as they are known. */
function meant(devices: DeviceService, { device_ids = [], area_ids = [], labels = [] }: CommandTargets): DeviceSnapshot[] {
  return devices
    .list()
    .filter(
      ({ id, enabled, area_id, labels: own }) =>
        device_ids.includes(id) ||
        (enabled && ((area_id !== null && area_ids.includes(area_id)) || own.some((label) => labels.includes(label)))),
    );
}

/** `Hall light, which is off` */
function nameAndState({ name, status, state }: DeviceSnapshot): string {
  return `${name}, which is ${status === 'online' ? stateWords(state) : 'offline'}`;
}

function stateWords(state: DeviceState | null): string {
  if (state?.on === undefined) return 'online';
  if (!state.on) return 'off';
  return state.brightness === undefined ? 'on' : `on at ${percent(state.brightness)}`;
}
