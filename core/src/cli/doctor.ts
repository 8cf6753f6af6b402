import { safeText } from '@lightkeeper/plugin-sdk';
import type { Command } from 'commander';
import { runChecks } from './doctor-checks.js';
import { configFrom, withDataFolder, type StartFlags } from './options.js';
import { EXIT, print, type Terminal } from './terminal.js';

/** `lightkeeper doctor`: says of each thing that a hub needs whether it is there. Exit code 1 when one is not. */
export function addDoctorCommand(program: Command, terminal: Terminal, done: (code: number) => void): void {
  withDataFolder(program.command('doctor').description('check what the hub needs to run'))
    .option('--host <address>', 'address that the hub listens on')
    .option('--port <number>', 'port that the hub listens on')
    .option('--mqtt-url <url>', "the broker's address")
    .option('--demo', 'check the demo')
    .action(async (flags: StartFlags) => {
      const config = configFrom(flags, terminal);
      const findings = await runChecks(config);
      for (const { ok, name, words } of findings)
        print(terminal, `${ok ? 'ok   ' : 'WRONG'}  ${name.padEnd(11)}  ${safeText(words, 1_000)}`);
      const wrong = findings.filter(({ ok }) => !ok).length;
      print(terminal, wrong === 0 ? 'All is well.' : `${wrong} of ${findings.length} checks found something wrong.`);
      done(wrong === 0 ? EXIT.ok : EXIT.failure);
    });
}
