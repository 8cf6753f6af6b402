import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VERSION } from '../paths.js';
import { checkNode, checkUi } from './doctor-checks.js';
import { lockDataFolder } from './data-folder.js';
import { run } from './main.js';

let cwd: string;
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'lk-cli-'));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  rmSync(cwd, { recursive: true });
});

async function lightkeeper(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const collect = (add: (text: string) => void): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        add(chunk.toString());
        done();
      },
    });
  const stdout = collect((text) => (out += text));
  const stderr = collect((text) => (err += text));
  const code = await run(args, { stdout, stderr, env: {}, cwd });
  return { code, out, err };
}

async function listening(): Promise<number> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

describe('usage', () => {
  it('tells its version and its help, which are no failures', async () => {
    expect(await lightkeeper('--version')).toEqual({ code: 0, out: `${VERSION}\n`, err: '' });
    const help = await lightkeeper('start', '--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const flag of [
      '--host',
      '--port',
      '--data-dir',
      '--mqtt-url',
      '--demo',
      '--safe-mode',
      '--config',
      '--allow-loopback-discovery',
      '--log-level',
    ]) {
      expect(help.out).toContain(flag);
    }
  });

  it.each<[string[], RegExp]>([
    [['start', '--prot', '1'], /^lightkeeper: unknown option '--prot'/],
    [['strat'], /^lightkeeper: unknown command 'strat'/],
    [['start', 'now'], /^lightkeeper: too many arguments/],
    [['start', '--port', '80x'], /^lightkeeper: port: must be a whole number from 0 to 65535 \(flag --port\)/],
    [['start', '--config', 'none.yaml'], /^lightkeeper: .*none\.yaml: cannot be read \(ENOENT\)/],
    [['start', '--log-level', 'loud'], /^lightkeeper: log_level: must be one of/],
    [['token', 'create', '--name', 'x'], /^lightkeeper: required option '--role <role>' not specified/],
    [['token', 'create', '--name', 'x', '--role', 'king'], /^lightkeeper: \/role: /],
    [['token', 'create', '--name', '', '--role', 'owner'], /^lightkeeper: \/name: must not be empty/],
  ])('refuses %j in one line, with exit code 2', async (args, words) => {
    const { code, out, err } = await lightkeeper(...args);
    expect(err).toMatch(words);
    expect(err.trimEnd()).not.toContain('\n');
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('refuses a data folder that is a file', async () => {
    writeFileSync(path.join(cwd, 'file'), '');
    const { code, err } = await lightkeeper('token', 'create', '--name', 'x', '--role', 'owner', '--data-dir', 'file');
    expect(code).toBe(2);
    expect(err).toMatch(/^lightkeeper: data_dir: .*file cannot be used/);
  });
});

describe('on a data folder', () => {
  it('makes a token, exports what happened, and prunes, each recorded as done by the command line', { timeout: 60_000 }, async () => {
    const made = await lightkeeper(
      'token',
      'create',
      '--name',
      'bridge',
      '--role',
      'member',
      '--scopes',
      'devices:write',
      '--data-dir',
      'home',
    );
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(/^lk_[A-Za-z0-9_-]{32,}\n$/);
    expect(statSync(path.join(cwd, 'home')).mode & 0o077).toBe(0);

    const first = await lightkeeper('activity', 'export', '--format', 'jsonl', '--data-dir', 'home', '--categories', 'auth');
    expect(first).toMatchObject({ code: 0, err: '' });
    const entries = first.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toEqual([expect.objectContaining({ category: 'auth', action: 'token_created', actor: 'cli', entity_name: 'bridge' })]);
    expect(first.out).not.toContain(made.out.trim());

    expect(await lightkeeper('activity', 'prune', '--data-dir', 'home')).toMatchObject({ code: 0, err: '' });

    const file = path.join(cwd, 'all.csv');
    expect(await lightkeeper('activity', 'export', '--output', 'all.csv', '--data-dir', 'home')).toEqual({ code: 0, out: '', err: '' });
    const csv = readFileSync(file, 'utf8');
    expect(csv.split('\r\n')[0]).toBe('id,ts,category,action,severity,actor,message,entity_type,entity_id,entity_name,metadata');
    expect(csv).toContain('activity_exported');
    expect(statSync(file).mode & 0o077).toBe(0);

    const wrong = await lightkeeper('activity', 'export', '--since', 'yesterday', '--data-dir', 'home');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toMatch(/^lightkeeper: \?since: /);
  });

  it.each([['export'], ['prune']])('does not %s where no hub ever ran, and leaves nothing there', async (command) => {
    const { code, err } = await lightkeeper('activity', command, '--data-dir', 'nowhere');
    expect(code).toBe(1);
    expect(err).toMatch(/^lightkeeper: There is no hub's data in .*nowhere/);
    expect(statSync(path.join(cwd, 'nowhere'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('lists plugins without running them', async () => {
    const folder = path.join(cwd, 'home/plugins/tide');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'index.js'), 'throw new Error("it was run");');
    const lightkeeper_key = { id: 'tide', name: 'Tide', sdk: '^0.1.0', surprise: true };
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'tide', version: '1.2.3', lightkeeper: lightkeeper_key }));
    const { code, out } = await lightkeeper('plugin', 'list', '--data-dir', 'home');
    expect(code).toBe(0);
    const lines = out.trim().split('\n');
    expect(lines.find((line) => line.startsWith('activity-log'))).toMatch(/^activity-log +\d+\.\d+\.\d+ +built_in /);
    expect(lines.find((line) => line.startsWith('tide'))).toMatch(/^tide +1\.2\.3 +data_folder +not valid: .*surprise/);
  });

  it('keeps a second hub off', async () => {
    const folder = path.join(cwd, 'home');
    mkdirSync(folder);
    const unlock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'LK_CONFLICT' }) as Error);
    const { code, err } = await lightkeeper('start', '--data-dir', 'home', '--port', '0');
    expect(code).toBe(1);
    expect(err).toMatch(/^lightkeeper: Another hub runs on .*home/);
    unlock();
    lockDataFolder(folder)();
  });
});

