import { isatty } from 'node:tty';
import { pino } from 'pino';
import type { LogOutput, LogsOptions } from './logs.js';

/** Standard error, written at once so that the last lines before a crash are there: standard output belongs to what commands answer. */
export function stderrOutput(env: Readonly<Record<string, string | undefined>>): { output: LogOutput; format: LogsOptions['format'] } {
  const destination = pino.destination({ fd: 2, sync: true });
  // Whoever read it has gone, such as `lightkeeper start 2>&1 | head`: the hub goes on without a log.
  destination.on('error', () => undefined);
  // https://no-color.org: any value that is not empty.
  const colour = (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  return { output: { write: (line) => destination.write(line) }, format: isatty(2) ? (colour ? 'colour' : 'pretty') : 'json' };
}
