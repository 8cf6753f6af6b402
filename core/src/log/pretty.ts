import type { LogLevel } from '@lightkeeper/plugin-sdk';

const COLOURS: Readonly<Record<LogLevel, string>> = { trace: '90', debug: '36', info: '32', warn: '33', error: '31', fatal: '35' };

/** One line for a terminal: time, level, source, message, data as `key=value`. */
export function prettyLine(
  { ts, level, source, message, data }: { ts: string; level: LogLevel; source: string; message: string; data: Record<string, unknown> },
  colour: boolean,
): string {
  const word = level.toUpperCase().padEnd(5);
  const shown = colour ? `\u001b[${COLOURS[level]}m${word}\u001b[0m` : word;
  const facts = Object.entries(data).map(([key, value]) => `${key}=${value === undefined ? 'undefined' : JSON.stringify(value)}`);
  return `${[ts.slice(11, 23), shown, source.padEnd(12), message, ...facts].join(' ')}\n`;
}