describe('doctor', () => {
  const line = (out: string, name: string): string => out.split('\n').find((text) => text.slice(7).startsWith(name)) ?? '';

  it('finds nothing wrong with a folder that will be made', async () => {
    const { out } = await lightkeeper('doctor', '--data-dir', 'home', '--port', '0');
    for (const name of ['Node.js', 'data folder', 'database', 'plugins', 'port', 'broker']) expect(line(out, name)).toMatch(/^ok {5}/);
    expect(statSync(path.join(cwd, 'home'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('finds a damaged database, a taken port, a broker that is away and a broken plugin, and exits with 1', async () => {
    const folder = path.join(cwd, 'home');
    mkdirSync(path.join(folder, 'plugins/broken'), { recursive: true });
    writeFileSync(path.join(folder, 'plugins/broken/package.json'), '{');
    writeFileSync(path.join(folder, 'lightkeeper.db'), 'no database at all, but long enough to be looked at'.repeat(50));
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const taken = await listening();
    const flags = ['--data-dir', 'home', '--host', '127.0.0.1', '--port', String(taken), '--mqtt-url', `mqtt://127.0.0.1:${port}`];
    const { code, out, err } = await lightkeeper('doctor', ...flags);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(line(out, 'database')).toMatch(/^WRONG .*not a database/);
    expect(line(out, 'port')).toMatch(/^WRONG .*used by another program/);
    expect(line(out, 'broker')).toMatch(/^WRONG .*nothing listens at that address and port/);
    expect(line(out, 'plugins')).toMatch(/^WRONG .*broken/);
  });

  it('reaches the broker that is stored, and shows no password of it', async () => {
    const port = await listening();
    mkdirSync(path.join(cwd, 'home'));
    const database = new Sqlite(path.join(cwd, 'home/lightkeeper.db'));
    database.exec('CREATE TABLE entities (id TEXT, type TEXT, data TEXT)');
    const data = JSON.stringify({ enabled: true, url: `mqtt://hub:hidden@127.0.0.1:${port}` });
    database.prepare("INSERT INTO entities VALUES ('mqtt', 'settings', ?)").run(data);
    database.close();
    const { out } = await lightkeeper('doctor', '--data-dir', 'home', '--port', '0');
    expect(line(out, 'broker')).toBe(`ok     broker       127.0.0.1:${port} answers`);
    expect(out).not.toContain('hidden');
  });

  it('knows which Node.js is too old and whether the UI is built', () => {
    expect([checkNode('v18.20.0').ok, checkNode('v20.18.3').ok, checkNode('v20.19.0').ok, checkNode('v26.0.0-nightly').ok]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(checkUi(cwd).ok).toBe(false);
    writeFileSync(path.join(cwd, 'index.html'), '');
    expect(checkUi(cwd).ok).toBe(true);
  });
});
