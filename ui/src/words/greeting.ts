import { locales } from '../i18n/format.js';
import { msg, str } from '../i18n/msg.js';

/** The heading of the Dashboard: the weekday and the time of day, `Saturday evening`. */
export function greeting(now: Date): string {
  const weekday = new Intl.DateTimeFormat(locales(), { weekday: 'long' }).format(now);
  const hour = now.getHours();
  if (hour < 5 || hour >= 23) return msg(str`${weekday} night`);
  if (hour < 12) return msg(str`${weekday} morning`);
  return hour < 18 ? msg(str`${weekday} afternoon`) : msg(str`${weekday} evening`);
}
