import { AREA_KINDS, FIXTURES, type Fixture } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import { placeLamps, shinesAt } from './place.js';
import { FLOOR, ROOM_HEIGHT, roomPlan } from './plan.js';

const WIDTHS = [230, 279, 360, 470, 640, 900];
const lamp = (fixture: Fixture, id = fixture as string) => ({ id, fixture });

describe('roomPlan', () => {
  it('keeps furniture and places within the picture, in every room and width', () => {
    for (const kind of AREA_KINDS) {
      for (const width of WIDTHS) {
        const { pieces, places } = roomPlan(kind, width);
        for (const one of [...pieces, ...Object.values(places).flat()]) {
          expect(one.x, `${kind} ${width}`).toBeGreaterThanOrEqual(0);
          expect(one.x, `${kind} ${width}`).toBeLessThanOrEqual(width);
          expect(one.y, `${kind} ${width}`).toBeLessThanOrEqual(ROOM_HEIGHT);
        }
      }
    }
  });

  it('has a place for every fixture in every room', () => {
    for (const kind of AREA_KINDS) {
      const { places } = roomPlan(kind, 360);
      expect(FIXTURES.filter((fixture) => !places[fixture]?.length)).toEqual([]);
    }
  });
});

describe('placeLamps', () => {
  it('gives a lamp the place that its room has for it', () => {
    const [placed] = placeLamps('living', 360, [lamp('backlight')]);
    expect(placed).toMatchObject(roomPlan('living', 360).places.backlight?.[0] ?? {});
  });

  it('keeps lamps apart', () => {
    const lamps = FIXTURES.flatMap((fixture) => [lamp(fixture, `${fixture} 1`), lamp(fixture, `${fixture} 2`)]).slice(0, 10);
    for (const kind of AREA_KINDS) {
      const placed = placeLamps(kind, 640, lamps);
      expect(placed).toHaveLength(10);
      for (const [index, a] of placed.entries()) {
        for (const b of placed.slice(index + 1)) {
          const [here, there] = [shinesAt(a.lamp.fixture, a), shinesAt(b.lamp.fixture, b)];
          expect(Math.hypot(here.x - there.x, here.y - there.y), `${kind}: ${a.lamp.id} and ${b.lamp.id}`).toBeGreaterThanOrEqual(30);
        }
      }
    }
  });

  it('stands a third floor lamp on the floor', () => {
    const placed = placeLamps('kitchen', 640, [lamp('floor', 'a'), lamp('floor', 'b'), lamp('floor', 'c')]);
    expect(placed.map(({ y }) => y)).toEqual([FLOOR, FLOOR, FLOOR]);
    expect(new Set(placed.map(({ x }) => x)).size).toBe(3);
  });

  it('draws a bounded number of a hundred bulbs, all of them in the picture', () => {
    const placed = placeLamps(
      'other',
      279,
      Array.from({ length: 100 }, (_, index) => lamp('bulb', String(index))),
    );
    expect(placed).toHaveLength(24);
    expect(placed.every(({ x, y }) => x >= 0 && x <= 279 && y >= 0 && y <= ROOM_HEIGHT)).toBe(true);
  });

  it('answers the same for the same lamps', () => {
    const lamps = [lamp('bulb', 'a'), lamp('strip', 'b'), lamp('bulb', 'c')];
    expect(placeLamps('study', 360, lamps)).toEqual(placeLamps('study', 360, lamps));
  });
});
