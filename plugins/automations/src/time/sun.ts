import type { HomeFacts } from '@lightkeeper/plugin-sdk';
import { getPosition, getTimes } from 'suncalc';

const DAY_MS = 86_400_000;
/** Polar days and nights are shorter than this, but at the poles themselves, where the sun rises and sets once a year. */
const LONGEST_DAY = 400;

export type SunEvent = 'sunrise' | 'sunset';

/** Where the sun stands at home. Throws when nobody has said where that is. */
export function sunAt(at: number, home: Pick<HomeFacts, 'location'>): { up: boolean; elevation: number; azimuth: number } {
  const { latitude, longitude } = locationOf(home);
  const date = new Date(at);
  const { altitude, azimuth } = getPosition(date, latitude, longitude);
  const { sunrise, sunset, alwaysUp } = getTimes(date, latitude, longitude);
  const up = sunrise === null || sunset === null ? alwaysUp === true : at >= sunrise.getTime() && at < sunset.getTime();
  return { up, elevation: altitude, azimuth };
}

/**
 * The first moment after `after` that lies `offset_ms` from a sunrise or a sunset. Days on which the sun does not rise or set are passed over; null where
 * it never does.
 */
export function nextSunEvent(event: SunEvent, after: number, home: Pick<HomeFacts, 'location'>, offset_ms = 0): number | null {
  return searchSunEvent(event, after - offset_ms, home, 1, offset_ms);
}

/** The last such moment at or before `at`. */
export function lastSunEvent(event: SunEvent, at: number, home: Pick<HomeFacts, 'location'>, offset_ms = 0): number | null {
  return searchSunEvent(event, at - offset_ms, home, -1, offset_ms);
}

/** Both go by days from the one of `from`, whose noon stands for the day: the same day always gives the same moment. */
function searchSunEvent(event: SunEvent, from: number, home: Pick<HomeFacts, 'location'>, step: 1 | -1, offset_ms: number): number | null {
  const { latitude, longitude } = locationOf(home);
  const noon = Math.floor(from / DAY_MS) * DAY_MS + DAY_MS / 2;
  // Far from Greenwich, a day's sunset can lie in the next day of UTC, and its sunrise in the one before.
  for (let day = -2; day <= LONGEST_DAY; day += 1) {
    const moment = getTimes(new Date(noon + day * step * DAY_MS), latitude, longitude)[event]?.getTime();
    if (moment !== undefined && (step === 1 ? moment > from : moment <= from)) return moment + offset_ms;
  }
  return null;
}

function locationOf({ location }: Pick<HomeFacts, 'location'>): { latitude: number; longitude: number } {
  if (location === null) throw new Error('Nobody has said where the home is: set its location in Settings.');
  return location;
}
