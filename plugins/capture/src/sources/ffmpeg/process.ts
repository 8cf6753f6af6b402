import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Clock, Logger } from '@lightkeeper/plugin-sdk';
import { Complaints } from './complaints.js';

/** Whoever does not end when asked is ended after so long. */
const GRACE_MS = 2_000;
/** All that programs are told of the hub's environment: where they and their libraries are, and what X, sound and adb servers ask for. */
const ENVIRONMENT = [
  ...['PATH', 'HOME', 'LD_LIBRARY_PATH', 'TMPDIR', 'SystemRoot', 'TEMP'],
  ...['XAUTHORITY', 'XDG_RUNTIME_DIR', 'PULSE_SERVER', 'PULSE_COOKIE'],
  ...['ADB_SERVER_SOCKET', 'ANDROID_ADB_SERVER_PORT', 'ADB_VENDOR_KEYS'],
];

/** A program that the hub's machine may have. */
export interface Program {
  readonly command: string;
  /** A sentence on how to install it. */
  readonly missing: string;
}

export const NOT_INSTALLED =
  'ffmpeg is not installed. Install it (Debian, Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg) ' +
  'where the hub’s PATH leads.';
export const FFMPEG: Program = { command: 'ffmpeg', missing: NOT_INSTALLED };

/** How a process ended: with a code, or for a reason in a sentence. */
export type End = { code: number } | { problem: string };

interface ProcessOptions {
  clock: Clock;
  log: Logger;
  /** Written to its standard input, which is closed then; by default it has none. */
  input?: Uint8Array | Readable;
  /** Takes each piece of what it brings; where that is a stream it has to wait for it, and the stream is left open at its end. */
  output: ((piece: Buffer) => void) | Writable;
  /** Called once, when it has ended by itself or could not be started. Never after {@link ProgramProcess.end}. */
  ended: (end: End) => void;
}

/** One run of a program, in a process group of its own. When the hub dies its output is closed, and it ends by that. */
export class ProgramProcess {
  readonly #child: ChildProcess;
  readonly #complaints: Complaints;
  readonly #exited: Promise<unknown>;
  #running = true;
  #told = false;

  constructor({ command, missing }: Program, args: readonly string[], { clock, log, input, output, ended }: ProcessOptions) {
    const complaints = new Complaints({
      clock,
      line: (text) => {
        log.debug(`${command} says`, { text });
      },
    });
    this.#complaints = complaints;
    const child = spawn(command, args, {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      env: environment(),
    });
    this.#child = child;
    const tell = (end: End): void => {
      this.#running = false;
      if (!this.#told) ended(end);
      this.#told = true;
    };
    if (typeof output === 'function') {
      child.stdout?.on('data', (piece: Buffer) => {
        if (!this.#told) output(piece);
      });
    } else {
      child.stdout?.pipe(output, { end: false });
    }
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaints.take(text);
    });
    // Whether it takes all of it is seen by how it ends.
    child.stdin?.on('error', () => undefined);
    if (input instanceof Uint8Array) child.stdin?.end(input);
    else if (child.stdin !== null) input?.pipe(child.stdin);
    child.once('error', (error: NodeJS.ErrnoException) => {
      tell({ problem: error.code === 'ENOENT' ? missing : `${command} could not be started (${error.code ?? error.message}).` });
    });
    child.once('exit', () => {
      this.#running = false;
    });
    // `close` comes after the last of its output.
    child.once('close', (code, signal) => {
      tell(code === null ? { problem: `${command} was ended from outside (${signal ?? 'no signal'}).` } : { code });
    });
    this.#exited = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
      child.once('error', () => {
        resolve();
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** What it last said on standard error. */
  get complaint(): string | null {
    return this.#complaints.last;
  }

  /** Ends it and all that it has started; resolves when it is gone. */
  async end(): Promise<void> {
    this.#told = true;
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    if (!this.#running) return;
    this.#signal('SIGTERM');
    // Of the system's time: a process that hangs does so in that, and must not outlive a plugin whose timers have ended already.
    const late = setTimeout(() => {
      this.#signal('SIGKILL');
    }, GRACE_MS);
    await this.#exited;
    clearTimeout(late);
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (!this.#running || pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // It has ended in between.
    }
  }
}

/** What of the hub’s environment it is told. */
export function environment(): NodeJS.ProcessEnv {
  const told = ENVIRONMENT.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(told), LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' };
}
