import type { CaptureStatus } from './capture.js';
import type { Rgb } from './device.js';

/** A part of the picture, as fractions of its width and height: what one light shows. */
export interface CaptureZone {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export type LayoutCorner = 'top_left' | 'top_right' | 'bottom_right' | 'bottom_left';
export type LayoutEdge = 'top' | 'right' | 'bottom' | 'left';

/** Lights around the picture. Counts are of lights, depths, overlap and gaps at the corners are shares of the picture's width or height. */
export interface BorderLayout extends Record<LayoutEdge, number> {
  kind: 'border';
  /** Where the first light is, and which way the strip runs from there, seen from the front. */
  start: LayoutCorner;
  direction: 'clockwise' | 'counterclockwise';
  /** How many lights further along the strip begins; negative is back. */
  offset: number;
  depth_vertical: number;
  depth_horizontal: number;
  overlap: number;
  corner_gap: Record<LayoutEdge, number>;
  /** A part of the bottom without lights: how many would be there, and the first one's place from the left. */
  gap: { length: number; at: number };
}

/** Lights in rows and columns that cover the picture. */
export interface MatrixLayout {
  kind: 'matrix';
  columns: number;
  rows: number;
  start: LayoutCorner;
  run: 'rows' | 'columns';
  cabling: 'snake' | 'parallel';
  margin: Record<LayoutEdge, number>;
}

/** One zone for each light. */
export interface ZonesLayout {
  kind: 'zones';
  zones: CaptureZone[];
}

/** Which part of the picture each light shows. */
export type CaptureLayout = BorderLayout | MatrixLayout | ZonesLayout;

/** A device, or a part of one, that shows lights of the layout, from `first` on. What is optional may be left out when it is sent. */
export interface CaptureTarget {
  device_id: string;
  first: number;
  reverse: boolean;
  /** How many lights of the layout it shows, put together or spread over its own; null is as many as it has. */
  count?: number | null;
  /** The part of its lights, from `start` up to the one before `stop`; null is all of them. */
  segment?: { start: number; stop: number } | null;
  /** How much later than the others it shows everything: 0 to 2,000. */
  delay_ms?: number;
  /** Percent of the light of the others. */
  brightness?: number;
  /** Whether lights with white use it for what red, green and blue have in common. */
  white?: 'accurate' | 'none';
}

/** How a capture looks from one time of day, `HH:MM` where the hub is, up to another. */
export interface CaptureProfile {
  name: string;
  from: string;
  to: string;
  /** In place of the capture's own; null leaves that. */
  grade: CaptureGrade | null;
  smoothing: CaptureSmoothing | null;
}

/** Where pictures come from: a kind and, beside it, that kind's own fields. */
export type CaptureSource = { kind: string } & Record<string, unknown>;

/** What is done to the colours on their way to the lights. */
export interface CaptureGrade {
  /** Percent of full light. */
  brightness: number;
  /** 0 is grey, 1 leaves colours as they are; at most 3. */
  saturation: number;
  /** The white of the lights, in kelvin. */
  temperature: number;
  gamma: { red: number; green: number; blue: number };
  /** Percent of light that is always there. */
  backlight: number;
  /** The colours of groups of lights; of several that name the same light the last counts. */
  calibration: CaptureCalibration[];
  /** Whether dark lights alternate between two bytes, so that slow fades have no steps. */
  dither: boolean;
}

/** Sets the colours of some lights right that are unlike the others. */
export interface CaptureCalibration {
  /** Lights of the layout, from 0 on: numbers and ranges such as `0-5,9`, or `*` for all. */
  lights: string;
  /** How much of each colour is given, 1 being all of it; at most 2. */
  red: number;
  green: number;
  blue: number;
  /** What is shown for each corner of the cube of colours; null leaves them. */
  corners: Record<ColorCorner, Rgb> | null;
}

export type ColorCorner = 'black' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'white';

/** How lights follow the picture. */
export type CaptureSmoothing = { kind: 'none' } | { kind: 'linear' | 'decay' | 'spring'; time_ms: number };

/** What is done to the lights before their colours are graded: a filter by its kind, and that kind's own settings. */
export interface CaptureFilter {
  kind: string;
  options: Record<string, unknown>;
}

/** A capture as `GET /api/v1/captures` shows it. */
export interface Capture {
  id: string;
  name: string;
  source: CaptureSource;
  /** What is shown while the source shows nothing; null leaves the lights to themselves. */
  fallback: CaptureSource | null;
  /** The one that is shown, also where it has a name; null when that is gone. */
  layout: CaptureLayout | null;
  /** The named layout that it uses in place of one of its own. */
  layout_id: string | null;
  targets: CaptureTarget[];
  algorithm: string;
  cut_bars: boolean;
  smoothing: CaptureSmoothing;
  /** One after another. */
  filters: CaptureFilter[];
  grade: CaptureGrade;
  /** Pictures a second that the devices are given, at most. */
  rate: number;
  /** Where several hold, the first does. */
  profiles: CaptureProfile[];
  autostart: boolean;
  /** Somebody tries something out: it is deleted when nobody holds on to it by the channel `capture_trial`. */
  trial: boolean;
  status: CaptureStatus;
  revision: number;
  created_at: string;
  updated_at: string;
}

/** An effect of the source `effect`, `GET /api/v1/capture-effects`. */
export interface CaptureEffectInfo {
  id: string;
  name: string;
  /** JSON Schema of its settings; what they are by default stands in it. */
  options_schema: Record<string, unknown>;
}

/** A layout under a name, `GET /api/v1/layouts`. */
export interface NamedLayout {
  id: string;
  name: string;
  layout: CaptureLayout;
  /** How many lights it has. */
  lights: number;
  revision: number;
  created_at: string;
  updated_at: string;
}

/** A look under a name, `GET /api/v1/capture-templates`; `POST /api/v1/captures/{id}/apply-template` copies it to a capture. */
export interface CaptureTemplate {
  id: string;
  name: string;
  algorithm: string;
  cut_bars: boolean;
  smoothing: CaptureSmoothing;
  filters: CaptureFilter[];
  grade: CaptureGrade;
  rate: number;
  revision: number;
  created_at: string;
  updated_at: string;
}
