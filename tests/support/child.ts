import { spawn, type ChildProcess } from 'node:child_process';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A program beside the tests: its output kept, its end awaited, and never outliving the process that started it. */
export class Child {
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;
  private text = '';
  private out = '';
  private end: Exit | null = null;

  constructor(command: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv; cwd?: string } = {}) {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    const keep = (chunk: Buffer): void => {
      this.text += chunk.toString('utf8');
    };
    child.stdout.on('data', keep);
    child.stdout.on('data', (chunk: Buffer) => {
      this.out += chunk.toString('utf8');
    });
    child.stderr.on('data', keep);
    const killNow = (): void => {
      child.kill('SIGKILL');
    };
    process.once('exit', killNow);
    this.exited = new Promise((resolve) => {
      const ended = (exit: Exit): void => {
        this.end ??= exit;
        process.off('exit', killNow);
        resolve(this.end);
      };
      child.once('error', (error) => {
        this.text += `${error.message}\n`;
        ended({ code: 127, signal: null });
      });
      // `close` comes after the last of the output.
      child.once('close', (code, signal) => {
        ended({ code, signal });
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** Standard output and standard error so far, in order of arrival. */
  get output(): string {
    return this.text;
  }

  /** Standard output alone. */
  get stdout(): string {
    return this.out;
  }

  /** Null while it runs. */
  get exit(): Exit | null {
    return this.end;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends the signal and waits for the end; after `within_ms` the process is killed, and the result says so by its signal. */
  async finish(signal: NodeJS.Signals, within_ms = 20_000): Promise<Exit> {
    if (this.end !== null) return this.end;
    const timer = setTimeout(() => {
      this.child.kill('SIGKILL');
    }, within_ms);
    this.child.kill(signal);
    const exit = await this.exited;
    clearTimeout(timer);
    return exit;
  }
}
