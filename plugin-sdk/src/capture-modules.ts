import type { z } from 'zod';

/*
 * What a plugin brings to the thread in which captures are reckoned: an effect, a filter or an algorithm. Functions do not cross threads, so
 * that each of them is an ES module of its own, which is loaded there. It has neither the hub nor the plugin's state, and must not take long:
 * all captures share the thread. What it does wrong fails the captures that use it, and no others. Light is linear throughout, red, green and
 * blue, 0 to 1, light by light; what lies outside is brought back, and what is no number is darkness.
 */

/** Where a light is in the picture: the middle of its zone, 0 to 1 from the left and from the top. */
export interface LightPlace {
  readonly x: number;
  readonly y: number;
}

/**
 * Paints the lights at a time in seconds since the effect began. It is called up to a hundred and twenty times a second for each capture: it
 * makes nothing anew.
 */
export type Painter = (seconds: number, lights: Float32Array) => void;

/**
 * Makes what paints some lights. `seed` makes what is left to chance, the same for the same number.
 *
 * @example
 * const blink: PaintEffect<{ pause_s: number }> = ({ pause_s }) => (seconds, lights) => {
 *   lights.fill(Math.floor(seconds / pause_s) % 2);
 * };
 */
export type PaintEffect<Options> = (options: Options, places: readonly LightPlace[], seed: number) => Painter;

/** An effect that a plugin brings: how it is offered, and where the module is that paints it. */
export interface EffectDefinition<S extends z.ZodObject = z.ZodObject> {
  /** What captures name it by: 1 to 40 of `a-z`, `0-9` and `-`. */
  id: string;
  /** For people: `Lava lamp`. */
  name: string;
  /** Its settings, shown as a form. What it gives goes to another thread: values, lists and objects, no functions. */
  options: S;
  /** The file whose default export is a {@link PaintEffect}: `new URL('./lava.js', import.meta.url)`. Only `file:` addresses. */
  module: URL;
}

/**
 * Changes lights in place, `seconds` after it began. It is called for each picture that goes to the devices, also where the source shows the
 * same for long, and makes nothing anew.
 */
export type LightFilter = (seconds: number, lights: Float32Array) => void;

/**
 * Makes what changes the lights of one capture. Made anew when its options or the layout change, and only then: it may keep what it has seen.
 *
 * @example
 * const night: MakeFilter<{ share: number }> = ({ share }) => (_seconds, lights) => {
 *   for (let at = 2; at < lights.length; at += 3) lights[at] *= share;
 * };
 */
export type MakeFilter<Options> = (options: Options, places: readonly LightPlace[]) => LightFilter;

/**
 * A stage that a plugin puts between the pictures and the devices. The filters of a capture run one after another, as they stand in its
 * record: after smoothing, so that they see lights as they move, whatever the source's pace; and before the capture's own colours, so that
 * brightness and calibration have the last word.
 */
export interface FilterDefinition<S extends z.ZodObject = z.ZodObject> {
  /** What captures name it by: 1 to 40 of `a-z`, `0-9` and `-`. */
  kind: string;
  /** For people: `Without blue`. */
  name: string;
  /** One sentence about what it does. */
  description: string;
  /** Its settings, shown as a form. What it gives goes to another thread: values, lists and objects, no functions. */
  options: S;
  /** The file whose default export is a {@link MakeFilter}. Only `file:` addresses. */
  module: URL;
}

/** The pixels of a picture: red of the one at column `x` of row `y` is `data[y * stride + x * step + red]`, and so on. */
export interface PicturePixels {
  readonly data: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes from one row, and from one pixel, to the next. */
  readonly stride: number;
  readonly step: number;
  /** Where the colours stand within a pixel. */
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** The linear light, 0 to 1, of each of the 256 bytes: `linear[data[at]]`. */
  readonly linear: Float32Array;
}

/** What of a picture one light shows, in pixels: the first column and row, and the first beyond it. At least one pixel. */
export interface PixelZone {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Writes the light of each zone of a picture. The picture is the same object each time, with other pixels; it makes nothing anew. */
export type ZoneColors = (picture: PicturePixels, lights: Float32Array) => void;

/**
 * Makes what finds the colours of these zones. Made anew when the picture's size, its black bars or the layout change.
 *
 * @example
 * const middle: MakeAlgorithm = (zones) => (picture, lights) => {
 *   zones.forEach(({ left, top, right, bottom }, index) => {
 *     const at = ((top + bottom) >> 1) * picture.stride + ((left + right) >> 1) * picture.step;
 *     lights[index * 3] = picture.linear[picture.data[at + picture.red]];
 *     lights[index * 3 + 1] = picture.linear[picture.data[at + picture.green]];
 *     lights[index * 3 + 2] = picture.linear[picture.data[at + picture.blue]];
 *   });
 * };
 */
export type MakeAlgorithm = (zones: readonly PixelZone[]) => ZoneColors;

/** A way in which the pixels of a zone become one colour, brought by a plugin. */
export interface AlgorithmDefinition {
  /** What captures name it by: 1 to 40 of `a-z`, `0-9`, `-` and `_`. */
  id: string;
  /** For people: `Median`. */
  name: string;
  /** One sentence about which colour it finds. */
  description: string;
  /** The file whose default export is a {@link MakeAlgorithm}. Only `file:` addresses. */
  module: URL;
}
