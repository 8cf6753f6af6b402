import { daysAgo, formatDate, formatTime, msg, str } from '@lightkeeper/ui';

/** A time as a filter's chip says it: "today 16:00", "yesterday 22:10", "3 October 2026, 14:00". */
export function sayTime(iso: string, now: number): string {
  const days = daysAgo(iso, now);
  const time = formatTime(iso);
  if (days === 0) return msg(str`today ${time}`);
  if (days === 1) return msg(str`yesterday ${time}`);
  return `${formatDate(iso)}, ${time}`;
}

/** A choice of the popovers of From and Until. */
export interface QuickTime {
  label: string;
  iso: string;
}

function midnight(now: number, daysBack: number): string {
  const date = new Date(now);
  date.setHours(0, 0, 0, 0);
  date.setDate(date.getDate() - daysBack);
  return date.toISOString();
}

export function quickSince(now: number): QuickTime[] {
  return [
    { label: msg('The last hour'), iso: new Date(now - 3_600_000).toISOString() },
    { label: msg('Today'), iso: midnight(now, 0) },
    { label: msg('Yesterday'), iso: midnight(now, 1) },
    { label: msg('The last 7 days'), iso: midnight(now, 6) },
    { label: msg('The last 30 days'), iso: midnight(now, 29) },
  ];
}

export function quickUntil(now: number): QuickTime[] {
  return [
    { label: msg('An hour ago'), iso: new Date(now - 3_600_000).toISOString() },
    { label: msg('The end of yesterday'), iso: midnight(now, 0) },
    { label: msg('A week ago'), iso: midnight(now, 7) },
  ];
}

/** What `<input type="datetime-local">` takes: the reader's own clock, to the minute. */
export function toLocalInput(iso: string | undefined): string {
  if (iso === undefined) return '';
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Undefined for what is no time. */
export function fromLocalInput(text: string): string | undefined {
  const ms = new Date(text).getTime();
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
