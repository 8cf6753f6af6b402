import { LOG_LEVELS, type LogLevel, type LogLine } from '@lightkeeper/plugin-sdk/wire';

/** Most lines that the page holds. */
export const MOST_LINES = 1000;

/** Adds lines to the tail by their number: none twice, in order, and the oldest go first when it is full. */
export function addLines(tail: readonly LogLine[], more: readonly LogLine[]): LogLine[] {
  const last = tail.at(-1)?.seq ?? -1;
  const inOrder = more.every((line, index) => line.seq > (more[index - 1]?.seq ?? last));
  if (inOrder) return [...tail, ...more].slice(-MOST_LINES);
  const by_seq = new Map([...tail, ...more].map((line) => [line.seq, line]));
  return [...by_seq.values()].sort((a, b) => a.seq - b.seq).slice(-MOST_LINES);
}

/** Whether a line passes the filters; a level lets everything above it through. */
export function passes(line: LogLine, level: LogLevel, source: string): boolean {
  return LOG_LEVELS.indexOf(line.level) >= LOG_LEVELS.indexOf(level) && (source === '' || line.source === source);
}

/** A line as text, for copying and saving. */
export function lineText(line: LogLine): string {
  const data = Object.keys(line.data).length > 0 ? ` ${JSON.stringify(line.data)}` : '';
  return `${line.ts} ${line.level.toUpperCase().padEnd(5)} ${line.source}: ${line.message}${data}`;
}
