import { z } from '@lightkeeper/plugin-sdk';
import type { TriggerEvent, TriggerKind } from '@lightkeeper/plugin-sdk';
import { deviceId, heldFor, property, propertyValue } from '../kinds/index.js';
import type { DeviceWatch, PropertyValue } from './device-watch.js';
import { describeChange, sentenceOfChange } from './device-words.js';

const HELD = 'for';

const options = z.strictObject({
  device_id: deviceId,
  property,
  from: propertyValue.optional().meta({ title: 'From', description: 'Left out: from anything.', ui: { value_of: 'property' } }),
  to: propertyValue.optional().meta({ title: 'To', description: 'Left out: to anything else.', ui: { value_of: 'property' } }),
  for_ms: heldFor,
});

/**
 * A value of a device changes. The first that the hub ever hears of it is no change: nobody knows what was before. With `for_ms` it has to stay so:
 * any other value in between begins the time anew.
 */
export function deviceStateTrigger(watch: DeviceWatch): TriggerKind<typeof options> {
  return {
    kind: 'device_state',
    name: 'Device state',
    description: 'A value of a device changes: it turns on, a door opens, somebody moves.',
    icon: 'lightbulb',
    group: 'device',
    options,
    references: ({ device_id }) => [{ type: 'device', id: device_id, option: 'device_id' }],
    sentence({ device_id, property: what, from, to, for_ms }, words) {
      const began = from === undefined || typeof to === 'boolean' ? '' : ` from ${words.value(from)}`;
      const lasting = for_ms === undefined ? '' : ` and stays so for ${words.duration(for_ms)}`;
      return `${sentenceOfChange(watch.told(device_id, what), to, words)}${began}${lasting}`;
    },
    listen({ device_id, property: what, from, to, for_ms }, { fire, hold, release, held }) {
      const fits = (wanted: PropertyValue, value: PropertyValue): boolean => wanted === undefined || wanted === value;
      const now = watch.value(device_id, what);
      if (now !== undefined && !fits(to, now)) for (const key of held()) release(key);
      return watch.listen(device_id, what, ({ from: was, to: is }) => {
        // The first word after a restart may only say what held before.
        if (was !== undefined || !fits(to, is)) release(HELD);
        if (was === undefined || !fits(from, was) || !fits(to, is)) return;
        const event: TriggerEvent = {
          description: describeChange(watch.told(device_id, what), is),
          data: { device_id, device_name: watch.name(device_id), property: what, from: was, to: is },
        };
        if (for_ms === undefined) fire(event);
        else hold(HELD, for_ms, event);
      });
    },
  };
}
