import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Child } from '../support/child.js';
import { plainEnvironment, ROOT } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import type { TempDir } from '../support/temp.js';

const folders: TempDir[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

/** knex's own program, in the root folder, on data of its own. */
async function knex(data_dir: string, ...args: string[]): Promise<string> {
  const program = path.join(ROOT, 'node_modules/knex/bin/cli.js');
  const child = new Child(process.execPath, [program, ...args], { cwd: ROOT, env: plainEnvironment({ LIGHTKEEPER_DATA_DIR: data_dir }) });
  const { code } = await child.exited;
  expect(code, child.output).toBe(0);
  return child.output;
}

function dataFolder(): TempDir {
  const folder = tempDir('knexfile');
  folders.push(folder);
  return folder;
}

describe('knexfile.ts with knex’s own command line', () => {
  it('migrates the kernel up and down', async () => {
    const folder = dataFolder();
    expect(await knex(folder.path, 'migrate:status')).toMatch(/No Completed[^]*Pending[^]*0001_kernel/);
    await knex(folder.path, 'migrate:latest');
    expect(await knex(folder.path, 'migrate:status')).toMatch(/Completed[^]*0001_kernel[^]*No Pending/);
    expect(await knex(folder.path, 'migrate:rollback', '--all')).toContain('rolled back');
    expect(existsSync(folder.file('lightkeeper.db'))).toBe(true);
  });

  it('reaches the migrations of a plugin by its id', async () => {
    const folder = dataFolder();
    await knex(folder.path, 'migrate:latest', '--env', 'activity-log');
    expect(await knex(folder.path, 'migrate:status', '--env', 'activity-log')).toMatch(/Completed[^]*0001_entries[^]*No Pending/);
  });
});
