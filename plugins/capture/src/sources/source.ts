import type { Clock, Logger, Timers, z } from '@lightkeeper/plugin-sdk';
import type { PictureWish } from '../layout/wish.js';
import type { PixelFormat } from '../picture/frame.js';

/** Where a source puts its pictures. */
export interface PictureSink {
  /** Room for pictures of up to so many bytes; called once, before the first picture. Throws `LK_VALIDATION` beyond 64 MiB. */
  reserve(bytes: number): void;
  /** The bytes to fill with the next picture: what they hold before is old. */
  readonly room: Uint8Array;
  /** The room holds a picture now. Throws `LK_VALIDATION` when it cannot be one: too small a room, or no size. */
  show(picture: { width: number; height: number; stride?: number; format: PixelFormat }): void;
  /** The source has ended or failed; a sentence says why. It is opened anew, later and later. */
  lost(reason: string): void;
  /** The source has shown all that there is; a sentence says so. It is not opened anew. */
  ended(reason: string): void;
}

export interface SourceTools {
  log: Logger;
  clock: Clock;
  timers: Timers;
  /** Aborted when the source is to end. */
  signal: AbortSignal;
  /** What the layout would like of the pictures' size, for sources that can choose. */
  wish: PictureWish;
}

export interface OpenSource {
  close(): void | Promise<void>;
}

/** An effect by its id, its options and the seed of its chance: what the pipeline's thread needs to paint it. */
export interface PaintedSource {
  effect: string;
  options: Record<string, unknown>;
  seed: number;
}

interface SourceBase<S extends z.ZodType<object>> {
  kind: string;
  name: string;
  description: string;
  /** Its fields beside `kind`. */
  options: S;
  /** Names of options that are secret: encrypted at rest, masked on the wire. */
  secrets?: readonly string[];
}

/** A kind of source. It either brings pictures, or is painted light by light in the pipeline's own thread. */
export type SourceKind<S extends z.ZodType<object> = z.ZodType<object>> = SourceBase<S> &
  (
    | { open(options: z.output<S>, sink: PictureSink, tools: SourceTools): Promise<OpenSource> }
    | { paint(options: z.output<S>): PaintedSource }
  );
