import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HubError, Reply } from '@lightkeeper/plugin-sdk';
import type { Command } from 'commander';
import { requireData } from './data-folder.js';
import { callRoute, withKernel } from './kernel.js';
import { configFrom, withDataFolder, type CommonFlags } from './options.js';
import { print, type Terminal } from './terminal.js';

// The eight filters, as the API takes them in its query.
const FILTERS = [
  ['categories', 'comma-separated, such as auth,device'],
  ['severities', 'comma-separated: info, warning, error'],
  ['actor', 'who, such as user:anna'],
  ['entity_type', 'such as device'],
  ['entity_id', 'the id of one thing'],
  ['since', 'ISO 8601, inclusive'],
  ['until', 'ISO 8601, exclusive'],
  ['message_like', 'words that the message holds'],
] as const;

type ExportFlags = CommonFlags & { format: string; output?: string } & Record<string, string | undefined>;

/** `lightkeeper activity export` and `prune`: on the data folder, whether a hub runs on it or not. */
export function addActivityCommands(program: Command, terminal: Terminal, done: (code: number) => void): void {
  const activity = program.command('activity').description('the activity log');
  const exporting = activity
    .command('export')
    .description('write the entries that match, newest first; recorded, as every export is')
    .option('--format <format>', 'csv, json or jsonl', 'csv')
    .option('--output <file>', 'where to (default: standard output)');
  for (const [name, description] of FILTERS) exporting.option(`--${name.replaceAll('_', '-')} <value>`, description);
  withDataFolder(exporting).action(async (flags: ExportFlags) => {
    const config = configFrom(flags, terminal);
    requireData(config.data_dir);
    await withKernel(config, terminal, flags.logLevel !== undefined, async (cradle) => {
      const reply = await callRoute(cradle, 'GET', '/activity/export', { query: exportQuery(flags) });
      if (!(reply instanceof Reply) || !(reply.body instanceof Readable)) throw new HubError('LK_INTERNAL', 'The export gave no stream.');
      if (flags.output === undefined) await pipeline(reply.body, terminal.stdout, { end: false });
      // Entries tell of a home's life: for their owner's eyes only.
      else await pipeline(reply.body, createWriteStream(path.resolve(terminal.cwd, flags.output), { mode: 0o600 }));
    });
    done(0);
  });

  withDataFolder(activity.command('prune').description('remove now what is past the limits of retention')).action(
    async (flags: CommonFlags) => {
      const config = configFrom(flags, terminal);
      requireData(config.data_dir);
      const result = await withKernel(config, terminal, flags.logLevel !== undefined, (cradle) =>
        Promise.resolve(callRoute(cradle, 'POST', '/activity/prune')),
      );
      print(terminal, JSON.stringify(result));
      done(0);
    },
  );
}

function exportQuery(flags: ExportFlags): Record<string, string> {
  const query: Record<string, string> = { format: flags.format };
  for (const [name] of FILTERS) {
    const value = flags[name.replaceAll(/_(.)/g, (_match, letter: string) => letter.toUpperCase())];
    if (value !== undefined) query[name] = value;
  }
  return query;
}
