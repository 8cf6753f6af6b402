import type { Automation } from '@lightkeeper/plugin-sdk/wire';
import { formatSince, msg, str } from '@lightkeeper/ui';
import { outcomeLook, type Tone } from '../model/words.js';

/** Whether an automation listens, in a word. */
export function stateLook({ enabled, status }: Automation): { word: string; tone: Tone; live: boolean } {
  if (status.running > 0) return { word: msg('Running'), tone: 'on', live: true };
  if (!enabled) return { word: msg('Off'), tone: 'neutral', live: false };
  if (status.throttled_until !== null)
    return { word: msg(str`Held back until ${formatSince(status.throttled_until)}`), tone: 'warning', live: false };
  return status.armed ? { word: msg('On'), tone: 'ok', live: true } : { word: msg('Cannot listen'), tone: 'warning', live: false };
}

/** When it ran last, and how that ended. */
export function lastWords({ status: { last_run } }: Automation): string {
  if (last_run === null) return msg('It has not run yet.');
  const { word } = outcomeLook(last_run.outcome);
  return msg(str`Last run ${formatSince(last_run.started_at)}: ${word}.`);
}
