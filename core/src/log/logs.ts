import { LOG_LEVELS, type Clock, type Disposer, type LogLevel, type LogLine, type Logger } from '@lightkeeper/plugin-sdk';
import { pino, type Logger as Pino } from 'pino';
import { prettyLine } from './pretty.js';
import { cleanData, cleanMessage } from './redact.js';
import { createLogRing } from './ring.js';

/** The kernel's own logger, which knows one level more than a plugin's: the hub cannot go on. */
export interface CoreLogger extends Logger {
  fatal(message: string, data?: Record<string, unknown>): void;
}

/** Which lines of the tail are wanted. */
interface LogQuery {
  /** Lines after this one. */
  after_seq?: number;
  /** This level and worse. */
  level?: LogLevel;
  source?: string;
  /** The newest so many, 1 to 2,000; by default 500. */
  limit?: number;
}

/** The debugging log: one logger per source, a bounded memory of the newest lines, levels that change while the hub runs. */
export interface Logs {
  /** The logger of a source: `core`, or a plugin's id. Asked twice, it is the same one. */
  logger(source: string): CoreLogger;
  /** Sets the level of one source, or, without one, of all that have none of their own. `null` gives a source back to the general level. */
  setLevel(level: LogLevel | null, source?: string): void;
  /** The general level, and those of the sources that have their own. */
  levels(): { general: LogLevel; sources: Record<string, LogLevel> };
  /** Sources seen so far. */
  sources(): string[];
  /** Oldest first. */
  read(query?: LogQuery): LogLine[];
  /** Calls `fn` for every line from now on. A listener that throws is dropped. */
  onLine(fn: (line: LogLine) => void): Disposer;
}

/** Where lines go. */
export interface LogOutput {
  write(line: string): void;
}

export interface LogsOptions {
  level: LogLevel;
  /** Null writes nowhere: for tests, and for commands of the CLI that print something else. */
  output: LogOutput | null;
  /** `json`: one object a line. `pretty` and `colour`: for people. */
  format: 'json' | 'pretty' | 'colour';
  clock: Pick<Clock, 'iso'>;
  max_lines?: number;
  max_chars?: number;
}

const MAX_SOURCES = 256;

/** Makes the hub's log. */
export function createLogs({ level, output, format, clock, max_lines = 2_000, max_chars = 4_000_000 }: LogsOptions): Logs {
  const ring = createLogRing({ max_lines, max_chars });
  const loggers = new Map<string, { pino: Pino; own: LogLevel | null; logger: CoreLogger }>();
  let general = level;
  const root = pino(
    {
      level: 'trace',
      base: null,
      timestamp: false,
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => output?.write(line) },
  );

  function create(source: string): { pino: Pino; own: LogLevel | null; logger: CoreLogger } {
    const child = root.child({ source });
    child.level = general;
    const at = (name: LogLevel) => (message: string, data?: Record<string, unknown>) => {
      if (!child.isLevelEnabled(name)) return;
      const line = {
        ts: clock.iso(),
        level: name,
        source,
        message: cleanMessage(message),
        data: data === undefined ? {} : cleanData(data),
      };
      if (format === 'json') child[name]({ ts: line.ts, data: line.data }, line.message);
      else output?.write(prettyLine(line, format === 'colour'));
      ring.push(line);
    };
    const logger: CoreLogger = {
      trace: at('trace'),
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      fatal: at('fatal'),
    };
    return { pino: child, own: null, logger };
  }

  function entryOf(source: string): { pino: Pino; own: LogLevel | null; logger: CoreLogger } {
    // Sources are plugins, not input: past the bound they share one logger rather than grow without end.
    const name = loggers.has(source) || loggers.size < MAX_SOURCES ? source : 'other';
    const entry = loggers.get(name) ?? create(name);
    loggers.set(name, entry);
    return entry;
  }

  return {
    logger: (source) => entryOf(source).logger,
    setLevel(next, source) {
      if (source !== undefined) entryOf(source).own = next;
      else if (next !== null) general = next;
      for (const entry of loggers.values()) entry.pino.level = entry.own ?? general;
    },
    levels: () => ({
      general,
      sources: Object.fromEntries([...loggers].flatMap(([source, { own }]) => (own === null ? [] : [[source, own] as const]))),
    }),
    sources: () => [...loggers.keys()],
    read({ after_seq = 0, level: least = 'trace', source, limit = 500 } = {}) {
      const wanted = ring
        .lines()
        .filter(
          (line) =>
            line.seq > after_seq &&
            LOG_LEVELS.indexOf(line.level) >= LOG_LEVELS.indexOf(least) &&
            (source === undefined || line.source === source),
        );
      return wanted.slice(-limit);
    },
    onLine: (fn) => ring.onLine(fn),
  };
}
