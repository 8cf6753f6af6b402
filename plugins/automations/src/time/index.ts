export { cronMistake, nextCron } from './cron.js';
export { WEEKDAYS, localTime, secondsOf } from './local-time.js';
export { lastSunEvent, nextSunEvent, sunAt } from './sun.js';
export type { SunEvent } from './sun.js';
