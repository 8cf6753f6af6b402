import { TemplateError } from './errors.js';
import { Moment } from './values.js';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
/** What Python's datetime can hold: the years 1 to 9999. */
const [EARLIEST, LATEST] = [-62_135_596_800, 253_402_300_799];

/** The moment so many seconds after 1970, in UTC; undefined beyond the years 1 to 9999. */
export function momentAt(seconds: number): Moment | undefined {
  return seconds >= EARLIEST && seconds <= LATEST ? new Moment(Math.round(seconds * 1e6), 0) : undefined;
}

/** The same moment on the clocks of the hub's own time zone. */
export function toLocal(moment: Moment): Moment {
  if (moment.offset === null) {
    const local = pieces(moment);
    const date = new Date(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
    return new Moment(date.getTime() * 1000 + local.micro, -date.getTimezoneOffset());
  }
  return new Moment(moment.micros, -new Date(Math.floor(moment.micros / 1000)).getTimezoneOffset());
}

/** Seconds since 1970; a moment without a zone is taken as local time. */
export function timestamp(moment: Moment): number {
  return (moment.offset === null ? toLocal(moment) : moment).micros / 1e6;
}

/** The parts of a moment on the clock of its own zone. */
export function pieces(moment: Moment): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'micro' | 'weekday', number> {
  const wall = moment.micros + (moment.offset ?? 0) * 60e6;
  const date = new Date(Math.floor(wall / 1000));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    micro: ((wall % 1e6) + 1e6) % 1e6,
    weekday: date.getUTCDay(),
  };
}

/** ISO 8601 as Python writes it: microseconds only where there are any. */
export function isoFormat(moment: Moment, between = 'T'): string {
  const { micro } = pieces(moment);
  return strftime(moment, `%Y-%m-%d${between}%H:%M:%S${micro === 0 ? '' : '.%f'}`) + zone(moment, ':');
}

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d*)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** Reads ISO 8601; undefined when the text is none. */
export function parseMoment(text: string): Moment | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', offset] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const exact = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) && date.getUTCHours() === Number(hour);
  if (!exact || Number(minute) > 59 || Number(second) > 59 || Number(year) < 1) return undefined;
  const minutes = offset === undefined ? null : offsetMinutes(offset);
  return new Moment(date.getTime() * 1000 + Number(fraction.padEnd(6, '0')) - (minutes ?? 0) * 60e6, minutes);
}

function offsetMinutes(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', ''));
  return text.startsWith('-') ? -minutes : minutes;
}

function zone(moment: Moment, colon: string): string {
  if (moment.offset === null) return '';
  const minutes = Math.abs(moment.offset);
  return `${moment.offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${colon}${pad(minutes % 60)}`;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

type Pieces = ReturnType<typeof pieces>;
/** Python's directives, in the C locale. The ones that differ between systems are left out. */
const DIRECTIVES = new Map<string, (at: Pieces, moment: Moment) => string>([
  ['Y', (at) => pad(at.year, 4)],
  ['y', (at) => pad(at.year % 100)],
  ['m', (at) => pad(at.month)],
  ['d', (at) => pad(at.day)],
  ['H', (at) => pad(at.hour)],
  ['I', (at) => pad(at.hour % 12 || 12)],
  ['M', (at) => pad(at.minute)],
  ['S', (at) => pad(at.second)],
  ['f', (at) => pad(at.micro, 6)],
  ['p', (at) => (at.hour < 12 ? 'AM' : 'PM')],
  ['j', (at) => pad((Date.UTC(at.year, at.month - 1, at.day) - Date.UTC(at.year, 0, 1)) / 86_400_000 + 1, 3)],
  ['w', (at) => String(at.weekday)],
  ['u', (at) => String(at.weekday || 7)],
  ['A', (at) => DAYS[at.weekday] ?? ''],
  ['a', (at) => (DAYS[at.weekday] ?? '').slice(0, 3)],
  ['B', (at) => MONTHS[at.month - 1] ?? ''],
  ['b', (at) => (MONTHS[at.month - 1] ?? '').slice(0, 3)],
  ['F', (at) => `${pad(at.year, 4)}-${pad(at.month)}-${pad(at.day)}`],
  ['T', (at) => `${pad(at.hour)}:${pad(at.minute)}:${pad(at.second)}`],
  ['R', (at) => `${pad(at.hour)}:${pad(at.minute)}`],
  ['s', (_, moment) => String(Math.floor(timestamp(moment)))],
  ['z', (_, moment) => zone(moment, '')],
  ['%', () => '%'],
]);

/** Python's `strftime`. `%-d` leaves leading zeros out. @throws TemplateError for a directive that we do not know. */
export function strftime(moment: Moment, format: string): string {
  const at = pieces(moment);
  return format.replace(/%(-?)([^]?)/g, (whole, bare: string, letter: string) => {
    const directive = DIRECTIVES.get(letter);
    if (directive === undefined) throw new TemplateError(`The time format ${whole} is not supported.`);
    const text = directive(at, moment);
    return bare === '' ? text : text.replace(/^0+(?=\d)/, '');
  });
}
