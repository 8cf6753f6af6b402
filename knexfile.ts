/**
 * The hub's database for knex's own command line, with the settings and migrations that the hub itself uses:
 *
 *     npm run build
 *     npx knex migrate:status                        # the kernel's tables
 *     npx knex migrate:status --env activity-log     # a plugin's, by its id
 *
 * Which database: the data folder of `lightkeeper.yaml` or LIGHTKEEPER_DATA_DIR, as for the hub. Stop the hub before you change anything.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findPlugins, knexConfig, loadConfig, migratorConfig } from '@lightkeeper/core';
import { migrations } from '@lightkeeper/migrations';
import type { Migration, PluginDefinition } from '@lightkeeper/plugin-sdk';
import type { Knex } from 'knex';

const { data_dir, plugin_dirs } = loadConfig({ flags: {}, env: process.env, cwd: import.meta.dirname });
mkdirSync(data_dir, { recursive: true });
const connection = knexConfig(path.join(data_dir, 'lightkeeper.db'));

function settings(owner: string, steps: readonly Migration[]): Knex.Config {
  // knex's list of what is pending shows `file`.
  const listed = steps.map((step) => ({ ...step, file: step.name }));
  return { ...connection, migrations: migratorConfig(owner, listed) };
}

async function pluginSettings(): Promise<Record<string, Knex.Config>> {
  const builtIn = findPlugins(path.join(import.meta.dirname, 'plugins'), 'built_in');
  const others = [path.join(data_dir, 'plugins'), ...plugin_dirs].flatMap((folder) => findPlugins(folder, 'data_folder'));
  const found: Record<string, Knex.Config> = {};
  for (const { manifest, main, problem } of [...builtIn, ...others]) {
    if (problem !== null) continue;
    const { default: definition } = (await import(pathToFileURL(main).href)) as { default: PluginDefinition<never, never> };
    if (definition.migrations !== undefined) found[manifest.id] = settings(manifest.id, definition.migrations);
  }
  return found;
}

// knex takes the entry that `--env` names, else the whole.
export default { ...settings('core', migrations), ...(await pluginSettings()) };
