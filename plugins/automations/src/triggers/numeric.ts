import { z } from '@lightkeeper/plugin-sdk';
import type { TriggerKind } from '@lightkeeper/plugin-sdk';
import { deviceId, heldFor, property } from '../kinds/index.js';
import type { DeviceWatch, PropertyValue } from './device-watch.js';
import { describeChange, subject } from './device-words.js';

const HELD = 'for';

const options = z
  .strictObject({
    device_id: deviceId,
    property,
    above: z.number().optional().meta({ title: 'Above' }),
    below: z.number().optional().meta({ title: 'Below' }),
    hysteresis: z
      .number()
      .min(0)
      .default(0)
      .meta({
        title: 'Slack',
        description: 'How far it has to go back over the bound before it can fire again. Keeps a value that wavers from firing often.',
        ui: { advanced: true },
      }),
    for_ms: heldFor,
  })
  .refine(({ above, below }) => above !== undefined || below !== undefined, { message: 'must be given, or below', path: ['above'] })
  .refine(({ above, below }) => above === undefined || below === undefined || above < below, {
    message: 'must be more than above: it fires between the two',
    path: ['below'],
  });

/** A number of a device comes to lie above a bound, below one, or between two. It fires anew only after it has left. */
export function numericTrigger(watch: DeviceWatch): TriggerKind<typeof options> {
  return {
    kind: 'numeric',
    name: 'Number of a device',
    description: 'A measurement goes above or below a bound.',
    icon: 'gauge',
    group: 'device',
    options,
    references: ({ device_id }) => [{ type: 'device', id: device_id, option: 'device_id' }],
    sentence({ device_id, property: what, above, below, for_ms }, words) {
      return `${subject(watch.told(device_id, what), words)} ${range(above, below)}${for_ms === undefined ? '' : ` for ${words.duration(for_ms)}`}`;
    },
    listen({ device_id, property: what, above, below, hysteresis, for_ms }, { fire, hold, release, held }) {
      const isWithin = (value: number, slack: number): boolean =>
        (above === undefined || value > above - slack) && (below === undefined || value < below + slack);
      /** Whether it lies within the bounds; undefined while the number is not known. */
      const judge = (value: PropertyValue, before: boolean | undefined): boolean | undefined =>
        typeof value === 'number' ? isWithin(value, before === true ? hysteresis : 0) : before;

      let within = judge(watch.last(device_id, what), held().length > 0 ? true : undefined);
      if (within === false) for (const key of held()) release(key);
      return watch.listen(device_id, what, ({ to: value }) => {
        const before = within;
        within = judge(value, before);
        if (within === false) release(HELD);
        if (within !== true || before !== false) return;
        const event = {
          description: describeChange(watch.told(device_id, what), value),
          data: { device_id, device_name: watch.name(device_id), property: what, value: Number(value) },
        };
        if (for_ms === undefined) fire(event);
        else hold(HELD, for_ms, event);
      });
    },
  };
}

function range(above: number | undefined, below: number | undefined): string {
  if (above === undefined) return `goes below ${below}`;
  return below === undefined ? `goes above ${above}` : `comes to lie between ${above} and ${below}`;
}
