import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from './database.js';

let folder: string;
let db: Database;
const errors: unknown[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lightkeeper-db-'));
  db = await Database.open({ filename: join(folder, 'hub.db'), onAfterCommitError: (error) => errors.push(error) });
  await db.migrate('core', [
    {
      name: '0001_words',
      up: (knex) => knex.schema.createTable('words', (table) => table.integer('n').unique()),
      down: (knex) => knex.schema.dropTable('words'),
    },
  ]);
  errors.length = 0;
});

afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const insert = (n: number) => db.transaction((tx) => tx.run('INSERT INTO words (n) VALUES (?)', [n]));
const stored = (): number[] => db.all<{ n: number }>('SELECT n FROM words ORDER BY n', []).map(({ n }) => n);

describe('Database', () => {
  it('answers a write only when another connection can see it', async () => {
    await insert(1);
    expect(stored()).toEqual([1]);
  });

  it('lets a write for which nobody waits stay for company, and keeps its place before those that come later', async () => {
    const order: number[] = [];
    const write = (n: number, unhurried: boolean): Promise<number> =>
      db.transaction(
        async (tx) => {
          order.push(n);
          await tx.run('INSERT INTO words (n) VALUES (?)', [n]);
          return order.length;
        },
        { unhurried },
      );
    const lazy = [write(1, true), write(2, true)];
    const hurried = write(3, false);
    expect(await hurried).toBe(3);
    expect(await Promise.all(lazy)).toEqual([1, 2]);
    expect(order).toEqual([1, 2, 3]);
    const alone = write(4, true);
    expect(order).toEqual([1, 2, 3]);
    await alone;
    const asked = write(5, true);
    await db.idle();
    expect(stored()).toEqual([1, 2, 3, 4, 5]);
    await asked;
  });

  it('rolls back the one that fails and keeps the others of the same commit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), async (plan) => {
        await db.transaction((tx) => tx.run('DELETE FROM words', []));
        const results = await Promise.allSettled(
          plan.map((fails, n) =>
            db.transaction(async (tx) => {
              await tx.run('INSERT INTO words (n) VALUES (?)', [n]);
              await tx.knex('words').insert({ n: n + 1_000 });
              if (fails) throw new Error(`refused ${n}`);
              return n;
            }),
          ),
        );
        const kept = plan.flatMap((fails, n) => (fails ? [] : [n]));
        expect(results.map(({ status }) => status === 'rejected')).toEqual(plan);
        expect(stored()).toEqual([...kept, ...kept.map((n) => n + 1_000)]);
      }),
      { numRuns: 25 },
    );
  });

  it('tells after the commit, in order, and never of what was rolled back', async () => {
    const told: string[] = [];
    const write = (word: string, fails: boolean) =>
      db.transaction((tx) => {
        tx.afterCommit(() => {
          told.push(`${word} sees ${stored().length}`);
        });
        return fails ? Promise.reject(new Error(word)) : tx.run('INSERT INTO words (n) VALUES (?)', [word.length]);
      });
    await Promise.allSettled([write('a', false), write('bb', true), write('ccc', false)]);
    await db.idle();
    expect(told).toEqual(['a sees 2', 'ccc sees 2']);
  });

  it('keeps a failure after the commit from the writer', async () => {
    const result = await db.transaction((tx) => {
      tx.afterCommit(() => Promise.reject(new Error('late')));
      return Promise.resolve('kept');
    });
    await db.idle();
    expect(result).toBe('kept');
    expect(errors).toMatchObject([{ message: 'late' }]);
  });

  it("runs an owner's migrations once, each owner in a table of its own", async () => {
    const steps = [
      {
        name: '0001_a',
        up: (knex: typeof db.read) => knex.schema.createTable('tide_a', (table) => table.integer('x')),
        down: () => Promise.resolve(),
      },
    ];
    expect(await db.migrate('tide-table', steps)).toEqual(['0001_a']);
    expect(await db.migrate('tide-table', steps)).toEqual([]);
    expect(db.all('SELECT name FROM migrations_tide_table', [])).toEqual([{ name: '0001_a' }]);
  });

  it('writes with full synchronisation, and refuses to write on the reading connection', async () => {
    const mode = await db.transaction((tx) => tx.get<{ synchronous: number }>('PRAGMA synchronous', []));
    expect(mode).toEqual({ synchronous: 2 });
    expect(() => db.all('DELETE FROM words RETURNING n', [])).toThrow(/readonly/);
  });
});
