import { z } from '@lightkeeper/plugin-sdk';
import type { ConditionKind, JsonValue } from '@lightkeeper/plugin-sdk';
import { deviceId, heldFor, property, propertyValue } from '../kinds/index.js';
import { describeState, sentenceOfState, subject } from '../triggers/index.js';
import type { DeviceWatch, Since } from '../triggers/index.js';
import { approximate } from './words.js';

const stateOptions = z.strictObject({
  device_id: deviceId,
  property,
  is: propertyValue.meta({ title: 'Is', ui: { value_of: 'property' } }),
  for_ms: heldFor,
});

/** A device shows a value. With `for_ms` it has done so for that long, as far as the hub can know: not before it first heard of the device. */
export function stateCondition(watch: DeviceWatch): ConditionKind<typeof stateOptions> {
  return {
    kind: 'state',
    name: 'Device state',
    description: 'A device is on, a door is closed, nobody moves.',
    icon: 'lightbulb',
    group: 'device',
    options: stateOptions,
    references: ({ device_id }) => [{ type: 'device', id: device_id, option: 'device_id' }],
    sentence({ device_id, property: what, is, for_ms }, words) {
      const told = watch.told(device_id, what);
      if (for_ms === undefined) return sentenceOfState(told, is, words);
      return `${sentenceOfState(told, is, words, 'has been')} for ${words.duration(for_ms)}`;
    },
    test({ device_id, property: what, is, for_ms }, { clock }) {
      const told = watch.told(device_id, what);
      if (told.device === undefined) throw new Error('The device is gone.');
      const value = watch.value(device_id, what);
      const detail = describeState(told, value);
      const inputs: Record<string, JsonValue> = { value: value ?? null };
      const same = (value ?? null) === is;
      if (!same || for_ms === undefined) return { passed: same, detail, inputs };
      const since = watch.since(device_id, what);
      const held_ms = since === null ? 0 : clock.now() - since.at;
      return {
        passed: held_ms >= for_ms,
        detail: `${detail}, and has been ${lasting(since, held_ms)}`,
        inputs: { ...inputs, held_ms },
      };
    },
  };
}

function lasting(since: Since | null, held_ms: number): string {
  if (since === null) return 'for an unknown time';
  return `for ${approximate(held_ms)}${since.exact ? '' : ', as far as the hub knows'}`;
}

const numericOptions = z
  .strictObject({
    device_id: deviceId,
    property,
    above: z.number().optional().meta({ title: 'Above' }),
    below: z.number().optional().meta({ title: 'Below' }),
  })
  .refine(({ above, below }) => above !== undefined || below !== undefined, { message: 'must be given, or below', path: ['above'] });

export function numericCondition(watch: DeviceWatch): ConditionKind<typeof numericOptions> {
  return {
    kind: 'numeric',
    name: 'Number of a device',
    description: 'A measurement lies above or below a bound.',
    icon: 'gauge',
    group: 'device',
    options: numericOptions,
    references: ({ device_id }) => [{ type: 'device', id: device_id, option: 'device_id' }],
    sentence({ device_id, property: what, above, below }, words) {
      const name = subject(watch.told(device_id, what), words);
      if (above === undefined) return `${name} is below ${below}`;
      return below === undefined ? `${name} is above ${above}` : `${name} is between ${above} and ${below}`;
    },
    test({ device_id, property: what, above, below }) {
      const told = watch.told(device_id, what);
      if (told.device === undefined) throw new Error('The device is gone.');
      const value = watch.value(device_id, what);
      const passed = typeof value === 'number' && (above === undefined || value > above) && (below === undefined || value < below);
      return { passed, detail: describeState(told, value), inputs: { value: value ?? null } };
    },
  };
}
