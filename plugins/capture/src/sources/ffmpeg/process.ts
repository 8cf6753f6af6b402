import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Clock, Logger } from '@lightkeeper/plugin-sdk';
import { Complaints } from './complaints.js';

/** Whoever does not end when asked is ended after so long. */
const GRACE_MS = 2_000;
/** All that ffmpeg is told of the hub's environment: where programs and their libraries are, and what X and sound servers ask for. */
const ENVIRONMENT = [
  ...['PATH', 'HOME', 'LD_LIBRARY_PATH', 'TMPDIR', 'SystemRoot', 'TEMP'],
  ...['XAUTHORITY', 'XDG_RUNTIME_DIR', 'PULSE_SERVER', 'PULSE_COOKIE'],
];

export const NOT_INSTALLED =
  'ffmpeg is not installed. Install it (Debian, Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg) ' +
  'where the hub’s PATH leads.';

/** How a process ended: with a code, or for a reason in a sentence. */
export type End = { code: number } | { problem: string };

interface ProcessOptions {
  clock: Clock;
  log: Logger;
  /** Written to its standard input, which is closed then; by default it has none. */
  input?: Uint8Array;
  output: (piece: Buffer) => void;
  /** Called once, when it has ended by itself or could not be started. Never after {@link FfmpegProcess.end}. */
  ended: (end: End) => void;
}

/** One ffmpeg, in a process group of its own. When the hub dies its output is closed, and it ends by that. */
export class FfmpegProcess {
  readonly #child: ChildProcess;
  readonly #complaints: Complaints;
  readonly #exited: Promise<unknown>;
  #running = true;
  #told = false;

  constructor(args: readonly string[], { clock, log, input, output, ended }: ProcessOptions) {
    const complaints = new Complaints({
      clock,
      line: (text) => {
        log.debug('ffmpeg says', { text });
      },
    });
    this.#complaints = complaints;
    const child = spawn('ffmpeg', args, {
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
    child.stdout?.on('data', (piece: Buffer) => {
      if (!this.#told) output(piece);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaints.take(text);
    });
    // Whether it takes all of it is seen by how it ends.
    child.stdin?.on('error', () => undefined).end(input);
    child.once('error', (error: NodeJS.ErrnoException) => {
      tell({ problem: error.code === 'ENOENT' ? NOT_INSTALLED : `ffmpeg could not be started (${error.code ?? error.message}).` });
    });
    child.once('exit', () => {
      this.#running = false;
    });
    // `close` comes after the last of its output.
    child.once('close', (code, signal) => {
      tell(code === null ? { problem: `ffmpeg was ended from outside (${signal ?? 'no signal'}).` } : { code });
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
