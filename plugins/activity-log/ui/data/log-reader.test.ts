import type { ActivityEntry, ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import type { LogPage } from '../model/page-window.js';
import { entry } from '../support/entries.js';
import { LogReader } from './log-reader.js';

const SIZE = 10;

/** A log that answers as the hub does: pages by cursor, both ways, while it grows. */
class Log {
  entries: ActivityEntry[];
  asked = 0;
  fails = false;

  constructor(count: number) {
    this.entries = Array.from({ length: count }, (_, index) => entry(count - index));
  }

  grow(count: number): ActivityEntry[] {
    const next = this.entries.length + 1;
    const fresh = Array.from({ length: count }, (_, index) => entry(next + index));
    this.entries = [...[...fresh].reverse(), ...this.entries];
    return fresh;
  }

  readonly page = (filters: ActivityFilters, cursor: string | null): Promise<LogPage> => {
    this.asked += 1;
    if (this.fails) return Promise.reject(new Error('away'));
    const { until } = filters;
    const all = until === undefined ? this.entries : this.entries.filter(({ ts }) => ts < until);
    const place = cursor === null ? -1 : all.findIndex(({ id }) => id === cursor.slice(6));
    const newer = cursor?.startsWith('newer:') ?? false;
    const start = newer ? Math.max(0, place - SIZE) : place + 1;
    const items = newer ? all.slice(start, place) : all.slice(start, start + SIZE);
    const last = items.at(-1);
    const more = start + items.length < all.length;
    return Promise.resolve({
      items,
      next_cursor: last && more ? `older:${last.id}` : null,
      previous_cursor: cursor !== null && start > 0 && items[0] ? `newer:${items[0].id}` : null,
    });
  };
}

async function reading(count: number) {
  const log = new Log(count);
  const reader = new LogReader(log.page, () => undefined);
  await reader.load({});
  /** Scrolls: fetches below, and lets go above. */
  const down = async (): Promise<void> => {
    await reader.loadOlder();
    while (reader.crowded) reader.leaveTop(400);
  };
  return { log, reader, down };
}

const numbers = (entries: readonly ActivityEntry[]): number[] => entries.map(({ id }) => Number(id.slice(-12)));

describe('reading down', () => {
  it('comes to the end of a long log with a few pages in hand', async () => {
    const { reader, down } = await reading(1003);
    let most = 0;
    while (!reader.exhausted) {
      await down();
      most = Math.max(most, reader.window.size);
    }
    expect(most).toBeLessThanOrEqual(50);
    expect(numbers(reader.entries).at(-1)).toBe(1);
    expect(reader.window.height_above).toBe(reader.window.above.length * 400);
  });

  it('goes on after a failure', async () => {
    const { log, reader } = await reading(30);
    log.fails = true;
    await reader.loadOlder();
    expect(reader.state).toMatchObject({ status: 'ready', older: 'failed' });
    log.fails = false;
    await reader.loadOlder();
    expect(reader.state.older).toBe('none');
    expect(numbers(reader.entries)).toHaveLength(20);
  });
});

describe('reading up again', () => {
  it('finds every entry, also those that came in meanwhile', async () => {
    const { log, reader, down } = await reading(200);
    for (let step = 0; step < 12; step += 1) await down();
    const fresh = log.grow(25);
    for (const one of fresh) reader.receive(one, false);
    expect(reader.pending_count).toBe(25);
    const seen = new Set(numbers(reader.entries));
    while (!reader.window.at_top) {
      await reader.loadNewer();
      for (const number of numbers(reader.entries)) seen.add(number);
      const held = numbers(reader.entries);
      expect(held).toEqual(Array.from({ length: held.length }, (_, index) => (held[0] ?? 0) - index));
    }
    for (let number = 100; number <= 225; number += 1) expect(seen.has(number)).toBe(true);
    // What waited has been passed by scrolling.
    expect(reader.pending_count).toBe(0);
    expect(reader.at_newest).toBe(true);
  });

  it('jumps into what was left above', async () => {
    const { reader, down } = await reading(500);
    while (!reader.exhausted) await down();
    await reader.jumpTo(400 * 10 + 5);
    expect(numbers(reader.entries)[0]).toBe(400);
    expect(reader.window.above).toHaveLength(10);
    await reader.loadNewer();
    expect(numbers(reader.entries)[0]).toBe(410);
  });

  it('counts the entries of a day on from those above', async () => {
    const { reader, down } = await reading(100);
    for (let step = 0; step < 6; step += 1) await down();
    expect(reader.window.before).toBe(100 - (numbers(reader.entries)[0] ?? 0));
  });
});

describe('live', () => {
  it('puts a new entry on top at rest, and lets it wait otherwise', async () => {
    const { log, reader } = await reading(15);
    const [one, two] = log.grow(2);
    if (!one || !two) throw new Error('unreachable');
    expect(reader.receive(one, true)).toBe(true);
    expect(numbers(reader.entries)[0]).toBe(16);
    expect([...reader.fresh]).toEqual([one.id]);
    reader.receive(two, false);
    expect(numbers(reader.entries)[0]).toBe(16);
    await reader.takePending();
    expect(numbers(reader.entries).slice(0, 2)).toEqual([17, 16]);
    expect(reader.pending_count).toBe(0);
  });

  it('takes in an entry once, and none that the filters leave out', async () => {
    const { log, reader } = await reading(5);
    const [one] = log.grow(1);
    if (!one) throw new Error('unreachable');
    reader.receive(one, true);
    reader.receive(one, true);
    expect(numbers(reader.entries)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(reader.receive(entry(7, { category: 'auth' }), true)).toBe(true);
    await reader.load({ categories: ['device'] });
    expect(reader.receive(entry(8, { category: 'auth' }), true)).toBe(false);
  });

  it('holds a bounded number of those that wait, and counts the rest', async () => {
    const { log, reader } = await reading(20);
    for (const one of log.grow(1000)) reader.receive(one, false);
    expect(reader.pending_count).toBe(1000);
    expect(reader.pending.length).toBeLessThanOrEqual(200);
    await reader.takePending();
    expect(numbers(reader.entries)[0]).toBe(1020);
    expect(reader.window.size).toBe(SIZE);
  });

  it('asks what it missed after the hub was away', async () => {
    const { log, reader } = await reading(20);
    log.grow(3);
    await reader.catchUp(false);
    expect(reader.pending_count).toBe(3);
    await reader.catchUp(false);
    expect(reader.pending_count).toBe(3);
    log.grow(50);
    await reader.catchUp(true);
    expect(numbers(reader.entries)[0]).toBe(73);
  });

  it('stays where a link led while new ones come in', async () => {
    const { log, reader } = await reading(100);
    await reader.load({}, entry(50).ts);
    expect(numbers(reader.entries)[0]).toBe(49);
    expect(reader.at_newest).toBe(false);
    for (const one of log.grow(2)) reader.receive(one, true);
    expect(numbers(reader.entries)[0]).toBe(49);
    await reader.takePending();
    expect(numbers(reader.entries)[0]).toBe(102);
  });
});

describe('failing', () => {
  it('says so, and loads afterwards', async () => {
    const log = new Log(5);
    log.fails = true;
    const reader = new LogReader(log.page, () => undefined);
    await reader.load({});
    expect(reader.state.status).toBe('failed');
    log.fails = false;
    await reader.load({});
    expect(reader.state).toMatchObject({ status: 'ready', error: null });
  });

  it('lets reading and filtering go on while the hub is away, in what was held', async () => {
    const log = new Log(30);
    const reader = new LogReader(
      log.page,
      () => undefined,
      () => true,
    );
    await reader.load({});
    log.fails = true;
    await reader.load({ entity_id: 'lamp-25' });
    expect(reader.state).toMatchObject({ status: 'ready', stale: true });
    expect(numbers(reader.entries)).toEqual([25]);
    await reader.load({ entity_id: 'lamp-24' });
    expect(numbers(reader.entries)).toEqual([24]);
    log.fails = false;
    await reader.catchUp(true);
    expect(reader.state.stale).toBe(false);
  });

  it('lets an answer that comes too late fall', async () => {
    const log = new Log(30);
    const answers: (() => void)[] = [];
    const reader = new LogReader(
      (filters, cursor) =>
        new Promise((done) =>
          answers.push(() => {
            void log.page(filters, cursor).then(done);
          }),
        ),
      () => undefined,
    );
    const first = reader.load({});
    const second = reader.load({ until: entry(10).ts });
    for (const answer of answers.reverse()) answer();
    await Promise.all([first, second]);
    expect(numbers(reader.entries)[0]).toBe(9);
  });
});
