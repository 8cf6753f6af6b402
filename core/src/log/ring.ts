import type { Disposer, LogLine } from '@lightkeeper/plugin-sdk';

export interface RingOptions {
  /** Lines that are kept. */
  max_lines: number;
  /** Characters, as JSON, that are kept; a single longer line is still kept alone. */
  max_chars: number;
}

/** The newest lines, bounded in number and size, with listeners for the live tail. */
export interface LogRing {
  push(line: Omit<LogLine, 'seq'>): void;
  /** Oldest first. */
  lines(): readonly LogLine[];
  onLine(fn: (line: LogLine) => void): Disposer;
}

/** Makes the memory behind the Log Viewer. */
export function createLogRing({ max_lines, max_chars }: RingOptions): LogRing {
  const kept: { line: LogLine; chars: number }[] = [];
  const listeners = new Set<(line: LogLine) => void>();
  let chars = 0;
  let seq = 0;
  let telling = false;

  function shrink(): void {
    while (kept.length > 1 && (kept.length > max_lines || chars > max_chars)) chars -= kept.shift()?.chars ?? 0;
  }

  function tell(line: LogLine): void {
    // A listener that logs would call itself without end; its lines are kept, but wait for the next reading.
    if (telling) return;
    telling = true;
    try {
      for (const listener of [...listeners]) {
        try {
          listener(line);
        } catch {
          // It cannot be logged from here, and a viewer's failure must not harm whoever wrote the line.
          listeners.delete(listener);
        }
      }
    } finally {
      telling = false;
    }
  }

  return {
    push(input) {
      seq += 1;
      const line: LogLine = { seq, ...input };
      const size = JSON.stringify(line).length;
      kept.push({ line, chars: size });
      chars += size;
      shrink();
      tell(line);
    },
    lines: () => kept.map(({ line }) => line),
    onLine(fn) {
      // A function of its own for each registration, so that the same one may listen twice.
      const listener = (line: LogLine): void => {
        fn(line);
      };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
