import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const PROGRAM = path.resolve(import.meta.dirname, '../../bin/lightkeeper.js');
const built = existsSync(path.resolve(import.meta.dirname, '../../dist/cli/main.js'));

let cwd: string;
const children = new Set<ChildProcess>();
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'lk-start-'));
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  children.clear();
  rmSync(cwd, { recursive: true });
});

interface Program {
  child: ChildProcess;
  /** All that was printed, when it has ended. */
  ended: Promise<{ code: number | null; out: string; err: string }>;
  /** The address, when it is ready; rejects when it ends before. */
  ready: Promise<string>;
  out: () => string;
}

function lightkeeper(...args: string[]): Program {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(LIGHTKEEPER_|VITEST|NODE_OPTIONS)/.test(name)));
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env: { ...env, LIGHTKEEPER_MDNS: 'off' } });
  children.add(child);
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const address = /^Lightkeeper is ready at (\S+)\n/m.exec(out)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('close', () => {
      reject(new Error(`It ended before it was ready: ${err}`));
    });
  });
  // Not every test waits for it.
  ready.catch(() => undefined);
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, out, err }));
  return { child, ended, ready, out: () => out };
}

const start = (...more: string[]): Program => lightkeeper('start', '--host', '127.0.0.1', '--port', '0', '--data-dir', 'home', ...more);

describe.skipIf(!built)('lightkeeper start (needs the build)', { timeout: 60_000 }, () => {
  it('shows address and setup code, takes tokens made beside it, keeps a second hub off, and ends in good order', async () => {
    const hub = start();
    const address = await hub.ready;
    expect(hub.out()).toMatch(/Setup code {2}[0-9A-Z]{4}-[0-9A-Z]{4}\n/);
    expect(hub.out().trimEnd().split('\n').at(-1)).toBe(`Lightkeeper is ready at ${address}`);

    const second = await start().ended;
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toMatch(/^lightkeeper: Another hub runs on [^\n]+\n$/);

    const made = await lightkeeper('token', 'create', '--name', 'script', '--role', 'owner', '--data-dir', 'home').ended;
    expect(made).toMatchObject({ code: 0, err: '' });
    const answer = await fetch(`${address}/api/v1/activity?actor=cli`, { headers: { authorization: `Bearer ${made.out.trim()}` } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ items: [{ category: 'auth', action: 'token_created', entity_name: 'script' }] });

    hub.child.kill('SIGTERM');
    const { code, err } = await hub.ended;
    expect(code).toBe(0);
    expect(hub.out() + err).not.toContain(made.out.trim());
    // Not on a terminal, so the log is one JSON object a line.
    for (const line of err.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('message');
  });

  it('starts again after a kill', async () => {
    const first = start();
    await first.ready;
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start();
    await second.ready;
    second.child.kill('SIGINT');
    expect((await second.ended).code).toBe(0);
  });

  it('says in one line that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, out, err } = await lightkeeper('start', '--host', '127.0.0.1', '--port', String(port), '--data-dir', 'home').ended;
    other.close();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trimEnd().split('\n').at(-1)).toMatch(/^lightkeeper: port: \d+ is in use by another program\./);
  });
});
