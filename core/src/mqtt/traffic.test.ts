import type { MqttTraffic } from '@lightkeeper/plugin-sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../time/manual-clock.js';
import { createTraffic, type Traffic } from './traffic.js';

let clock: ManualClock;
let traffic: Traffic;
let listening: boolean;
let batches: MqttTraffic[][];

beforeEach(() => {
  clock = createManualClock(1_700_000_000_000);
  listening = true;
  batches = [];
  traffic = createTraffic({ clock, hasListeners: () => listening, onBatch: (items) => batches.push(items) });
});

function pass(topic: string, payload: Buffer | string = 'x'): void {
  traffic.add({ direction: 'in', topic, payload, bytes: Buffer.byteLength(payload), retained: false });
}

describe('traffic', () => {
  it('keeps the last 200, newest first', () => {
    for (let n = 0; n < 450; n += 1) pass(`t/${n}`);
    const topics = traffic.list().map(({ topic }) => topic);
    expect(topics).toEqual(Array.from({ length: 200 }, (_, n) => `t/${449 - n}`));
  });

  it('tells in batches, ten a second at most, each message once', async () => {
    pass('a');
    pass('b');
    expect(batches).toEqual([]);
    await clock.advance(100);
    pass('c');
    await clock.advance(1_000);
    expect(batches.map((items) => items.map(({ topic }) => topic))).toEqual([['b', 'a'], ['c']]);
  });

  it('tells of a flood only as much as it keeps', async () => {
    for (let n = 0; n < 10_000; n += 1) pass(`t/${n}`);
    await clock.advance(100);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toHaveLength(200);
  });

  it('makes nothing while nobody looks on, and begins with what comes then', async () => {
    listening = false;
    pass('before');
    expect(clock.pending).toBe(0);
    listening = true;
    pass('after');
    await clock.advance(100);
    expect(batches.map((items) => items.map(({ topic }) => topic))).toEqual([['after']]);
    traffic.stop();
    expect(clock.pending).toBe(0);
  });

  it('cuts what is long and makes it fit to be shown', () => {
    pass('a\u202eb', Buffer.from(`\u0000${'ä'.repeat(5_000)}`));
    pass('out', 'y'.repeat(100_000));
    pass('binary', Buffer.from([0xff, 0xfe, 0x00]));
    const [binary, out, first] = traffic.list();
    expect(first).toMatchObject({ topic: 'a�b', bytes: 10_001 });
    expect(first?.payload).toMatch(/^�ä+…$/u);
    expect(first?.payload).toHaveLength(1_024);
    expect(out).toMatchObject({ bytes: 100_000, payload: `${'y'.repeat(1_023)}…` });
    expect(binary?.payload).toBe('���');
  });
});
