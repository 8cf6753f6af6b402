import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess } from '../support/hub-process.js';
import { numbers } from '../support/random.js';
import { tempDir } from '../support/temp.js';
import type { TempDir } from '../support/temp.js';
import { contradictions, disorder } from './consistency.js';
import { integrityOf, readStored } from './stored.js';
import type { Stored, StoredEntry } from './stored.js';
import { Promises, writeUntilGone } from './writers.js';

const ROUNDS = 20;
const WRITERS = 6;
const SEED = 20_261_123;

let folder: TempDir;
let token: string;
beforeAll(async () => {
  folder = tempDir('kill');
  token = await cliToken(folder.path);
});
afterAll(() => {
  folder.remove();
});

const start = (): Promise<HubProcess> => HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'warn'] });

/** What was promised and is not there. */
function broken(promises: Promises, { entities, entries }: Stored): string[] {
  const found: string[] = [];
  for (const [id, { revision, name }] of promises.kept) {
    const stored = entities.get(id);
    const may_be_ahead = promises.uncertain.has(id);
    if (stored === undefined) {
      if (!may_be_ahead) found.push(`${id} is gone`);
    } else if (may_be_ahead ? stored.revision < revision : stored.revision !== revision || stored.name !== name) {
      found.push(`${id} was answered as ${name} at ${revision} and is ${stored.name} at ${stored.revision}`);
    }
  }
  for (const id of promises.deleted) if (entities.has(id)) found.push(`${id} was deleted and is back`);
  const commanded = new Map<string, number>();
  for (const { category, action, entity_id } of entries)
    if (category === 'device' && action === 'commanded' && entity_id !== null)
      commanded.set(entity_id, (commanded.get(entity_id) ?? 0) + 1);
  for (const [id, count] of promises.commands) {
    const told = commanded.get(id) ?? 0;
    const most = count + (promises.uncertain.has(id) ? 1 : 0);
    if (told < count || told > most) found.push(`${count} commands to ${id} were answered, and ${told} are in the log`);
  }
  return found;
}

const ends = (entries: readonly StoredEntry[]): StoredEntry[] => entries.filter(({ action }) => action === 'unclean_shutdown');

describe('a hub that is killed while it writes', { timeout: 300_000 }, () => {
  it(`keeps every change that it answered, with its entry, in ${ROUNDS} kills out of ${ROUNDS}`, async () => {
    const random = numbers(SEED);
    const promises = new Promises();
    let before: StoredEntry[] = [];
    let started_at = Date.now();
    let hub = await start();
    for (let round = 1; round <= ROUNDS; round += 1) {
      const target = promises.count + 1 + Math.floor(random() * 60);
      const writers = Array.from({ length: WRITERS }, () => writeUntilGone(hub, token, promises, random));
      const failed = Promise.all(writers);
      failed.catch(() => undefined);
      await Promise.race([eventually('the writers write', () => promises.count >= target, { every_ms: 1, within_ms: 60_000 }), failed]);
      await hub.kill();
      await failed;

      const restarted_at = Date.now();
      hub = await start();
      const stored = readStored(folder.path);
      expect(broken(promises, stored), `round ${round}`).toEqual([]);
      expect(contradictions(stored), `round ${round}`).toEqual([]);
      expect(disorder(before, stored.entries), `round ${round}`).toEqual([]);
      const [end, ...more] = ends(stored.entries.slice(before.length));
      expect(more, `round ${round}`).toEqual([]);
      const last_seen = Date.parse(String(end?.metadata.last_seen));
      expect(last_seen, `round ${round}`).toBeGreaterThanOrEqual(started_at);
      expect(last_seen, `round ${round}`).toBeLessThanOrEqual(restarted_at);
      before = stored.entries;
      started_at = restarted_at;
    }
    await hub.stop();
    expect(ends(before)).toHaveLength(ROUNDS);
    expect(integrityOf(folder.path)).toBe('ok');
    expect(promises.count).toBeGreaterThan(ROUNDS * 10);
  });

  it('ends in order on SIGTERM: its last entry says so, and the next start finds nothing amiss', async () => {
    const hub = await start();
    const client = hub.client(token);
    expect((await client.api('POST', '/areas', { name: 'Last room', kind: 'other' })).status).toBe(201);
    const kills = ends(readStored(folder.path).entries).length;
    expect(await hub.stop()).toEqual({ code: 0, signal: null });
    expect(readStored(folder.path).entries.at(-1)).toMatchObject({ category: 'system', action: 'shutting_down', actor: 'system' });

    const again = await start();
    const { entries } = readStored(folder.path);
    expect(entries.at(-1)).toMatchObject({ category: 'system', action: 'started' });
    expect(ends(entries)).toHaveLength(kills);
    await again.stop();
  });

  it('keeps what it answered when SIGTERM comes amid writing', async () => {
    const hub = await start();
    const promises = new Promises();
    const before = readStored(folder.path).entries;
    const writers = Promise.allSettled(Array.from({ length: WRITERS }, () => writeUntilGone(hub, token, promises, numbers(SEED))));
    await eventually('the writers write', () => promises.count >= 40, { every_ms: 1 });
    expect(await hub.stop()).toEqual({ code: 0, signal: null });
    await writers;
    const stored = readStored(folder.path);
    expect(broken(promises, stored)).toEqual([]);
    expect(contradictions(stored)).toEqual([]);
    expect(disorder(before, stored.entries)).toEqual([]);
    const actions = stored.entries.slice(before.length).map(({ action }) => action);
    expect(actions.filter((action) => action === 'shutting_down')).toHaveLength(1);
    expect(actions).not.toContain('unclean_shutdown');
  });
});
