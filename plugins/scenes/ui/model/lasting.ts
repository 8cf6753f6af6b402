/** The units in which people say how long a scene stays, in milliseconds. */
export const UNITS = { s: 1_000, min: 60_000, h: 3_600_000 } as const;
export type Unit = keyof typeof UNITS;

/** The largest unit in which the time is a whole number; seconds for none. */
export function unitOf(ms: number): Unit {
  return (['h', 'min'] as const).find((unit) => ms % UNITS[unit] === 0) ?? 's';
}

export function inUnit(ms: number, unit: Unit): number {
  return ms / UNITS[unit];
}
