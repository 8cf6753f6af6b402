import type { Discovery } from '@lightkeeper/plugin-sdk/wire';
import { msg, str } from '@lightkeeper/ui';

/** Announced facts are of any length and origin: so many characters of them are shown. */
const MOST_CHARACTERS = 80;
/** From here on a list is searched rather than read. */
export const MANY_FOUND = 8;

/** What announced itself, one driver's beside each other. */
export interface FoundGroup {
  driver: string;
  items: Discovery[];
}

/** The one line below the name of a thing: `WLED 0.15.3 · announces 144 LEDs`. */
export function foundLine({ details }: Pick<Discovery, 'details'>, driver_name: string): string {
  const fact = (key: string): string => (Object.hasOwn(details, key) ? (details[key] ?? '') : '');
  const maker = [fact('manufacturer'), fact('model')].filter((one) => one !== '').join(' ');
  const leds = fact('leds') === '' ? '' : msg(str`announces ${fact('leds')} LEDs`);
  const version = fact('version');
  return [version === '' ? driver_name : `${driver_name} ${version}`, maker, leds, fact('area')]
    .filter((one) => one !== '')
    .map((one) => one.slice(0, MOST_CHARACTERS))
    .join(' · ');
}

/** Those in whose name, address, driver or facts all the words stand. */
export function searchFound(items: readonly Discovery[], words: string, driverName: (id: string) => string): Discovery[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...items];
  return items.filter(({ name, address, driver, details }) => {
    const text = [name, address ?? '', driverName(driver), ...Object.values(details)].join(' ').toLocaleLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** By driver, the largest group last: what a person waits for is rarely among two hundred. */
export function groupFound(items: readonly Discovery[]): FoundGroup[] {
  const groups = new Map<string, Discovery[]>();
  for (const item of items) groups.set(item.driver, [...(groups.get(item.driver) ?? []), item]);
  return [...groups]
    .map(([driver, members]) => ({ driver, items: members.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true })) }))
    .sort((a, b) => a.items.length - b.items.length || a.driver.localeCompare(b.driver));
}
