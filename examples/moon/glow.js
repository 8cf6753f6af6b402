import { z } from '@lightkeeper/plugin-sdk';
import { litPart } from './month.js';

/** Gives a lamp the moon's own brightness. `devices` is asked anew each time, since its plugin may have been started anew. */
export function moonGlow(devices) {
  const command = ({ clock }) => ({ on: true, brightness: Math.max(1, Math.round(litPart(clock.now()) * 255)) });
  return {
    kind: 'moon_glow',
    name: 'Glow like the moon',
    description: 'Gives a lamp the brightness that the moon has.',
    icon: 'lamp',
    group: 'device',
    options: z.strictObject({
      device_id: z
        .string()
        .max(64)
        .meta({ title: 'Lamp', ui: { entity: 'device' } }),
    }),
    // The hub shows what is referred to by its name, and says so when it is gone.
    references: ({ device_id }) => [{ type: 'device', id: device_id, option: 'device_id' }],
    // Doing it twice is doing it once: after a sudden end of the hub it may be done again.
    repeatable: true,
    sentence: ({ device_id }, words) => `let ${words.name('device', device_id)} glow like the moon`,
    foresee: ({ device_id }, tools) => `would dim ${nameOf(devices(), device_id)} to ${command(tools).brightness}`,
    async run({ device_id }, tools) {
      const wish = command(tools);
      await devices().command(device_id, wish);
      return `${nameOf(devices(), device_id)} glows at ${wish.brightness}`;
    },
  };
}

function nameOf(devices, device_id) {
  return devices.get(device_id)?.name ?? 'A lamp that is gone';
}
