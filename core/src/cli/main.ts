import { Command } from 'commander';
import { VERSION } from '../paths.js';
import { addActivityCommands } from './activity.js';
import { addDoctorCommand } from './doctor.js';
import { configFrom, withDataFolder, type StartFlags } from './options.js';
import { addPluginCommands } from './plugins.js';
import { start } from './start.js';
import { EXIT, reportFailure, type Terminal } from './terminal.js';
import { addTokenCommands } from './token.js';

// Everything is closed by then; what still holds the process open is a mistake that must not become a hang.
const LINGER_MS = 3_000;

/** The program `lightkeeper`: runs one command, then ends the process with its exit code: 0, 1 (failure), 2 (usage or configuration). */
export async function main(argv: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    // The reader has gone, as in `lightkeeper activity export | head`.
    stream.on('error', () => undefined);
  }
  process.exitCode = await run(argv.slice(2), { stdout: process.stdout, stderr: process.stderr, env: process.env, cwd: process.cwd() });
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

/** Runs one command with these arguments; gives the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.ok;
  const done = (result: number): void => {
    code = result;
  };
  try {
    await programFor(terminal, done).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return reportFailure(terminal, error);
  }
}

function programFor(terminal: Terminal, done: (code: number) => void): Command {
  const program = new Command('lightkeeper')
    .description('A home-automation hub that keeps the lights and the logbook')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) => {
        write(
          `${text
            .replace(/^error: /, 'lightkeeper: ')
            .trim()
            .replaceAll('\n', ' ')}\n`,
        );
      },
    });
  withDataFolder(program.command('start').description('run the hub'))
    .option('--host <address>', 'address to listen on (default: 0.0.0.0, all)')
    .option('--port <number>', 'port to listen on; 0 takes a free one (default: 8420)')
    .option('--mqtt-url <url>', "the broker's address, over the one in the settings")
    .option('--demo', 'run with a simulated home, its data apart in ./data-demo')
    .option('--safe-mode', 'run the built-in plugins alone')
    .option('--allow-loopback-discovery', 'let devices announce themselves with a loopback address')
    .option('--mdns <on|off>', 'listen for announcements of devices (default: on)')
    .action(async (flags: StartFlags) => {
      done(await start(configFrom(flags, terminal), terminal));
    });
  addTokenCommands(program, terminal, done);
  addActivityCommands(program, terminal, done);
  addPluginCommands(program, terminal, done);
  addDoctorCommand(program, terminal, done);
  return program;
}
