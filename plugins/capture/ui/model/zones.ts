import type { BorderLayout, CaptureLayout, CaptureZone, LayoutEdge, MatrixLayout } from '@lightkeeper/plugin-sdk/wire';

/*
 * The zones of a layout, for drawing it while it is made. The hub reckons them itself; a test holds both to each other.
 */

const CORNERS = ['top_left', 'top_right', 'bottom_right', 'bottom_left'] as const;

export function zonesOf(layout: CaptureLayout): CaptureZone[] {
  switch (layout.kind) {
    case 'border':
      return borderZones(layout);
    case 'matrix':
      return matrixZones(layout);
    case 'zones':
      return layout.zones;
  }
}

const within = (value: number): number => Math.min(1, Math.max(0, value));

function borderZones(layout: BorderLayout): CaptureZone[] {
  return borderLights(layout).map(({ zone }) => zone);
}

/** A light of a border: its zone, and the edge at which it sits. */
export interface BorderLight {
  zone: CaptureZone;
  edge: LayoutEdge;
}

/** The lights in the order in which they sit on the strip. */
export function borderLights(layout: BorderLayout): BorderLight[] {
  const { gap } = layout;
  const bottom = along(layout, 'bottom');
  const clockwise = [
    along(layout, 'top'),
    along(layout, 'right'),
    bottom.filter((_, index) => index < gap.at || index >= gap.at + gap.length).reverse(),
    along(layout, 'left').reverse(),
  ];
  const first = CORNERS.indexOf(layout.start);
  const round = [...clockwise.slice(first), ...clockwise.slice(0, first)].flat();
  if (layout.direction === 'counterclockwise') round.reverse();
  return round.map((light, index) => round[modulo(index + layout.offset, round.length)] ?? light);
}

function modulo(value: number, size: number): number {
  return ((value % size) + size) % size;
}

/** The lights of one edge, from left to right or from top to bottom. */
function along(layout: BorderLayout, edge: LayoutEdge): BorderLight[] {
  const lights = layout[edge];
  const margin = layout.corner_gap[edge];
  const length = 1 - 2 * margin;
  const { depth_vertical: deep, depth_horizontal: wide } = layout;
  return Array.from({ length: lights }, (_, index) => {
    const begin = margin + (length * index) / lights;
    const end = margin + (length * (index + 1)) / lights;
    const more = ((end - begin) * layout.overlap) / 2;
    const [from, to] = [within(begin - more), within(end + more)];
    const zones: Record<LayoutEdge, CaptureZone> = {
      top: { left: from, right: to, top: 0, bottom: deep },
      right: { left: within(1 - wide), right: 1, top: from, bottom: to },
      bottom: { left: from, right: to, top: within(1 - deep), bottom: 1 },
      left: { left: 0, right: wide, top: from, bottom: to },
    };
    return { edge, zone: zones[edge] };
  });
}

function matrixZones({ columns, rows, start, run, cabling, margin }: MatrixLayout): CaptureZone[] {
  const [lines, length] = run === 'rows' ? [rows, columns] : [columns, rows];
  const width = 1 - margin.left - margin.right;
  const height = 1 - margin.top - margin.bottom;
  return Array.from({ length: lines * length }, (_, index) => {
    const line = Math.floor(index / length);
    const place = index % length;
    const turned = cabling === 'snake' && line % 2 === 1 ? length - 1 - place : place;
    const [x, y] = run === 'rows' ? [turned, line] : [line, turned];
    const column = start.endsWith('right') ? columns - 1 - x : x;
    const row = start.startsWith('bottom') ? rows - 1 - y : y;
    return {
      left: within(margin.left + (width * column) / columns),
      right: within(margin.left + (width * (column + 1)) / columns),
      top: within(margin.top + (height * row) / rows),
      bottom: within(margin.top + (height * (row + 1)) / rows),
    };
  });
}

/** How many lights a layout has. */
export function lightsOf(layout: CaptureLayout): number {
  switch (layout.kind) {
    case 'border':
      return layout.top + layout.right + layout.bottom + layout.left - layout.gap.length;
    case 'matrix':
      return layout.columns * layout.rows;
    case 'zones':
      return layout.zones.length;
  }
}
