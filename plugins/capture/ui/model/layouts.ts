import type { BorderLayout, CaptureLayout, CaptureTarget, CaptureZone, Device, MatrixLayout } from '@lightkeeper/plugin-sdk/wire';

export const NO_GAP = { top: 0, right: 0, bottom: 0, left: 0 } as const;

const BORDER: Omit<BorderLayout, 'top' | 'right' | 'bottom' | 'left'> = {
  kind: 'border',
  start: 'bottom_left',
  direction: 'clockwise',
  offset: 0,
  depth_vertical: 0.08,
  depth_horizontal: 0.05,
  overlap: 0,
  corner_gap: NO_GAP,
  gap: { length: 0, at: 0 },
};

/** A border for so many lights, spread by the lengths of the edges of a wide screen. The two of each pair are the same where that is possible. */
export function borderFor(leds: number): BorderLayout {
  const side = Math.round((leds * 9) / 50);
  const rest = Math.max(0, leds - 2 * side);
  return { ...BORDER, top: Math.ceil(rest / 2), bottom: Math.floor(rest / 2), left: side, right: leds - rest - side };
}

/** A matrix of so many lights, as near to a wide screen as their number allows. */
export function matrixFor(leds: number): MatrixLayout {
  let rows = 1;
  for (let tried = 1; tried * tried <= leds; tried += 1) if (leds % tried === 0) rows = tried;
  const columns = Math.min(256, leds / rows);
  return { kind: 'matrix', columns, rows, start: 'top_left', run: 'rows', cabling: 'snake', margin: NO_GAP };
}

const WHOLE: CaptureZone = { left: 0, top: 0, right: 1, bottom: 1 };

/** All lights show the whole picture: one colour. */
export function oneColorFor(leds: number): CaptureLayout {
  return { kind: 'zones', zones: Array.from({ length: leds }, () => WHOLE) };
}

export type LayoutChoice = 'border' | 'matrix' | 'one' | 'zones';

/** What a person calls the layout. */
export function choiceOf(layout: CaptureLayout): LayoutChoice {
  if (layout.kind !== 'zones') return layout.kind;
  const whole = ({ left, top, right, bottom }: CaptureZone): boolean => left === 0 && top === 0 && right === 1 && bottom === 1;
  return layout.zones.every(whole) ? 'one' : 'zones';
}

export function layoutFor(choice: LayoutChoice, leds: number): CaptureLayout {
  switch (choice) {
    case 'border':
      return borderFor(leds);
    case 'matrix':
      return matrixFor(leds);
    case 'one':
      return oneColorFor(leds);
    case 'zones':
      return { kind: 'zones', zones: [{ left: 0, top: 0, right: 0.5, bottom: 1 }] };
  }
}

/** The lights of a device; one that takes no pictures has none. */
export function ledsOf(device: Device | undefined): number {
  return device?.stream?.leds ?? 0;
}

/** Devices one behind the other along the layout, each with its own lights; with one colour they all begin at its first. */
export function targetsInRow(devices: readonly Device[], choice: LayoutChoice): CaptureTarget[] {
  let first = 0;
  return devices.map((device) => {
    const target = { device_id: device.id, first: choice === 'one' ? 0 : first, reverse: false };
    first += ledsOf(device);
    return target;
  });
}

/** How many lights a layout has for targets that show so many each. */
export function lightsFor(each: readonly number[], choice: LayoutChoice): number {
  return choice === 'one' ? Math.max(0, ...each) : each.reduce((sum, lights) => sum + lights, 0);
}

/** How many lights a layout for these devices has. */
export function lightsWanted(devices: readonly Device[], choice: LayoutChoice): number {
  return lightsFor(devices.map(ledsOf), choice);
}
