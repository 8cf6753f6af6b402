import type { Writable } from 'node:stream';
import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import { CommanderError } from 'commander';

/** What a command may touch of the process that it runs in; tests hand in their own. */
export interface Terminal {
  stdout: Writable;
  stderr: Writable;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

export const EXIT = { ok: 0, failure: 1, usage: 2 } as const;

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'The system does not permit it.',
  EADDRNOTAVAIL: 'This machine does not have the address of --host.',
  ENOSPC: 'The disk is full.',
  EROFS: 'The disk cannot be written.',
  ENOENT: 'A folder on the way does not exist.',
  SQLITE_BUSY: 'The database is busy. Try again.',
  SQLITE_CORRUPT: 'The database is damaged. `lightkeeper doctor` says more.',
  SQLITE_NOTADB: 'The database file is no database.',
};

export function print(terminal: Terminal, text: string): void {
  terminal.stdout.write(`${text}\n`);
}

/** Says in one line what went wrong, and gives the exit code for it. */
export function reportFailure(terminal: Terminal, error: unknown): number {
  if (error instanceof CommanderError) {
    // commander has said it already: help and version are no failures.
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  terminal.stderr.write(`lightkeeper: ${safeText(describe(error), 1_000)}\n`);
  return error instanceof HubError && (error.code === 'LK_CONFIG' || error.code === 'LK_VALIDATION') ? EXIT.usage : EXIT.failure;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const words = SYSTEM_ERRORS[code];
  return words === undefined ? error.message : `${words} (${error.message})`;
}
