import type { Clock, Timers } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProfileClock } from './profile-clock.js';
import { profileAt, profileSchema } from './profile.js';

const profile = (name: string, from: string, to: string): ReturnType<typeof profileSchema.parse> => profileSchema.parse({ name, from, to });
const DAY = profile('Day', '07:30', '20:00');
const NIGHT = profile('Night', '22:00', '06:00');

describe('profiles', () => {
  it.each([
    ['07:29', null],
    ['07:30', 'Day'],
    ['19:59', 'Day'],
    ['20:00', null],
    ['21:59', null],
    ['22:00', 'Night'],
    ['00:00', 'Night'],
    ['05:59', 'Night'],
    ['06:00', null],
  ])('at %s: %s', (time, wanted) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    expect(profileAt([DAY, NIGHT], hours * 60 + minutes)?.name ?? null).toBe(wanted);
  });

  it('hold by their order where several would', () => {
    expect(profileAt([profile('First', '10:00', '12:00'), profile('Second', '09:00', '13:00')], 660)?.name).toBe('First');
  });

  it.each(['24:00', '7:30', '12:60', 'dusk', '12:00:00'])('do not begin at %s', (from) => {
    expect(profileSchema.safeParse({ name: 'Wrong', from, to: '08:00' }).success).toBe(false);
  });

  it('do not end when they begin', () => {
    expect(profileSchema.safeParse({ name: 'Wrong', from: '08:00', to: '08:00' }).error?.issues[0]?.path).toEqual(['to']);
  });
});

describe('the clock of the profiles', () => {
  const clock = { now: () => Date.now() } as Clock;
  const timers: Pick<Timers, 'after'> = {
    after(ms, _label, fn) {
      const timer = setTimeout(() => void fn(), ms);
      return () => {
        clearTimeout(timer);
      };
    },
  };
  let changes: (string | null)[];
  let profiles: ProfileClock;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(2026, 0, 15, 19, 58, 30) });
    changes = [];
    profiles = new ProfileClock({ clock, timers: timers as Timers, changed: () => changes.push(profiles.current?.name ?? null) });
  });

  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('goes from one to the next at the minute', async () => {
    profiles.follow([DAY, NIGHT]);
    expect(profiles.current?.name).toBe('Day');
    await vi.advanceTimersByTimeAsync(89_000);
    expect(changes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(changes).toEqual([null]);
    await vi.advanceTimersByTimeAsync(12 * 3_600_000);
    expect(changes).toEqual([null, 'Night', null, 'Day']);
    profiles.end();
  });

  it('does not look where there is nothing to follow', () => {
    profiles.follow([DAY]);
    profiles.follow([]);
    expect(profiles.current).toBeNull();
  });
});
