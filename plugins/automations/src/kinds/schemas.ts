import { z } from '@lightkeeper/plugin-sdk';
import { WEEKDAYS } from '../time/index.js';

/** Ten years: longer than anybody waits. */
const LONGEST_MS = 315_360_000_000;

/** The fields that several kinds have, alike in all of them. */
export const deviceId = z
  .string()
  .min(1)
  .max(64)
  .meta({ title: 'Device', ui: { entity: 'device' } });

export const property = z
  .string()
  .regex(/^[a-z0-9_]{1,80}$/, 'must be a word of the state, such as on, or the key of a reading')
  .meta({ title: 'What of it', ui: { property_of: 'device_id' } });

/** A value that a property can have; null for one that is not known. */
export const propertyValue = z.union([z.boolean(), z.number(), z.string().max(256), z.null()]);

export const heldFor = z
  .number()
  .int()
  .min(1)
  .max(LONGEST_MS)
  .optional()
  .meta({ title: 'For', description: 'It has to stay so for this long.', ui: { widget: 'duration' } });

export const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'must be a time of day, such as 22:30 or 22:30:15')
  .meta({ ui: { widget: 'time' } });

export const weekdays = z
  .array(z.enum(WEEKDAYS))
  .min(1, 'must name at least one day, or be left out')
  .max(7)
  .optional()
  .meta({ title: 'Days', description: 'Left out: every day.', ui: { widget: 'weekdays' } });
