import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ActivityRepository } from '../repository.js';
import { LogState } from '../state.js';
import { TestBroker, TestTimers } from '../support/test-broker.js';
import { quiet, TestLog } from '../support/test-log.js';
import { FIRST_ENTRIES, Mirror } from './mirror.js';

let log: TestLog;
let broker: TestBroker;
let timers: TestTimers;
let mirror: Mirror;

/** The mirror as a start of the hub makes it: it knows what the database holds and nothing else. */
function startMirror(): Mirror {
  const state = new LogState(log.db);
  state.load();
  const { db, clock, activity } = log;
  const started = new Mirror({
    db,
    mqtt: broker,
    clock,
    timers,
    log: quiet,
    activity,
    settings: () => log.settings,
    state,
    repository: new ActivityRepository(db, state),
  });
  broker.onConnected(() => {
    started.connected();
  });
  log.onRecorded = () => {
    started.nudge();
  };
  return started;
}

async function begin(): Promise<void> {
  log = await TestLog.open();
  broker = new TestBroker();
  timers = new TestTimers();
  mirror = startMirror();
}

async function anew(): Promise<void> {
  mirror.stop();
  await log.close();
  await begin();
}

beforeEach(begin);
afterEach(async () => {
  mirror.stop();
  await log.close();
});

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn += 1) await setImmediate();
};
const record = () => log.recorder.record('device', 'connected', {}, {}, 'devices');
const seqs = (): number[] => broker.arrived.map(({ payload }) => (JSON.parse(payload) as { seq: number }).seq);
/** Without the repeats that "at least once" allows. */
const firsts = (): number[] => [...new Set(seqs())];
const upTo = (count: number): number[] => Array.from({ length: count }, (_unused, index) => index + 1);
const recordedActions = () => log.recorded.map(({ entry }) => entry.action);

describe('Mirror', () => {
  it('sends every entry as it is written, once', async () => {
    await broker.connect();
    for (let n = 0; n < 5; n += 1) await record();
    await settle();
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
    expect(broker.arrived[0]).toMatchObject({ topic: 'activity/device/connected', options: { qos: 1, retain: false } });
    expect(mirror.status()).toEqual({ state: 'idle', seq: 5, pending: 0, error: null });
  });

  it('sends what was written while the broker was away', async () => {
    await broker.connect();
    await record();
    await settle();
    broker.connected = false;
    for (let n = 0; n < 100; n += 1) await record();
    expect(mirror.status()).toMatchObject({ state: 'waiting', pending: 100 });
    await broker.connect();
    await settle();
    expect(seqs()).toEqual(upTo(101));
  });

  it('loses none and keeps the order, however the broker breaks and the hub is killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ after: fc.nat(60), unacked: fc.nat(40), written: fc.nat(50), killed: fc.boolean() }), { maxLength: 8 }),
        async (episodes) => {
          await anew();
          broker.breaks = episodes.map(({ after, unacked }) => ({ after, unacked }));
          let written = 0;
          for (const episode of episodes) {
            await broker.connect();
            for (let n = 0; n < episode.written; n += 1, written += 1) await record();
            await settle();
            broker.connected = false;
            if (!episode.killed) continue;
            mirror.stop();
            mirror = startMirror();
          }
          broker.breaks = [];
          await record();
          await broker.connect();
          await settle();
          await timers.ring();
          await settle();
          expect(firsts()).toEqual(upTo(written + 1));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('waits longer and longer when the broker refuses, and never runs in a circle', async () => {
    await broker.connect();
    broker.denies = true;
    await record();
    const waits: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      await settle();
      expect(timers.waiting.size).toBe(1);
      waits.push(...(await timers.ring()));
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(mirror.status()).toMatchObject({ pending: 1, error: 'The broker denied the publish.' });
    broker.denies = false;
    await settle();
    await timers.ring();
    await settle();
    expect(seqs()).toEqual([1]);
  });

  it('says once that it fell behind, and once that it caught up, also across a restart', async () => {
    await broker.connect();
    await record();
    await settle();
    broker.connected = false;
    await record();
    for (let n = 0; n < 20; n += 1) {
      await mirror.watch();
      log.now += 10_000;
    }
    expect(recordedActions().filter((action) => action.startsWith('mirror'))).toEqual(['mirror_degraded']);
    mirror.stop();
    mirror = startMirror();
    await broker.connect();
    await settle();
    expect(recordedActions().filter((action) => action.startsWith('mirror'))).toEqual(['mirror_degraded', 'mirror_recovered']);
    expect(firsts()).toEqual([1, 2, 3, 4]);
  });

  it('gives a broker that it meets for the first time the latest of a long log only', async () => {
    log.fill(Array.from({ length: FIRST_ENTRIES + 500 }, () => ({})));
    await broker.connect();
    for (let n = 0; n < 10; n += 1) await settle();
    expect(seqs()).toHaveLength(FIRST_ENTRIES);
    expect(seqs()[0]).toBe(501);
  });

  it('does not mind gaps that retention or clearing left', async () => {
    await broker.connect();
    await record();
    await settle();
    broker.connected = false;
    for (let n = 0; n < 9; n += 1) await record();
    log.db.raw.exec('DELETE FROM activity_log_entries WHERE seq BETWEEN 3 AND 6');
    await broker.connect();
    await settle();
    expect(seqs()).toEqual([1, 2, 7, 8, 9, 10]);
    expect(mirror.status()).toMatchObject({ state: 'idle', pending: 0 });
  });

  it('sends nothing while it is off, and begins with what comes after', async () => {
    log.settings = { ...log.settings, mirror_enabled: false };
    await broker.connect();
    await record();
    await settle();
    expect(seqs()).toEqual([]);
    expect(mirror.status()).toMatchObject({ state: 'off' });
    log.settings = { ...log.settings, mirror_enabled: true };
    await mirror.restart();
    await record();
    await settle();
    expect(seqs()).toEqual([2]);
  });
});
