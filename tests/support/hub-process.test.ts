import { afterEach, describe, expect, it } from 'vitest';
import type { Health, Principal } from '@lightkeeper/plugin-sdk/wire';
import { HubProcess, runCli } from './hub-process.js';
import { completeSetup, createTokens, OWNER, signIn } from './setup.js';
import { tempDir } from './temp.js';

const hubs: HubProcess[] = [];
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.dispose();
});

async function start(...args: Parameters<typeof HubProcess.start>): Promise<HubProcess> {
  const hub = await HubProcess.start(...args);
  hubs.push(hub);
  return hub;
}

describe('the hub harness', { timeout: 120_000 }, () => {
  it('takes a hub from its setup code to tokens for each role, over a restart', async () => {
    const hub = await start();
    const waiting = await hub.api<Health>('GET', '/health');
    expect(waiting.body).toMatchObject({ status: 'ok', setup_required: true });

    const owner = await completeSetup(hub);
    const tokens = await createTokens(owner, ['viewer', 'admin']);
    expect((await hub.api<Principal>('GET', '/auth/me', undefined, { token: tokens.viewer ?? '' })).body).toMatchObject({
      kind: 'token',
      role: 'viewer',
    });
    expect(await hub.stop()).toEqual({ code: 0, signal: null });

    const again = await hub.again();
    hubs.push(again);
    const anna = await signIn(again, OWNER.name, OWNER.password);
    expect((await anna.api<Principal>('GET', '/auth/me')).body).toMatchObject({ kind: 'user', name: 'anna', role: 'owner' });
    expect((await again.api<Health>('GET', '/health')).body.setup_required).toBe(false);
  });

  it('ends a hub as a power cut would', async () => {
    const hub = await start();
    expect(await hub.kill()).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('tells why a hub did not start', async () => {
    await expect(start({ args: ['--port', '99999'] })).rejects.toThrow(/ended before it was ready[^]*port/);
  });

  it('runs the command line to its end', async () => {
    const folder = tempDir('cli');
    const { code, output } = await runCli(['token', 'create', '--name', 'script', '--role', 'admin', '--data-dir', folder.path]);
    expect(output).toMatch(/lk_[\w-]{43}/);
    expect(code).toBe(0);
    folder.remove();
  });
});
