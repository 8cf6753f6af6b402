import { AREA_KINDS, FIXTURES, type Area, type AreaKind, type Fixture } from '@lightkeeper/plugin-sdk/wire';
import { fixtureIcon, msg, type SelectOption } from '@lightkeeper/ui';
import { sortAreas } from '../model/group.js';

const FIXTURE_WORDS: Record<Fixture, () => string> = {
  pendant: () => msg('Pendant lamp'),
  ceiling: () => msg('Ceiling lamp'),
  floor: () => msg('Floor lamp'),
  table: () => msg('Table lamp'),
  strip: () => msg('Light strip'),
  wall: () => msg('Wall lamp'),
  backlight: () => msg('Behind a screen'),
  string: () => msg('String lights'),
  bulb: () => msg('Bulb, or something else'),
};

const KIND_WORDS: Record<AreaKind, () => string> = {
  living: () => msg('Living room'),
  kitchen: () => msg('Kitchen'),
  hall: () => msg('Hall'),
  bedroom: () => msg('Bedroom'),
  study: () => msg('Study'),
  bath: () => msg('Bathroom'),
  balcony: () => msg('Balcony or garden'),
  other: () => msg('Another room'),
};

export function fixtureOptions(): SelectOption[] {
  return FIXTURES.map((value) => ({ value, label: FIXTURE_WORDS[value](), icon: fixtureIcon(value) }));
}

export function kindOptions(): SelectOption[] {
  return AREA_KINDS.map((value) => ({ value, label: KIND_WORDS[value]() }));
}

/** Every room, and none. */
export function areaOptions(areas: readonly Area[]): SelectOption[] {
  return [{ value: '', label: msg('No room yet') }, ...sortAreas(areas).map(({ id, name }) => ({ value: id, label: name }))];
}

/** What the field for the fixture says below itself. */
export function fixtureHint(): string {
  return msg('Its place in the picture of the room. A plug that feeds a lamp becomes a light by it.');
}

/** The guess for a new thing: a light strip for WLED, which most of them are. */
export function likelyFixture(driver: string): Fixture {
  return driver === 'wled' ? 'strip' : 'bulb';
}
