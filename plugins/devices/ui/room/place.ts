import type { AreaKind, Fixture } from '@lightkeeper/plugin-sdk/wire';
import { FLOOR, roomPlan, type Place } from './plan.js';

export interface PlacedLamp<T> extends Place {
  lamp: T;
}

/** Two lamps nearer than this, in units of the picture, look like one. */
const APART = 30;
/** Where to look for room when a plan's own places are taken, in parts of the width: the middle, where furniture stands, comes late. */
const SPREAD = [0.875, 0.125, 0.75, 0.25, 0.625, 0.375, 0.9375, 0.0625, 0.5, 0.8125, 0.1875, 0.6875, 0.3125, 0.5625, 0.4375] as const;
/** A picture with more lamps than this shows the first ones: it is a picture, and the count is in words beside it. */
const MOST = 24;

const HEIGHTS: Record<Fixture, number> = {
  pendant: 36,
  ceiling: 0,
  floor: FLOOR,
  table: FLOOR,
  strip: 20,
  wall: 80,
  backlight: 84,
  string: 24,
  bulb: 66,
};

/** Where a lamp shines, which is not where it stands: a floor lamp's shade is at eye level. */
export function shinesAt(fixture: Fixture, { x, y }: Place): { x: number; y: number } {
  if (fixture === 'floor') return { x, y: y - 82 };
  if (fixture === 'table') return { x, y: y - 20 };
  return fixture === 'pendant' ? { x, y: y + 16 } : { x, y };
}

/**
 * Gives each lamp of a room its place: the ones that the room's plan has for its fixture, then free ones at that fixture's height.
 * The same lamps in the same order always stand at the same places.
 */
export function placeLamps<T extends { fixture: Fixture }>(kind: AreaKind, width: number, lamps: readonly T[]): PlacedLamp<T>[] {
  const { places } = roomPlan(kind, width);
  const placed: PlacedLamp<T>[] = [];
  for (const lamp of lamps.slice(0, MOST)) {
    const free = (candidate: Place): boolean => {
      const here = shinesAt(lamp.fixture, candidate);
      return placed.every((other) => {
        const there = shinesAt(other.lamp.fixture, other);
        return Math.hypot(there.x - here.x, there.y - here.y) >= APART;
      });
    };
    const own = places[lamp.fixture] ?? [];
    const spare = spread(lamp.fixture, width);
    // When all is full they share places in turn rather than leave the picture.
    const last = spare[placed.length % spare.length] ?? { x: width / 2, y: HEIGHTS[lamp.fixture], w: 0 };
    placed.push({ lamp, ...([...own, ...spare].find(free) ?? last) });
  }
  return placed;
}

function spread(fixture: Fixture, width: number): Place[] {
  const long = fixture === 'strip' || fixture === 'string' ? 0.22 * width : fixture === 'backlight' ? 48 : 0;
  const margin = Math.max(24, long / 2 + 6);
  const lanes = fixture === 'ceiling' ? [0] : [0, 26, -18];
  return lanes.flatMap((lane) =>
    SPREAD.map((part) => ({
      x: margin + part * (width - 2 * margin),
      // What stands on the floor stands there; the rest may hang higher or lower.
      y: fixture === 'floor' || fixture === 'table' ? FLOOR : Math.max(0, HEIGHTS[fixture] + lane),
      w: long,
    })),
  );
}
