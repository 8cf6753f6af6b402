import path from 'node:path';
import { safeText } from '@lightkeeper/plugin-sdk';
import type { Command } from 'commander';
import type { HubConfig } from '../config/index.js';
import { paths } from '../paths.js';
import { findNpmPlugins, findPlugins, type FoundPlugin } from '../plugins/find-plugins.js';
import { configFrom, withDataFolder, type CommonFlags } from './options.js';
import { print, type Terminal } from './terminal.js';

/** All plugins where the hub looks for them, read and not run. */
export function pluginsOf(config: HubConfig): FoundPlugin[] {
  const folders = [path.join(config.data_dir, 'plugins'), ...config.plugin_dirs];
  return [
    ...findPlugins(paths.builtInPlugins, 'built_in'),
    ...folders.flatMap((folder) => findPlugins(folder, 'data_folder')),
    ...findNpmPlugins(config.data_dir),
  ];
}

/** `lightkeeper plugin list` */
export function addPluginCommands(program: Command, terminal: Terminal, done: (code: number) => void): void {
  const plugin = program.command('plugin').description('plugins');
  withDataFolder(plugin.command('list').description('the plugins that the hub finds, without running them')).action(
    (flags: CommonFlags) => {
      const rows = pluginsOf(configFrom(flags, terminal)).map(({ manifest, version, source, problem, description }) => [
        manifest.id,
        version,
        source,
        safeText(problem === null ? description : `not valid: ${problem}`, 200),
      ]);
      const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
      for (const row of rows) print(terminal, row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
      done(0);
    },
  );
}
