import { formatNumber, msg, plural, str } from '@lightkeeper/ui';

const MONTH = 30.44;
const YEAR = 365.25;

/** A long stretch of days, as roughly as one would say it. */
export function sayDays(days: number): string {
  if (days < 60) {
    const count = Math.max(1, Math.round(days));
    const number = formatNumber(count);
    return plural(count, { one: msg(str`${number} day`), other: msg(str`${number} days`) });
  }
  if (days < 2 * YEAR) {
    const count = Math.round(days / MONTH);
    return plural(count, { one: msg(str`${count} month`), other: msg(str`${count} months`) });
  }
  const count = Math.round(days / YEAR);
  const number = formatNumber(count);
  return plural(count, { one: msg(str`${number} year`), other: msg(str`${number} years`) });
}
