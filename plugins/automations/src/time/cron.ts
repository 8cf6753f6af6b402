import { Cron } from 'croner';

/** Patterns that are kept ready. */
const KEPT = 1_000;
const patterns = new Map<string, Cron>();

/**
 * The first moment after `after` at which a cron pattern of five or six parts fits the clocks of a time zone; null when it never does. A pattern with one
 * time of day that clocks skip in spring comes right after the gap, and one that they show twice in autumn comes the first time only; patterns with
 * several times pass over what is skipped, and come each time that the clock shows them.
 */
export function nextCron(pattern: string, after: number, time_zone: string): number | null {
  // croner goes by whole seconds.
  return cronFor(pattern, time_zone).nextRun(new Date(after))?.getTime() ?? null;
}

/** What is wrong with a cron pattern; null when it is right. */
export function cronMistake(pattern: string): string | null {
  try {
    cronFor(pattern, 'UTC');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'It is not a cron expression.';
  }
}

function cronFor(pattern: string, time_zone: string): Cron {
  const key = `${time_zone} ${pattern}`;
  let cron = patterns.get(key);
  if (cron === undefined) {
    cron = new Cron(pattern, { timezone: time_zone, paused: true, mode: '5-or-6-parts' });
    if (patterns.size >= KEPT) patterns.clear();
    patterns.set(key, cron);
  }
  return cron;
}
