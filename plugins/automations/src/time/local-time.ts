export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A moment as clocks and calendars at home show it. */
export interface LocalTime {
  /** `22:30`. */
  readonly time: string;
  /** `2026-01-15`. */
  readonly date: string;
  readonly weekday: Weekday;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly day: number;
  /** From 1. */
  readonly month: number;
  readonly year: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What clocks and calendars show at a moment, in epoch milliseconds, in a time zone of the IANA database. */
export function localTime(at: number, time_zone: string): LocalTime {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatFor(time_zone).formatToParts(at)) parts[type] = value;
  const [hour, minute, second, day, month, year] = [parts.hour, parts.minute, parts.second, parts.day, parts.month, parts.year].map(
    Number,
  ) as [number, number, number, number, number, number];
  return {
    time: `${two(hour)}:${two(minute)}`,
    date: `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`,
    weekday: (parts.weekday ?? 'mon').toLowerCase() as Weekday,
    hour,
    minute,
    second,
    day,
    month,
    year,
  };
}

/** Seconds since midnight of a time of day, `22:30` or `22:30:15`. */
export function secondsOf(time_of_day: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time_of_day.split(':').map(Number);
  return hours * 3_600 + minutes * 60 + seconds;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function formatFor(time_zone: string): Intl.DateTimeFormat {
  let format = formats.get(time_zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: time_zone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(time_zone, format);
  }
  return format;
}
