import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { Child } from '../support/child.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess, plainEnvironment, ROOT } from '../support/hub-process.js';
import { numbers } from '../support/random.js';
import { tempDir } from '../support/temp.js';
import { contradictions, disorder } from './consistency.js';
import { integrityOf, readStored } from './stored.js';

const ROUNDS = 6;
/** Somewhere between the first line of code and a hub that is ready, on a quick machine and on a slow one. */
const LONGEST_MS = 1_500;

const folder = tempDir('kill-at-start');
afterEach(() => {
  folder.remove();
});

it(`starts after ${ROUNDS} kills amid its first starts, on a folder that was empty`, async () => {
  const random = numbers(7);
  const program = path.join(ROOT, 'core/bin/lightkeeper.js');
  const args = ['start', '--host', '127.0.0.1', '--port', '0', '--data-dir', folder.path, '--mdns', 'off'];
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = new Child(process.execPath, [program, ...args], { env: plainEnvironment(), cwd: ROOT });
    // The moment is the seed's; wherever it falls, what follows has to hold.
    await delay(random() * LONGEST_MS);
    expect(await child.finish('SIGKILL'), child.output).toMatchObject({ signal: 'SIGKILL' });
  }
  const hub = await HubProcess.start({ data_dir: folder.path });
  const owner = hub.client(await cliToken(folder.path));
  expect((await owner.api('POST', '/areas', { name: 'Hall', kind: 'hall' })).status).toBe(201);
  await hub.stop();

  const stored = readStored(folder.path);
  expect(integrityOf(folder.path)).toBe('ok');
  expect(contradictions(stored)).toEqual([]);
  expect(disorder([], stored.entries)).toEqual([]);
  // A run that had begun and was killed is told of by the next one that begins; one that had not begun is not.
  const runs = stored.entries.map(({ action }) => action).filter((action) => ['started', 'unclean_shutdown'].includes(action));
  expect(runs.join()).toMatch(/^started(,unclean_shutdown,started)*$/);
});
