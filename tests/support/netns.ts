import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Child } from './child.js';
import { plainEnvironment, ROOT } from './hub-process.js';

// mDNS (RFC 6762) goes to 224.0.0.251. The loopback interface takes multicast when told to, and with the route it is where it leads.
const PREPARE = 'ip link set lo up && ip link set lo multicast on && ip route add 224.0.0.0/4 dev lo';

function unshareFlags(): string[] {
  return process.getuid?.() === 0 ? ['--net'] : ['--user', '--map-root-user', '--net'];
}

// `ip` is where only root's PATH looks.
const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

let available: boolean | undefined;

/** Whether this machine lets the tests make a network of their own; tests that need one are skipped, and say so, where it does not. */
export function netnsAvailable(): boolean {
  available ??=
    spawnSync('unshare', [...unshareFlags(), 'sh', '-c', PREPARE], { env: { ...process.env, PATH }, stdio: 'ignore' }).status === 0;
  return available;
}

export interface NetnsResult {
  code: number | null;
  output: string;
}

/**
 * Runs a TypeScript file in a network of its own, in which there is nothing but loopback, with multicast: announcements in it reach
 * no one else, and no one else's reach it. All that is to meet on that network must run in the file's process or below it.
 */
export async function runInNetns(script: URL, args: readonly string[] = [], options: { within_ms?: number } = {}): Promise<NetnsResult> {
  const tsx = createRequire(import.meta.url).resolve('tsx');
  const command = `${PREPARE} && exec "$@"`;
  const program = [process.execPath, '--import', pathToFileURL(tsx).href, script.pathname, ...args];
  const child = new Child('unshare', [...unshareFlags(), 'sh', '-c', command, 'sh', ...program], {
    env: plainEnvironment({ PATH }),
    cwd: ROOT,
  });
  const timer = setTimeout(() => {
    child.signal('SIGKILL');
  }, options.within_ms ?? 60_000);
  const { code } = await child.exited;
  clearTimeout(timer);
  return { code, output: child.output };
}
