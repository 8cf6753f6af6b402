import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey } from './addresses.js';
import { readCookie } from './cookies.js';
import { createPasswords } from './passwords.js';
import { randomSetupCode, sameSetupCode } from './secrets.js';
import { createSerial } from './serial.js';
import { createThrottle } from './throttle.js';

describe('addressKey', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:0:1::5', '2001:db8:0:1::/64'],
    ['2001:0DB8:0000:0001:ffff:0:0:1', '2001:db8:0:1::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['', ''],
  ])('%s counts as %s', (ip, key) => {
    expect(addressKey(ip)).toBe(key);
  });
});

describe('readCookie', () => {
  it('finds the one among others', () => {
    expect(readCookie('a=1; lk_session=abc=; b=2', 'lk_session')).toBe('abc=');
    expect(readCookie('xlk_session=no;lk_session=yes', 'lk_session')).toBe('yes');
    expect(readCookie('lk_session', 'lk_session')).toBeNull();
    expect(readCookie(undefined, 'lk_session')).toBeNull();
  });
});

describe('the setup code', () => {
  it('is easy to read and forgives how it is typed', () => {
    for (let i = 0; i < 50; i += 1) expect(randomSetupCode()).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/u);
    expect(sameSetupCode(' abcd efgh', 'ABCD-EFGH')).toBe(true);
    expect(sameSetupCode('ABCD-EFGJ', 'ABCD-EFGH')).toBe(false);
    expect(sameSetupCode('', 'ABCD-EFGH')).toBe(false);
  });
});

describe('passwords', () => {
  it('match themselves alone, and nobody has one that matches', async () => {
    const passwords = createPasswords();
    const phc = await passwords.hash('Zoë likes lamps');
    expect(await passwords.verify(phc, 'Zoe\u0308 likes lamps')).toBe(true);
    expect(await passwords.verify(phc, 'Zoe likes lamps')).toBe(false);
    expect(await passwords.verify(null, 'Zoë likes lamps')).toBe(false);
  });

  it('refuse a flood rather than queueing it without end', async () => {
    const passwords = createPasswords();
    const phc = await passwords.hash('a long enough secret');
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.verify(phc, 'a guess')));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(60 - 34);
    expect(refused[0]).toMatchObject({ reason: { code: 'LK_RATE_LIMITED', retry_after_s: 2 } });
    expect(await passwords.verify(phc, 'a long enough secret')).toBe(true);
  });
});

describe('serial', () => {
  it('runs one after another, whatever fails', async () => {
    const serial = createSerial();
    const log: string[] = [];
    const work = (name: string, fails = false) =>
      serial(async () => {
        log.push(`${name} in`);
        await Promise.resolve();
        log.push(`${name} out`);
        if (fails) throw new Error(name);
      });
    await Promise.allSettled([work('a'), work('b', true), work('c')]);
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });
});

describe('throttle', () => {
  it('tells of every occurrence once, in at most one piece a minute for each key', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(40_000), fc.constantFrom('a', 'b', null)), { maxLength: 80 }), async (steps) => {
        let now = 0;
        const told: { key: string; count: number; at: number }[] = [];
        const throttle = createThrottle<string>({ now: () => now, iso: () => '' }, (key, count) => {
          told.push({ key, count, at: now });
          return Promise.resolve();
        });
        let hits = 0;
        for (const [wait, key] of steps) {
          now += wait;
          if (key === null) await throttle.sweep();
          else {
            hits += 1;
            await throttle.hit(key, key);
          }
        }
        for (let i = 0; i < 3; i += 1) {
          now += 60_000;
          await throttle.sweep();
        }
        expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(hits);
        for (const key of ['a', 'b']) {
          const times = told.filter((one) => one.key === key).map(({ at }) => at);
          times.slice(1).forEach((at, i) => {
            expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(60_000);
          });
        }
      }),
    );
  });

  it('keeps its memory bounded under a flood of keys', async () => {
    let told = 0;
    const throttle = createThrottle<string>({ now: () => 0, iso: () => '' }, () => {
      told += 1;
      return Promise.resolve();
    });
    for (let i = 0; i < 5_000; i += 1) await throttle.hit(`key ${i}`, 'x');
    expect(told).toBe(1_001);
  });
});
