import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface PluginFiles {
  /** The key `lightkeeper` of its `package.json`, beside id, name and SDK range. */
  manifest?: Record<string, unknown>;
  /** Its main file. */
  code: string;
  version?: string;
}

/** Drops a plugin into a hub's data folder, as a person does who has downloaded one. */
export function dropPlugin(data_dir: string, id: string, { manifest = {}, code, version = '1.2.3' }: PluginFiles): void {
  const folder = path.join(data_dir, 'plugins', id);
  mkdirSync(folder, { recursive: true });
  const lightkeeper = { id, name: `The ${id}`, sdk: '^0.1.0', ...manifest };
  const json = { name: `lightkeeper-plugin-${id}`, version, type: 'module', main: 'index.js', lightkeeper };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(json));
  writeFileSync(path.join(folder, 'index.js'), code);
}

export function removePlugin(data_dir: string, id: string): void {
  rmSync(path.join(data_dir, 'plugins', id), { recursive: true });
}
