import { nameSchema, z } from '@lightkeeper/plugin-sdk';
import { gradeSchema } from '../color/grade.js';
import { smoothingSchema } from '../color/smoothing.js';

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 06:30 or 22:00');

/** How a capture looks during a part of the day. */
export const profileSchema = z
  .strictObject({
    name: nameSchema,
    /** From this time of the hub's place up to the minute before the other; past midnight where that is the later one. */
    from: time,
    to: time,
    /** In place of the capture's own colours; null leaves those. */
    grade: gradeSchema.nullable().default(null),
    smoothing: smoothingSchema.nullable().default(null),
  })
  .refine(({ from, to }) => from !== to, { message: 'must not be the time at which it begins', path: ['to'] });
export type Profile = z.output<typeof profileSchema>;

export const MAX_PROFILES = 8;

/** The profile that holds at a time of day, given as minutes after midnight: the first of several; null when none does. */
export function profileAt(profiles: readonly Profile[], minute: number): Profile | null {
  const holds = ({ from, to }: Profile): boolean => {
    const [begin, end] = [minutesOf(from), minutesOf(to)];
    return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
  };
  return profiles.find(holds) ?? null;
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}
