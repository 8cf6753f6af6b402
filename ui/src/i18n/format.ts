/** Ways to write dates, times, numbers and amounts, as the reader's locale has them. */

export type When = string | number | Date;

const NBSP = '\u00a0';

/** The reader's languages. Some browsers name one that is no language tag, which Intl would refuse: `en-US@posix`. */
export function locales(): string[] {
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  return wanted.filter((tag) => {
    try {
      return Intl.getCanonicalLocales(tag).length > 0;
    } catch {
      return false;
    }
  });
}

const cache = new Map<string, Intl.DateTimeFormat>();

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const found = cache.get(key);
  if (found) return found;
  const made = new Intl.DateTimeFormat(locales(), options);
  cache.set(key, made);
  return made;
}

/** An invalid time is written as a dash instead of throwing: it may come from a device. */
function write(when: When, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(when);
  return Number.isNaN(date.getTime()) ? '–' : dates(options).format(date);
}

/** Whether the reader counts hours to twelve: 9:40 PM takes more room than 21:40. */
export function hoursToTwelve(): boolean {
  return dates({ hour: 'numeric' }).resolvedOptions().hour12 === true;
}

/** 21:40 or 9:40 PM, or 21:40:12 with seconds. */
export function formatTime(when: When, options: { seconds?: boolean } = {}): string {
  const hour = hoursToTwelve() ? 'numeric' : '2-digit';
  return write(when, { hour, minute: '2-digit', ...(options.seconds ? { second: '2-digit' } : {}) });
}

/** 21 November 2026, in the locale's way. */
export function formatDate(when: When): string {
  return write(when, { dateStyle: 'long' });
}

/** 21 Nov 2026, 21:40. */
export function formatDateTime(when: When): string {
  return write(when, { dateStyle: 'medium', timeStyle: 'short' });
}

/** Saturday, 21 November; with the year when it is not this one. */
export function formatDay(when: When, now: When = Date.now()): string {
  const date = new Date(when);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return write(date, { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** Whole days of the calendar between two times: 0 today, 1 yesterday. */
export function daysAgo(when: When, now: When = Date.now()): number {
  const start = (value: When): number => {
    const date = new Date(value);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((start(now) - start(when)) / 86_400_000);
}

/** The time alone today, with the date before. */
export function formatSince(when: When, now: When = Date.now()): string {
  return daysAgo(when, now) === 0 ? formatTime(when) : write(when, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locales(), options).format(value);
}

/** `0.08` as 8 %. */
export function formatPercent(fraction: number): string {
  return new Intl.NumberFormat(locales(), { style: 'percent', maximumFractionDigits: 0 }).format(fraction);
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** 61 MB, in steps of a thousand. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value, { maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 })}${NBSP}${BYTE_UNITS[unit] ?? 'B'}`;
}

/** A length of time in its two largest units: 40 ms, 2.5 s, 3 min 5 s, 2 h 10 min, 4 d 3 h. */
export function formatDuration(ms: number): string {
  const join = (a: number, unitA: string, b: number, unitB: string): string =>
    b === 0 ? `${formatNumber(a)}${NBSP}${unitA}` : `${formatNumber(a)}${NBSP}${unitA} ${formatNumber(b)}${NBSP}${unitB}`;
  if (ms < 1000) return `${formatNumber(Math.round(ms))}${NBSP}ms`;
  if (ms < 60_000) return `${formatNumber(ms / 1000, { maximumFractionDigits: 1 })}${NBSP}s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return join(minutes, 'min', Math.floor((ms % 60_000) / 1000), 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return join(hours, 'h', minutes % 60, 'min');
  return join(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** `3 minutes ago`; only for widgets, and within the hour. Older times are written as they are. */
export function formatRelative(when: When, now: When = Date.now()): string {
  const past = new Date(now).getTime() - new Date(when).getTime();
  if (Number.isNaN(past)) return '–';
  if (past >= 3_600_000 || past < -60_000) return formatSince(when, now);
  const words = new Intl.RelativeTimeFormat(locales(), { numeric: 'auto' });
  return past < 60_000 ? words.format(0, 'minute') : words.format(-Math.floor(past / 60_000), 'minute');
}
