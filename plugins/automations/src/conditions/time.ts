import { z } from '@lightkeeper/plugin-sdk';
import type { ConditionKind, HomeFacts } from '@lightkeeper/plugin-sdk';
import { timeOfDay, weekdays } from '../kinds/index.js';
import { lastSunEvent, localTime, nextSunEvent, secondsOf, sunAt } from '../time/index.js';
import type { SunEvent } from '../time/index.js';

const LONGEST_OFFSET_MS = 43_200_000;
const DAY_NAMES = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
} as const;

const timeOptions = z
  .strictObject({
    after: timeOfDay.optional().meta({ title: 'From', ui: { widget: 'time' } }),
    before: timeOfDay
      .optional()
      .meta({ title: 'To', description: 'A time before the first one is one of the next day.', ui: { widget: 'time' } }),
    weekdays,
  })
  .refine(({ after, before, weekdays: days }) => after !== undefined || before !== undefined || days !== undefined, {
    message: 'must be given, or before, or weekdays',
    path: ['after'],
  });

/** A part of the day, from its first moment up to, but without, its last; and days of the week, by the calendar's day of now. */
export const timeCondition: ConditionKind<typeof timeOptions> = {
  kind: 'time',
  name: 'Time and weekday',
  description: 'It is within a part of the day, or on some days of the week.',
  icon: 'clock',
  group: 'time',
  options: timeOptions,
  sentence({ after, before, weekdays: days }, words) {
    const bounds = [...(after === undefined ? [] : [`after ${after}`]), ...(before === undefined ? [] : [`before ${before}`])];
    const time = after !== undefined && before !== undefined ? `between ${after} and ${before}` : bounds.join('');
    const day =
      days === undefined
        ? ''
        : `on ${words.list(
            days.map((name) => DAY_NAMES[name]),
            'or',
          )}`;
    return `it is ${[time, day].filter((part) => part !== '').join(' ')}`;
  },
  test({ after, before, weekdays: days }, { clock, home }) {
    const { time, weekday, hour, minute, second } = localTime(clock.now(), home.time_zone);
    const now = hour * 3_600 + minute * 60 + second;
    const from = after === undefined ? 0 : secondsOf(after);
    const to = before === undefined ? 86_400 : secondsOf(before);
    const within = from < to ? now >= from && now < to : now >= from || now < to;
    return {
      passed: within && (days === undefined || days.includes(weekday)),
      detail: `It is ${time} on ${DAY_NAMES[weekday]}`,
      inputs: { time, weekday },
    };
  },
};

const sunEvent = z.enum(['sunrise', 'sunset']);
const offset = z.number().int().min(-LONGEST_OFFSET_MS).max(LONGEST_OFFSET_MS).default(0);

const sunOptions = z
  .strictObject({
    is: z.enum(['up', 'down']).optional().meta({ title: 'The sun is' }),
    after: sunEvent.optional().meta({ title: 'After' }),
    after_offset_ms: offset.meta({ title: 'Offset', ui: { widget: 'duration', advanced: true } }),
    before: sunEvent.optional().meta({ title: 'Before' }),
    before_offset_ms: offset.meta({ title: 'Offset', ui: { widget: 'duration', advanced: true } }),
  })
  .refine(({ is, after, before }) => is !== undefined || after !== undefined || before !== undefined, {
    message: 'must be given, or after, or before',
    path: ['is'],
  });

/**
 * Day and night. What is after sunset lasts until sunrise, and what is after sunrise until sunset, unless `before` ends it elsewhere; likewise what is
 * before sunset begins at sunrise. Where the sun neither rises nor sets, it is as on a day or in a night without end.
 */
export const sunCondition: ConditionKind<typeof sunOptions> = {
  kind: 'sun',
  name: 'Sun',
  description: 'The sun is up or down; it is after sunset, or before sunrise.',
  icon: 'sun',
  group: 'time',
  options: sunOptions,
  sentence({ is, after, after_offset_ms, before, before_offset_ms }, words) {
    const moved = (event: SunEvent, by: number): string => `${words.duration(Math.abs(by))} ${by < 0 ? 'before' : 'after'} ${event}`;
    const parts = [
      ...(is === undefined ? [] : [`the sun is ${is}`]),
      ...(after === undefined
        ? []
        : [after_offset_ms === 0 ? `it is after ${after}` : `it is later than ${moved(after, after_offset_ms)}`]),
      ...(before === undefined
        ? []
        : [before_offset_ms === 0 ? `it is before ${before}` : `it is earlier than ${moved(before, before_offset_ms)}`]),
    ];
    return words.list(parts, 'and');
  },
  test({ is, after, after_offset_ms, before, before_offset_ms }, { clock, home }) {
    const now = clock.now();
    const { up, elevation } = sunAt(now, home);
    const part =
      (after === undefined && before === undefined) ||
      isBetween(now, home, {
        start: after ?? opposite(before),
        start_offset: after_offset_ms,
        end: before ?? opposite(after),
        end_offset: before_offset_ms,
        up,
      });
    return {
      passed: part && (is === undefined || (is === 'up') === up),
      detail: `The sun is ${up ? 'up' : 'down'}, ${Math.abs(Math.round(elevation))}° ${elevation < 0 ? 'below' : 'above'} the horizon`,
      inputs: { up, elevation: Math.round(elevation * 10) / 10 },
    };
  },
};

interface Part {
  readonly start: SunEvent;
  readonly start_offset: number;
  readonly end: SunEvent;
  readonly end_offset: number;
  /** Whether the sun is up now. */
  readonly up: boolean;
}

const DAY_MS = 86_400_000;

function isBetween(now: number, home: HomeFacts, { start, start_offset, end, end_offset, up }: Part): boolean {
  const began = lastSunEvent(start, now, home, start_offset);
  const polar = began === null || now - began > 1.5 * DAY_MS;
  if (polar) return start !== end && (start === 'sunrise') === up;
  const ends = nextSunEvent(end, began, home, end_offset);
  return ends === null || now < ends;
}

function opposite(event: SunEvent | undefined): SunEvent {
  return event === 'sunrise' ? 'sunset' : 'sunrise';
}
