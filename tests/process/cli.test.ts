import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityEntry, Health, Page, Principal } from '@lightkeeper/plugin-sdk/wire';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess, runCli } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import type { TempDir } from '../support/temp.js';

let folder: TempDir;
let hub: HubProcess | undefined;
beforeEach(() => {
  folder = tempDir('cli');
});
afterEach(async () => {
  await hub?.dispose();
  hub = undefined;
  folder.remove();
});

const start = async (...args: string[]): Promise<HubProcess> => (hub = await HubProcess.start({ data_dir: folder.path, args }));
const run = (...args: string[]): ReturnType<typeof runCli> => runCli([...args, '--data-dir', folder.path]);

async function newest(token: string, filter: string): Promise<ActivityEntry | undefined> {
  const answer = await hub?.api<Page<ActivityEntry>>('GET', `/activity?${filter}`, undefined, { token });
  return answer?.body.items[0];
}

describe('lightkeeper start', () => {
  it('prints the way in, then the line that scripts wait for, and no code once there is an owner', async () => {
    const first = await start();
    expect(first.setup_code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(first.output.indexOf(first.setup_code)).toBeLessThan(first.output.indexOf('Lightkeeper is ready at http://127.0.0.1:'));
    const wrong = await first.api('POST', '/setup', { code: 'AAAA-AAAA', name: 'eve', display_name: 'Eve', password: 'x'.repeat(20) });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    const owner = { name: 'anna', display_name: 'Anna', password: 'correct horse battery staple' };
    expect((await first.api('POST', '/setup', { code: first.setup_code, ...owner })).status).toBe(201);
    await first.stop();
    expect((await start()).output).not.toMatch(/setup code/i);
  });

  it.each<[string, { args?: string[]; env?: Record<string, string>; file?: string }, RegExp]>([
    ['an unknown key in its file', { file: 'prot: 8420\n' }, /^lightkeeper: prot: is not a known setting/],
    ['a bad value in its file', { file: 'port: many\n' }, /^lightkeeper: port: must be a whole number/],
    ['a file that is no YAML', { file: 'port: [1\n' }, /^lightkeeper: .*lightkeeper\.yaml/],
    ['an unknown variable', { env: { LIGHTKEEPER_PROT: '1' } }, /^lightkeeper: LIGHTKEEPER_PROT: is not a known setting/],
    ['a bad variable', { env: { LIGHTKEEPER_MQTT_URL: 'http://broker' } }, /^lightkeeper: mqtt_url: must be an address/],
    ['a bad port', { args: ['--port', '70000'] }, /^lightkeeper: port: must be at most 65535/],
    ['an unknown flag', { args: ['--prot', '1'] }, /^lightkeeper: unknown option '--prot'/],
  ])(
    'refuses %s in one line that names it, with exit code 2, and leaves nothing behind',
    async (_what, { args = [], env, file }, words) => {
      if (file !== undefined) writeFileSync(folder.file('lightkeeper.yaml'), file);
      const { code, output, stdout } = await runCli(['start', '--data-dir', folder.path, ...args], env);
      expect(output).toMatch(words);
      expect(output.trimEnd()).not.toContain('\n');
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(existsSync(folder.file('lightkeeper.db'))).toBe(false);
    },
  );

  it('puts a flag above its file', async () => {
    writeFileSync(folder.file('lightkeeper.yaml'), 'host: 127.0.0.3\nmdns: false\n');
    const { host, protocol } = new URL((await start()).url);
    expect(`${protocol}//${host}`).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe('lightkeeper token create', () => {
  it('prints the token alone, on a folder without a hub and beside one that runs, and the token works at once', async () => {
    const early = await run('token', 'create', '--name', 'early', '--role', 'owner');
    expect(early).toMatchObject({ code: 0, output: early.stdout });
    expect(early.stdout).toMatch(/^lk_[\w-]{32,}\n$/);

    const running = await start();
    const late = await cliToken(folder.path, 'viewer', 'late');
    expect((await running.api<Principal>('GET', '/auth/me', undefined, { token: early.stdout.trim() })).body).toMatchObject({
      kind: 'token',
      name: 'early',
      role: 'owner',
    });
    expect((await running.api<Principal>('GET', '/auth/me', undefined, { token: late })).body).toMatchObject({
      name: 'late',
      role: 'viewer',
    });
    expect((await running.api('POST', '/areas', { name: 'Hall', kind: 'hall' }, { token: late })).status).toBe(403);
    expect(await newest(early.stdout.trim(), 'entity_type=token')).toMatchObject({
      action: 'token_created',
      actor: 'cli',
      entity_name: 'late',
    });
  });
});

describe('beside a hub that runs', () => {
  it('exports and prunes as the command line, and the hub’s own log tells of it', async () => {
    const token = await cliToken(folder.path);
    const running = await start();
    for (let n = 0; n < 5; n += 1) {
      expect((await running.api('POST', '/areas', { name: `Room ${n}`, kind: 'other' }, { token })).status).toBe(201);
    }
    const exported = await run('activity', 'export', '--format', 'jsonl', '--categories', 'entity', '--entity-type', 'area');
    expect(exported).toMatchObject({ code: 0, output: exported.stdout });
    const lines = exported.stdout.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as ActivityEntry).entity_name)).toEqual([
      'Room 4',
      'Room 3',
      'Room 2',
      'Room 1',
      'Room 0',
    ]);
    expect(await newest(token, 'categories=system')).toMatchObject({ action: 'activity_exported', actor: 'cli' });

    const file = folder.file('log.csv');
    expect(await run('activity', 'export', '--output', file)).toMatchObject({ code: 0, output: '' });
    expect(readFileSync(file, 'utf8').split('\r\n').length).toBeGreaterThan(7);

    const settings = { retention_days: 3650, retention_entries: 1000 };
    expect((await running.api('PUT', '/activity/settings', settings, { token })).status).toBe(200);
    const pruned = await run('activity', 'prune');
    expect(pruned).toMatchObject({ code: 0, output: pruned.stdout });
    expect(JSON.parse(pruned.stdout)).toMatchObject({ removed: 0 });
    expect((await running.api<Health>('GET', '/health')).body.status).toBe('ok');
  });

  it('ends with 1 where there is nothing to work on, and with 2 where it was asked wrongly', async () => {
    expect(await run('activity', 'export')).toMatchObject({ code: 1, stdout: '' });
    await cliToken(folder.path);
    expect(await run('activity', 'export', '--since', 'yesterday')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('activity', 'export', '--format', 'xml')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('activity')).toMatchObject({ code: 2, stdout: '' });
  });

  it('finds the hub well, and says what is not', async () => {
    const list = await run('plugin', 'list');
    expect(list.code).toBe(0);
    expect(list.stdout).toMatch(/^activity-log .*built_in/m);
    expect(list.stdout).toMatch(/^devices .*built_in/m);
    const well = await run('doctor', '--port', '0', '--host', '127.0.0.1');
    expect(well.output).toMatch(/All is well\./);
    expect(well.code).toBe(0);
    writeFileSync(folder.file('lightkeeper.db'), 'this is no database, however long one looks at it. '.repeat(40));
    const ill = await run('doctor', '--port', '0', '--host', '127.0.0.1');
    expect(ill.output).toMatch(/^WRONG {2}database/m);
    expect(ill.code).toBe(1);
    await expect(start()).rejects.toThrow(/lightkeeper: The database/);
  });
});
