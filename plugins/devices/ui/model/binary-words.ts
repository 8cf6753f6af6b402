import { msg } from '@lightkeeper/ui';

type Words = readonly [when_true: () => string, when_false: () => string];

const OPEN: Words = [() => msg('Open'), () => msg('Shut')];
const DETECTED: Words = [() => msg('Detected'), () => msg('Clear')];

/** What two-sided sensors say. The classes and which of their sides is true are Home Assistant's, page "Binary sensor", device class. */
const WORDS: Record<string, Words> = {
  battery: [() => msg('Low'), () => msg('Good')],
  battery_charging: [() => msg('Charging'), () => msg('Not charging')],
  carbon_monoxide: DETECTED,
  cold: [() => msg('Cold'), () => msg('Not cold')],
  connectivity: [() => msg('Connected'), () => msg('Not connected')],
  door: OPEN,
  garage_door: OPEN,
  gas: DETECTED,
  heat: [() => msg('Hot'), () => msg('Not hot')],
  light: [() => msg('Light'), () => msg('Dark')],
  lock: [() => msg('Unlocked'), () => msg('Locked')],
  moisture: [() => msg('Wet'), () => msg('Dry')],
  motion: [() => msg('Motion'), () => msg('Still')],
  moving: [() => msg('Moving'), () => msg('Still')],
  occupancy: [() => msg('Somebody there'), () => msg('Nobody there')],
  opening: OPEN,
  plug: [() => msg('Plugged in'), () => msg('Unplugged')],
  power: [() => msg('Has power'), () => msg('No power')],
  presence: [() => msg('Home'), () => msg('Away')],
  problem: [() => msg('Problem'), () => msg('Fine')],
  running: [() => msg('Running'), () => msg('Not running')],
  safety: [() => msg('Unsafe'), () => msg('Safe')],
  smoke: [() => msg('Smoke'), () => msg('Clear')],
  sound: [() => msg('Sound'), () => msg('Quiet')],
  tamper: [() => msg('Tampered with'), () => msg('Untouched')],
  update: [() => msg('Update available'), () => msg('Up to date')],
  vibration: [() => msg('Vibration'), () => msg('Still')],
  window: OPEN,
};

/** `Motion` or `Still`; `Yes` or `No` for a class that is not known. */
export function binaryWord(device_class: string | undefined, value: boolean): string {
  const words = device_class !== undefined && Object.hasOwn(WORDS, device_class) ? WORDS[device_class] : undefined;
  const [yes, no] = words ?? [() => msg('Yes'), () => msg('No')];
  return value ? yes() : no();
}
