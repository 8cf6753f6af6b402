/** What has no power at all is this loud. */
const NOTHING_DB = -120;
/** From dark to full light. */
const RANGE_DB = 30;
/** A sound that is quieter than this at its loudest is not made more of: the hiss of a microphone stays dark. */
const LEAST_CEILING_DB = -30;
/** The ceiling follows music that grows louder at once, but not a single click. */
const RISE_DB_PER_SECOND = 60;
const FALL_DB_PER_SECOND = 2;

/** The mean square of samples: 1 is the most that there can be. */
export function power(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : sum / samples.length;
}

/** Decibels of a power, 0 for 1; the decibels of a root mean square are the same. */
export function decibels(of: number): number {
  return of > 0 ? Math.max(NOTHING_DB, 10 * Math.log10(of)) : NOTHING_DB;
}

/** Automatic gain: full light is what was loudest of late, so that quiet and loud music show alike. */
export class AutomaticGain {
  #ceiling = LEAST_CEILING_DB;

  /** Takes in how loud the loudest is now, in decibels, after so many seconds. */
  hear(loudest: number, seconds: number): void {
    const louder = Math.min(loudest, this.#ceiling + RISE_DB_PER_SECOND * seconds);
    this.#ceiling = Math.max(LEAST_CEILING_DB, louder, this.#ceiling - FALL_DB_PER_SECOND * seconds);
  }

  /** How much light so many decibels are now, 0 to 1. */
  level(loudness: number): number {
    return Math.min(1, Math.max(0, 1 - (this.#ceiling - loudness) / RANGE_DB));
  }
}

/** A level that rises at once and falls from 1 to 0 in `decay` seconds. */
export function fallen(before: number, now: number, seconds: number, decay: number): number {
  return Math.max(now, before - seconds / decay, 0);
}
