import { ROLES, type Role } from '@lightkeeper/plugin-sdk';
import type { Command } from 'commander';
import { configFrom, withDataFolder, type CommonFlags } from './options.js';
import { withKernel } from './kernel.js';
import { print, type Terminal } from './terminal.js';

interface TokenFlags extends CommonFlags {
  name: string;
  role: string;
  scopes?: string;
  expiresAt?: string;
}

/** `lightkeeper token create`: for scripts and for hubs without a screen; the token alone on standard output. */
export function addTokenCommands(program: Command, terminal: Terminal, done: (code: number) => void): void {
  const token = program.command('token').description('API tokens');
  withDataFolder(
    token
      .command('create')
      .description('make an API token and print it, this once')
      .requiredOption('--name <name>', 'what it is for')
      .requiredOption('--role <role>', `what it may do at most: ${ROLES.join(', ')}`)
      .option('--scopes <list>', 'comma-separated, such as devices:write,activity:read (default: all that the role allows)')
      .option('--expires-at <time>', 'ISO 8601 (default: never)'),
  ).action(async (flags: TokenFlags) => {
    const created = await withKernel(configFrom(flags, terminal), terminal, flags.logLevel !== undefined, ({ access }) =>
      access.createToken({
        name: flags.name,
        // Checked by the schema of tokens, which names the roles.
        role: flags.role as Role,
        ...(flags.scopes === undefined ? {} : { scopes: flags.scopes.split(',').map((scope) => scope.trim()) }),
        ...(flags.expiresAt === undefined ? {} : { expires_at: flags.expiresAt }),
      }),
    );
    print(terminal, created.token);
    done(0);
  });
}
