import { networkInterfaces } from 'node:os';
import type { HubConfig } from '../config/index.js';
import { createHub, type LightkeeperHub } from '../hub.js';
import { createLogs, stderrOutput, type CoreLogger } from '../log/index.js';
import { systemClock } from '../time/clock.js';
import { ensureDataFolder, lockDataFolder } from './data-folder.js';
import { EXIT, print, type Terminal } from './terminal.js';

// What is left to a hub that does not come to its end by itself.
const STOP_LIMIT_MS = 20_000;

/** Runs the hub until it is told to stop; gives the exit code. */
export async function start(config: HubConfig, terminal: Terminal): Promise<number> {
  ensureDataFolder(config.data_dir);
  const unlock = lockDataFolder(config.data_dir);
  try {
    const logs = createLogs({ ...stderrOutput(terminal.env), level: config.log_level, clock: systemClock });
    const end = untilTold(logs.logger('core'));
    const hub = await createHub({ config, logs });
    try {
      await hub.start();
      announce(hub, config, terminal);
      return await end.told;
    } finally {
      await stopInTime(hub, logs.logger('core'));
      end.release();
    }
  } finally {
    unlock();
  }
}

/** Resolves with the exit code when a signal comes or something fails that nobody has caught. A second signal ends the process at once. */
function untilTold(log: CoreLogger): { told: Promise<number>; release: () => void } {
  let tell: (code: number) => void;
  const told = new Promise<number>((resolve) => (tell = resolve));
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    signals += 1;
    if (signals > 1) process.exit(EXIT.failure);
    log.info('The hub stops', { signal });
    tell(EXIT.ok);
  };
  const onException = (error: Error): void => {
    // What was under way when it was thrown is in an unknown state: a new start is safer than going on.
    log.fatal('Something failed that nobody has caught; the hub stops', { error });
    tell(EXIT.failure);
  };
  const onRejection = (error: unknown): void => {
    // Nothing was interrupted by it. Most often a plugin forgot to wait for something, and the lights should not go out over that.
    log.error('A rejection that nobody has caught', { error });
  };
  const signal_names = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  for (const name of signal_names) process.on(name, onSignal);
  process.on('uncaughtException', onException);
  process.on('unhandledRejection', onRejection);
  return {
    told,
    release() {
      for (const name of signal_names) process.off(name, onSignal);
      process.off('uncaughtException', onException);
      process.off('unhandledRejection', onRejection);
    },
  };
}

async function stopInTime(hub: LightkeeperHub, log: CoreLogger): Promise<void> {
  const limit = setTimeout(() => {
    log.fatal('The hub did not stop in time', { limit_ms: STOP_LIMIT_MS });
    process.exit(EXIT.failure);
  }, STOP_LIMIT_MS);
  await hub.stop();
  clearTimeout(limit);
}

/** What a person needs now, in words, and last the line that scripts wait for. */
function announce(hub: LightkeeperHub, config: HubConfig, terminal: Terminal): void {
  const code = hub.setupCode;
  const lines: string[] = [];
  if (config.demo) lines.push('  This is the demo: a simulated home, with its data apart.', '');
  if (config.safe_mode) lines.push('  Safe mode: only the built-in plugins run.', '');
  if (code !== null) {
    lines.push('  Lightkeeper has no owner yet. Open it in a browser and enter the code.', '');
    for (const address of addresses(hub.address, config.host)) lines.push(`    Open        ${address}`);
    lines.push(`    Setup code  ${code}`, '');
  }
  if (lines.length > 0) print(terminal, ['', ...lines].join('\n'));
  print(terminal, `Lightkeeper is ready at ${hub.address}`);
}

/** The hub's own address, and where it listens on all, those by which a phone reaches it. */
function addresses(own: string, host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [own];
  const { port } = new URL(own);
  const found = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return [own, ...found.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => `http://${address}:${port}`)];
}
