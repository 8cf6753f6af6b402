import type { AreaKind, Fixture } from '@lightkeeper/plugin-sdk/wire';

/** Height of every room's picture, in its own units; the width follows the window's shape. */
export const ROOM_HEIGHT = 168;
/** Where the wall meets the floor. */
export const FLOOR = 140;

export type PieceName =
  | 'door'
  | 'shelf'
  | 'plant'
  | 'sofa'
  | 'bench'
  | 'picture'
  | 'rug'
  | 'cupboards'
  | 'counter'
  | 'stool'
  | 'bed'
  | 'nightstand'
  | 'desk'
  | 'monitor'
  | 'tub'
  | 'basin'
  | 'towel'
  | 'railing'
  | 'moon'
  | 'chair'
  | 'coats';

/** A piece of furniture; `x` is its middle. */
export interface Piece {
  is: PieceName;
  x: number;
  y: number;
  w: number;
}

/** A place for a lamp: `x` its middle, `y` the height of its light (for what stands, of its foot), `w` its length where it has one. */
export interface Place {
  x: number;
  y: number;
  w: number;
}

export interface RoomPlan {
  pieces: Piece[];
  /** The best places for each fixture, the first one first. */
  places: Partial<Record<Fixture, Place[]>>;
}

const piece = (is: PieceName, x: number, y = FLOOR, w = 0): Piece => ({ is, x, y, w });
const place = (x: number, y: number, w = 0): Place => ({ x, y, w });

function living(width: number): RoomPlan {
  const roomy = width >= 460;
  const tv = roomy ? 0.42 * width : 0.34 * width;
  const sofa = roomy ? 0.7 * width : 0.74 * width;
  const lamp = sofa + (roomy ? 76 : 60);
  const bench = Math.min(172, Math.max(120, 0.28 * width));
  const screen = bench - 56;
  const end = bench / 2 - 13;
  const pieces = [
    piece('rug', sofa - 18, 152, roomy ? 190 : 130),
    piece('bench', tv, 124, bench),
    piece('picture', sofa - 40, 40, 30),
    piece('sofa', sofa, FLOOR, roomy ? 104 : 84),
  ];
  if (roomy) pieces.push(piece('shelf', 0.21 * width, 52, 60), piece('plant', 0.21 * width));
  if (width >= 540) pieces.push(piece('door', 48, FLOOR, 52), piece('plant', width - 36));
  return {
    pieces,
    places: {
      backlight: [place(tv, 84, screen)],
      floor: [place(Math.min(lamp, width - 26), FLOOR), place(roomy ? tv - bench / 2 - 22 : 24, FLOOR)],
      pendant: [place((tv + sofa) / 2, 40), place(sofa + 20, 34)],
      ceiling: [place((tv + sofa) / 2, 0), place(0.2 * width, 0)],
      table: [place(tv + end, 124), place(tv - end, 124)],
      strip: [place(tv, 132, bench - 16), place(sofa, 12, 0.32 * width)],
      wall: [place(sofa + 26, 66), place(0.14 * width, 78)],
      string: [place(0.55 * width, 22, 0.6 * width)],
      bulb: [place((tv + sofa) / 2, 66), place(0.88 * width, 60), place(0.12 * width, 96)],
    },
  };
}

function kitchen(width: number): RoomPlan {
  const run = Math.min(0.62 * width, 330);
  const middle = 0.06 * width + run / 2;
  const bar = (0.06 * width + run + width) / 2;
  return {
    pieces: [
      piece('cupboards', middle, 30, run),
      piece('counter', middle, 102, run + 8),
      piece('stool', bar - 18),
      piece('stool', bar + 18),
    ],
    places: {
      strip: [place(middle, 67, run - 8), place(middle, 136, run - 12)],
      pendant: [place(bar, 38), place(bar - 40, 34), place(bar + 40, 34)],
      ceiling: [place(0.72 * width, 0), place(0.3 * width, 0)],
      table: [place(middle - run / 3, 102), place(middle + run / 3, 102)],
      wall: [place(bar, 74)],
      floor: [place(width - 26, FLOOR)],
      string: [place(middle, 20, run)],
      backlight: [place(bar, 84, 70)],
      bulb: [place(bar, 62)],
    },
  };
}

function hall(width: number): RoomPlan {
  const shelf = 0.72 * width;
  return {
    pieces: [
      piece('door', 0.24 * width, FLOOR, 52),
      piece('picture', 0.47 * width, 48, 30),
      piece('coats', shelf, 52, 64),
      piece('rug', 0.24 * width, 150, 84),
    ],
    places: {
      ceiling: [place(0.54 * width, 0), place(0.24 * width, 0)],
      wall: [place(0.86 * width, 104), place(0.4 * width, 84)],
      pendant: [place(0.54 * width, 34), place(0.36 * width, 30)],
      bulb: [place(0.86 * width, 112), place(0.56 * width, 100)],
      strip: [place(shelf, 46, 60), place(0.5 * width, 136, 0.7 * width)],
      floor: [place(width - 28, FLOOR)],
      table: [place(0.56 * width, FLOOR)],
      string: [place(0.5 * width, 20, 0.8 * width)],
      backlight: [place(0.5 * width, 70, 60)],
    },
  };
}

