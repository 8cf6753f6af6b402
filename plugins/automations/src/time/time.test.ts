import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronMistake, lastSunEvent, localTime, nextCron, nextSunEvent, sunAt } from './index.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const utc = (text: string): number => Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`);

/** The next `count` moments, one after another. */
function following(next: (after: number) => number | null, after: string, count: number): string[] {
  const moments: string[] = [];
  for (let at = next(utc(after)); at !== null && moments.length < count; at = next(at)) {
    moments.push(new Date(at).toISOString().slice(0, 16));
  }
  return moments;
}

describe('times of day where clocks are set forward and back', () => {
  it.each([
    // Berlin: 02:00 to 03:00 on 29 March, 03:00 to 02:00 on 25 October 2026.
    ['02:30 that is skipped', 'Europe/Berlin', '0 30 2 * * *', '2026-03-28', ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30']],
    ['02:30 that comes twice', 'Europe/Berlin', '0 30 2 * * *', '2026-10-24', ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30']],
    [
      '03:00, the end of the gap',
      'Europe/Berlin',
      '0 0 3 * * *',
      '2026-03-28',
      ['2026-03-28T02:00', '2026-03-29T01:00', '2026-03-30T01:00'],
    ],
    // New York: 02:00 to 03:00 on 8 March, 02:00 to 01:00 on 1 November 2026.
    [
      '02:30 that is skipped',
      'America/New_York',
      '0 30 2 * * *',
      '2026-03-07',
      ['2026-03-07T07:30', '2026-03-08T07:00', '2026-03-09T06:30'],
    ],
    [
      '01:30 that comes twice',
      'America/New_York',
      '0 30 1 * * *',
      '2026-10-31',
      ['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30'],
    ],
    // Lord Howe Island: half an hour, 02:00 to 02:30 on 4 October, 02:00 to 01:30 on 5 April 2026.
    [
      '02:15 that is skipped',
      'Australia/Lord_Howe',
      '0 15 2 * * *',
      '2026-10-02',
      ['2026-10-02T15:45', '2026-10-03T15:30', '2026-10-04T15:15'],
    ],
    [
      '01:45 that comes twice',
      'Australia/Lord_Howe',
      '0 45 1 * * *',
      '2026-04-03',
      ['2026-04-03T14:45', '2026-04-04T14:45', '2026-04-05T15:15'],
    ],
    // Several times a day: what is skipped is passed over, what comes twice comes twice.
    ['every half hour', 'Europe/Berlin', '*/30 * * * *', '2026-10-25T00:15', ['2026-10-25T00:30', '2026-10-25T01:00', '2026-10-25T01:30']],
    ['every half hour', 'Europe/Berlin', '*/30 * * * *', '2026-03-29T00:15', ['2026-03-29T00:30', '2026-03-29T01:00', '2026-03-29T01:30']],
    ['weekdays by the calendar of home', 'Europe/Berlin', '0 0 1 * * MON', '2026-01-01', ['2026-01-05T00:00', '2026-01-12T00:00']],
    ['a day that few years have', 'UTC', '0 0 29 2 *', '2026-01-01', ['2028-02-29T00:00', '2032-02-29T00:00']],
  ])('%s in %s: %s', (_what, zone, pattern, after, expected) => {
    expect(following((at) => nextCron(pattern, at, zone), after, expected.length)).toEqual(expected);
  });

  it('never comes on a day that no year has', () => {
    expect(nextCron('0 0 30 2 *', utc('2026-01-01'), 'Europe/Berlin')).toBeNull();
  });

  it.each(['', '* * *', '61 * * * *', 'every day', '* * * * * * *'])('says what is wrong with %j', (pattern) => {
    expect(cronMistake(pattern)).not.toBeNull();
  });

  it('always goes forward, to a moment at which the clock shows the time or the time is skipped', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    const moment = fc.integer({ min: utc('2026-01-01'), max: utc('2028-01-01') });
    fc.assert(
      fc.property(zone, moment, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (time_zone, after, hour, minute) => {
        const next = nextCron(`0 ${minute} ${hour} * * *`, after, time_zone);
        expect(next).not.toBeNull();
        expect(next).toBeGreaterThan(after);
        expect((next ?? 0) - after).toBeLessThanOrEqual(26 * HOUR);
        const shown = localTime(next ?? 0, time_zone);
        const late = (shown.hour - hour) * 60 + shown.minute - minute;
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(60);
      }),
    );
  });
});

describe('what clocks show', () => {
  it.each([
    ['Europe/Berlin', '2026-01-15T12:00', '2026-01-15 13:00 thu'],
    ['Europe/Berlin', '2026-03-29T01:00', '2026-03-29 03:00 sun'],
    ['Australia/Lord_Howe', '2026-04-04T15:15', '2026-04-05 01:45 sun'],
    ['Asia/Kathmandu', '2026-12-31T18:15', '2027-01-01 00:00 fri'],
    ['America/New_York', '2026-01-01T04:59', '2025-12-31 23:59 wed'],
  ])('in %s at %s UTC', (zone, at, expected) => {
    const { date, time, weekday } = localTime(utc(at), zone);
    expect(`${date} ${time} ${weekday}`).toBe(expected);
  });
});

const BERLIN = { location: { latitude: 52.52, longitude: 13.405 } };
const TROMSO = { location: { latitude: 69.65, longitude: 18.96 } };
const AUCKLAND = { location: { latitude: -36.85, longitude: 174.76 } };
const HONOLULU = { location: { latitude: 21.31, longitude: -157.86 } };
const SOUTH_POLE = { location: { latitude: -90, longitude: 0 } };

describe('the sun', () => {
  it.each([
    // By the tables of the U.S. Naval Observatory, to the minute or two.
    ['Berlin', BERLIN, 'sunrise', '2026-06-21', '2026-06-21T02:43'],
    ['Berlin', BERLIN, 'sunset', '2026-12-21', '2026-12-21T14:54'],
    ['Honolulu, whose evening is the next day of UTC', HONOLULU, 'sunset', '2026-06-21T12:00', '2026-06-22T05:16'],
    ['Auckland, whose morning is the day before', AUCKLAND, 'sunrise', '2026-06-21T12:00', '2026-06-21T19:33'],
  ] as const)('in %s', (_where, home, event, after, expected) => {
    expect(Math.abs((nextSunEvent(event, utc(after), home) ?? 0) - utc(expected))).toBeLessThan(3 * 60_000);
  });

  it('passes over days without sunset, and nights without sunrise', () => {
    const set = new Date(nextSunEvent('sunset', utc('2026-06-01'), TROMSO) ?? 0).toISOString();
    expect(set.slice(0, 7)).toBe('2026-07');
    const rise = new Date(nextSunEvent('sunrise', utc('2026-12-01'), TROMSO) ?? 0).toISOString();
    expect(rise.slice(0, 7)).toBe('2027-01');
    expect(sunAt(utc('2026-06-21T22:30'), TROMSO).up).toBe(true);
    expect(sunAt(utc('2026-12-21T11:00'), TROMSO).up).toBe(false);
  });

  it('comes to an end at the poles', () => {
    const next = nextSunEvent('sunrise', utc('2026-01-01'), SOUTH_POLE);
    expect(next === null || next > utc('2026-01-01')).toBe(true);
    expect(sunAt(utc('2026-01-01'), SOUTH_POLE).up).toBe(true);
    expect(sunAt(utc('2026-07-01'), SOUTH_POLE).up).toBe(false);
  });

  it('needs a place', () => {
    expect(() => sunAt(0, { location: null })).toThrow('set its location in Settings');
  });

  it('rises and sets once a day, whenever it is asked, with any offset', () => {
    const latitude = fc.double({ min: -60, max: 60, noNaN: true });
    const longitude = fc.double({ min: -180, max: 180, noNaN: true });
    const moment = fc.integer({ min: utc('2026-01-01'), max: utc('2027-01-01') });
    const offset = fc.integer({ min: -12 * HOUR, max: 12 * HOUR });
    fc.assert(
      fc.property(
        latitude,
        longitude,
        moment,
        offset,
        fc.constantFrom('sunrise' as const, 'sunset' as const),
        (lat, lon, after, by, event) => {
          const home = { location: { latitude: lat, longitude: lon } };
          const next = nextSunEvent(event, after, home, by) ?? 0;
          expect(next).toBeGreaterThan(after);
          expect(next - after).toBeLessThan(1.1 * DAY);
          expect(lastSunEvent(event, next, home, by)).toBe(next);
          const second = nextSunEvent(event, next, home, by) ?? 0;
          expect(Math.abs(second - next - DAY)).toBeLessThan(HOUR / 4);
          // Asked at any moment in between it is the same.
          expect(nextSunEvent(event, next - 1, home, by)).toBe(next);
          expect(nextSunEvent(event, Math.floor((after + next) / 2), home, by)).toBe(next);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is up from sunrise to sunset', () => {
    const moment = fc.integer({ min: utc('2026-01-01'), max: utc('2027-01-01') });
    fc.assert(
      fc.property(moment, fc.constantFrom(BERLIN, HONOLULU, AUCKLAND), (at, home) => {
        const rise = lastSunEvent('sunrise', at, home) ?? 0;
        const set = lastSunEvent('sunset', at, home) ?? 0;
        expect(sunAt(at, home).up).toBe(rise > set);
      }),
    );
  });
});
