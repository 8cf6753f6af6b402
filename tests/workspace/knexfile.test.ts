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

describe('knexfile.ts with knex’s own command line', () => {
  it.each([
    ['the kernel', [], '0001_kernel'],
    ['the activity log', ['--env', 'activity-log'], '0001_entries'],
  ])('migrates %s up, down and up again', async (_owner, env, first) => {
    const folder = tempDir('knexfile');
    folders.push(folder);
    expect(await knex(folder.path, 'migrate:status', ...env)).toMatch(new RegExp(`No Completed[^]*Pending[^]*${first}`));
    await knex(folder.path, 'migrate:latest', ...env);
    expect(await knex(folder.path, 'migrate:status', ...env)).toMatch(new RegExp(`Completed[^]*${first}[^]*No Pending`));
    await knex(folder.path, 'migrate:rollback', '--all', ...env);
    expect(await knex(folder.path, 'migrate:status', ...env)).toContain('No Completed');
    await knex(folder.path, 'migrate:latest', ...env);
    expect(existsSync(folder.file('lightkeeper.db'))).toBe(true);
  });
});
