import { spawnSync } from 'node:child_process';
import { Child } from './child.js';
import { eventually } from './eventually.js';

/** Whether there is an X server without a screen; tests that need it are skipped, and say so, where it is not. */
export function xvfbAvailable(): boolean {
  return spawnSync('Xvfb', ['-help'], { stdio: 'ignore' }).error === undefined;
}

/** A screen that nobody sees, on a display of its own. */
export class Xvfb {
  private constructor(
    private readonly child: Child,
    /** Such as `:99`. */
    readonly display: string,
  ) {}

  static async start(size = '640x360'): Promise<Xvfb> {
    // It chooses a display that is free and tells its number on standard output.
    const child = new Child('Xvfb', ['-displayfd', '1', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset']);
    await eventually('the screen is there', () => /^\d+\n/.test(child.stdout) || child.exit !== null, { describe: () => child.output });
    if (child.exit !== null) throw new Error(`Xvfb ended: ${child.output}`);
    return new Xvfb(child, `:${child.stdout.trim()}`);
  }

  async stop(): Promise<void> {
    await this.child.finish('SIGTERM');
  }
}