function bedroom(width: number): RoomPlan {
  const bed = 0.52 * width;
  const left = bed - 108;
  const right = bed + 108;
  return {
    pieces: [
      piece('picture', bed, 44, 34),
      piece('bed', bed, FLOOR, 168),
      piece('nightstand', Math.max(left, 20), FLOOR, 26),
      piece('nightstand', Math.min(right, width - 20), FLOOR, 26),
      ...(width >= 460 ? [piece('plant', width - 40), piece('shelf', 66, 52, 60)] : []),
    ],
    places: {
      table: [place(Math.max(left, 20), 118), place(Math.min(right, width - 20), 118)],
      ceiling: [place(bed, 0), place(0.2 * width, 0)],
      pendant: [place(0.76 * width, 36), place(0.24 * width, 36)],
      wall: [place(bed - 74, 78), place(bed + 74, 78)],
      strip: [place(bed, 138, 150), place(bed, 84, 130)],
      backlight: [place(bed - 60, 112, 60)],
      floor: [place(width - 28, FLOOR), place(28, FLOOR)],
      bulb: [place(0.78 * width, 64), place(0.2 * width, 64)],
      string: [place(bed, 22, 0.66 * width)],
    },
  };
}

function study(width: number): RoomPlan {
  const desk = 0.5 * width;
  return {
    pieces: [
      piece('shelf', Math.max(0.17 * width, 44), 52, 60),
      piece('desk', desk, 102, 152),
      piece('monitor', desk, 92, 54),
      piece('chair', desk - 6, FLOOR, 40),
      ...(width >= 300 ? [piece('picture', 0.69 * width, 40, 30)] : []),
    ],
    places: {
      strip: [place(desk, 46, 82), place(desk, 112, 136)],
      backlight: [place(desk, 76, 54)],
      table: [place(desk + 58, 102), place(desk - 58, 102)],
      floor: [place(Math.min(0.88 * width, width - 24), FLOOR), place(28, FLOOR)],
      ceiling: [place(desk, 0), place(0.2 * width, 0)],
      pendant: [place(desk + 70, 36), place(desk - 70, 36)],
      wall: [place(0.78 * width, 84), place(0.14 * width, 92)],
      bulb: [place(0.86 * width, 66), place(0.16 * width, 96)],
      string: [place(0.5 * width, 20, 0.7 * width)],
    },
  };
}

function bath(width: number): RoomPlan {
  const tub = 0.3 * width;
  const basin = 0.74 * width;
  return {
    pieces: [piece('tub', tub, FLOOR, 124), piece('basin', basin, 106, 62), piece('towel', 0.53 * width, 78, 26)],
    places: {
      wall: [place(basin + 34, 64), place(basin - 34, 64)],
      ceiling: [place(0.5 * width, 0), place(0.22 * width, 0)],
      strip: [place(basin, 32, 56), place(tub, 136, 110)],
      backlight: [place(basin, 64, 46)],
      pendant: [place(tub, 34)],
      table: [place(basin + 24, 106)],
      floor: [place(width - 26, FLOOR)],
      bulb: [place(0.53 * width, 44), place(0.14 * width, 54)],
      string: [place(tub, 24, 0.5 * width)],
    },
  };
}

function balcony(width: number): RoomPlan {
  return {
    pieces: [
      piece('moon', 0.88 * width, 66),
      piece('railing', 0.5 * width, 100, width),
      piece('plant', 0.2 * width),
      piece('plant', 0.8 * width),
      piece('stool', 0.5 * width - 22),
      piece('stool', 0.5 * width + 22),
    ],
    places: {
      string: [place(0.42 * width, 26, 0.7 * width), place(0.5 * width, 52, 0.8 * width)],
      table: [place(0.5 * width, 116), place(0.66 * width, FLOOR)],
      wall: [place(22, 62), place(width - 22, 62)],
      floor: [place(0.35 * width, FLOOR), place(0.66 * width, FLOOR)],
      strip: [place(0.5 * width, 104, 0.9 * width)],
      pendant: [place(0.5 * width, 34)],
      ceiling: [place(0.5 * width, 0)],
      bulb: [place(0.34 * width, 70), place(0.66 * width, 70)],
      backlight: [place(0.5 * width, 76, 70)],
    },
  };
}

function other(width: number): RoomPlan {
  return {
    pieces: [
      piece('shelf', 0.22 * width, 60, 70),
      piece('picture', 0.5 * width, 44, 34),
      piece('chair', 0.5 * width, FLOOR, 44),
      piece('plant', 0.78 * width),
      piece('rug', 0.5 * width, 152, 140),
    ],
    places: {
      floor: [place(0.64 * width, FLOOR), place(0.1 * width, FLOOR)],
      ceiling: [place(0.5 * width, 0), place(0.2 * width, 0)],
      pendant: [place(0.36 * width, 36), place(0.66 * width, 36)],
      table: [place(0.22 * width, 60), place(0.3 * width, FLOOR)],
      wall: [place(0.66 * width, 78), place(0.1 * width, 84)],
      strip: [place(0.22 * width, 66, 66), place(0.5 * width, 12, 0.5 * width)],
      backlight: [place(0.22 * width, 100, 70)],
      string: [place(0.5 * width, 22, 0.7 * width)],
      bulb: [place(0.84 * width, 64), place(0.12 * width, 100)],
    },
  };
}

const PLANS: Record<AreaKind, (width: number) => RoomPlan> = { living, kitchen, hall, bedroom, study, bath, balcony, other };

/** A lamp nearer to the edge of the picture than this would be cut. */
const EDGE = 10;

/** Furniture and places for lamps of a room that is `width` units wide (at least 200). Places that a narrow room lacks are left out. */
export function roomPlan(kind: AreaKind, width: number): RoomPlan {
  const room = Math.max(200, width);
  const { pieces, places } = PLANS[kind](room);
  const inside = Object.entries(places).map(([fixture, all]) => [fixture, all.filter(({ x }) => x >= EDGE && x <= room - EDGE)] as const);
  return { pieces, places: Object.fromEntries(inside) };
}
