import { z } from '@lightkeeper/plugin-sdk';
import type { TriggerKind } from '@lightkeeper/plugin-sdk';
import { timeOfDay, weekdays } from '../kinds/index.js';
import { WEEKDAYS, cronMistake, nextCron, nextSunEvent, secondsOf } from '../time/index.js';

const DAY_NAMES = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
} as const;
const LONGEST_INTERVAL_MS = 604_800_000;
const LONGEST_OFFSET_MS = 43_200_000;

const timeOptions = z.strictObject({ at: timeOfDay.meta({ title: 'At' }), weekdays });

/** A time of day. One that clocks skip in spring comes right after the gap; one that they show twice in autumn comes once. */
export const timeTrigger: TriggerKind<typeof timeOptions> = {
  kind: 'time',
  name: 'Time of day',
  description: 'At a time of day, on some days of the week or on all.',
  icon: 'clock',
  group: 'time',
  options: timeOptions,
  sentence: ({ at, weekdays: days }, words) =>
    days === undefined || days.length === 7 ? `it is ${at}` : `it is ${at} on ${words.list(days.map((day) => DAY_NAMES[day]))}`,
  next({ at, weekdays: days = WEEKDAYS }, after, { time_zone }) {
    const seconds = secondsOf(at);
    const clock = `${seconds % 60} ${Math.floor(seconds / 60) % 60} ${Math.floor(seconds / 3_600)}`;
    return nextCron(`${clock} * * ${days.length === 7 ? '*' : days.map((day) => day.toUpperCase()).join(',')}`, after, time_zone);
  },
  event: ({ at }) => ({ description: `It was ${at}` }),
};

const cronOptions = z.strictObject({
  expression: z
    .string()
    .max(120)
    .superRefine((pattern, context) => {
      const mistake = cronMistake(pattern);
      if (mistake !== null) context.addIssue({ code: 'custom', message: mistake });
    })
    .meta({
      title: 'Cron expression',
      description: 'Minute, hour, day, month, weekday; with six parts the first is the second.',
      ui: { placeholder: '*/15 8-18 * * MON-FRI' },
    }),
});

export const cronTrigger: TriggerKind<typeof cronOptions> = {
  kind: 'cron',
  name: 'Cron',
  description: 'At the times that a cron expression names.',
  icon: 'calendar-clock',
  group: 'time',
  options: cronOptions,
  sentence: ({ expression }) => `the clock fits “${expression}”`,
  next: ({ expression }, after, { time_zone }) => nextCron(expression, after, time_zone),
  event: ({ expression }) => ({ description: `The clock fitted “${expression}”` }),
};

const intervalOptions = z.strictObject({
  every_ms: z
    .number()
    .int()
    .min(1_000)
    .max(LONGEST_INTERVAL_MS)
    .meta({ title: 'Every', ui: { widget: 'duration' } }),
});

/** Over and over. It is reckoned from 1970, so that it neither drifts nor begins anew with the hub. */
export const intervalTrigger: TriggerKind<typeof intervalOptions> = {
  kind: 'interval',
  name: 'Interval',
  description: 'Over and over, each time after the same while.',
  icon: 'timer-reset',
  group: 'time',
  options: intervalOptions,
  sentence: ({ every_ms }, words) => `${words.duration(every_ms)} have passed`,
  next: ({ every_ms }, after) => (Math.floor(after / every_ms) + 1) * every_ms,
  event: () => ({ description: 'The interval was over' }),
};

const sunOptions = z.strictObject({
  event: z.enum(['sunrise', 'sunset']).meta({ title: 'When' }),
  offset_ms: z
    .number()
    .int()
    .min(-LONGEST_OFFSET_MS)
    .max(LONGEST_OFFSET_MS)
    .default(0)
    .meta({ title: 'Offset', description: 'Before it or after it. In a text: negative for before.', ui: { widget: 'duration' } }),
});

/** Sunrise and sunset at home. On polar days and nights there is none: the next day that has one counts. */
export const sunTrigger: TriggerKind<typeof sunOptions> = {
  kind: 'sun',
  name: 'Sun',
  description: 'At sunrise or sunset, or some time before or after.',
  icon: 'sunrise',
  group: 'time',
  options: sunOptions,
  sentence: ({ event, offset_ms }, words) => {
    if (offset_ms === 0) return `it is ${event}`;
    return `it is ${words.duration(Math.abs(offset_ms))} ${offset_ms < 0 ? 'before' : 'after'} ${event}`;
  },
  next: ({ event, offset_ms }, after, home) => nextSunEvent(event, after, home, offset_ms),
  event: ({ event, offset_ms }) => ({
    description: `It was ${offset_ms === 0 ? '' : `${Math.round(Math.abs(offset_ms) / 6_000) / 10} min ${offset_ms < 0 ? 'before' : 'after'} `}${event}`,
    data: { event, offset_ms },
  }),
};
