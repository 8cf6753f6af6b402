import { HubError, compact, deviceCommandSchema, safeText, z } from '@lightkeeper/plugin-sdk';
import type { Capability, DeviceCommand, Feature } from '@lightkeeper/plugin-sdk';
import { assertSettable } from '../features.js';

/** A command over MQTT: the same object, or the bare words that simple clients send. */
export const mqttCommandSchema = z.union([
  z.enum(['ON', 'OFF']).transform((word): DeviceCommand => ({ on: word === 'ON' })),
  deviceCommandSchema.transform(compact),
]);

const WISHES = ['on', 'brightness', 'color', 'color_temp', 'effect', 'set'] as const;
export type Wish = (typeof WISHES)[number];

const NEEDS: Record<Exclude<Wish, 'set'>, Capability> = {
  on: 'on_off',
  brightness: 'brightness',
  color: 'color_rgb',
  color_temp: 'color_temp',
  effect: 'effect',
};

const WORDS: Record<Exclude<Wish, 'set'>, string> = {
  on: 'be switched',
  brightness: 'be dimmed',
  color: 'show colours',
  color_temp: 'change its colour temperature',
  effect: 'show effects',
};

/** The wishes that a command holds, in a fixed order. */
export function wishesOf(command: DeviceCommand): Wish[] {
  return WISHES.filter((key) => command[key] !== undefined);
}

/** Throws `LK_DEVICE_UNSUPPORTED`, naming the field, when the command asks for what the device cannot do. */
export function assertSupported(
  command: DeviceCommand,
  device: { name: string; capabilities: readonly Capability[]; effects: readonly string[]; features: readonly Feature[] },
): void {
  for (const wish of wishesOf(command)) {
    if (wish !== 'set' && !device.capabilities.includes(NEEDS[wish])) {
      refuse(wish, `${device.name} cannot ${WORDS[wish]}.`);
    }
  }
  if (typeof command.effect === 'string' && !device.effects.includes(command.effect)) {
    refuse('effect', `${device.name} has no effect named "${safeText(command.effect, 64)}".`);
  }
  if (command.set !== undefined) assertSettable(command.set, device);
}

function refuse(wish: Wish, detail: string): never {
  throw new HubError('LK_DEVICE_UNSUPPORTED', detail, { errors: [{ field: `/${wish}`, detail: 'is not among what the device can do' }] });
}
