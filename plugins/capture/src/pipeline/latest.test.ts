import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Latest } from './latest.js';

function pair(bytes = 16): { writer: Latest; reader: Latest } {
  const buffer = Latest.room(bytes);
  return { writer: new Latest(buffer, 'writer'), reader: new Latest(buffer, 'reader') };
}

describe('the newest value', () => {
  it('is what the reader gets, once', () => {
    const { writer, reader } = pair();
    expect(reader.take()).toBe(false);
    for (const value of [1, 2, 3]) {
      writer.bytes[0] = value;
      writer.header[0] = value * 100;
      writer.publish();
    }
    expect([reader.take(), reader.bytes[0], reader.header[0]]).toEqual([true, 3, 300]);
    expect(reader.take()).toBe(false);
    expect(reader.bytes[0]).toBe(3);
  });

  it('leaves the reader what it holds, however much is written meanwhile', () => {
    const { writer, reader } = pair();
    writer.bytes.fill(7);
    writer.publish();
    reader.take();
    for (let value = 0; value < 100; value += 1) {
      writer.bytes.fill(value);
      writer.publish();
      expect([...reader.bytes]).toEqual(Array<number>(16).fill(7));
    }
    reader.take();
    expect(reader.bytes[15]).toBe(99);
  });

  it('is never half another one, between two threads', async () => {
    const SIZE = 4_096;
    const buffer = Latest.room(SIZE);
    // The writer of another thread, by the same exchange; it fills each value with one number.
    const code = `
      const { workerData: buffer } = require('node:worker_threads');
      const middle = new Int32Array(buffer, 0, 1);
      const slots = [0, 1, 2].map((slot) => new Uint8Array(buffer, 8 + slot * (32 + ${SIZE}) + 32, ${SIZE}));
      let mine = 1;
      for (let value = 1; value <= 20000; value += 1) {
        slots[mine].fill(value & 255);
        mine = Atomics.exchange(middle, 0, mine | 4) & 3;
      }`;
    const reader = new Latest(buffer, 'reader');
    const worker = new Worker(code, { eval: true, workerData: buffer });
    const state = { ended: false };
    const exit = new Promise<void>((resolve) => {
      worker.on('exit', () => {
        state.ended = true;
        resolve();
      });
    });
    let taken = 0;
    while (!state.ended) {
      for (let turn = 0; turn < 200; turn += 1) {
        if (!reader.take()) continue;
        taken += 1;
        const { bytes } = reader;
        const [first] = bytes;
        for (let index = 1; index < bytes.length; index += 1) if (bytes[index] !== first) throw new Error(`torn at ${index}`);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await exit;
    reader.take();
    expect(taken).toBeGreaterThan(0);
    expect(reader.bytes[0]).toBe(20_000 & 255);
  });
});
