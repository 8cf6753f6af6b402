import type { Clock, Logger, Timers, z } from '@lightkeeper/plugin-sdk';
import type { PictureWish } from '../layout/wish.js';
import type { PixelFormat } from '../picture/frame.js';

/** Room for the pictures of one input. */
export interface PictureRoom {
  /** Makes room for pictures of up to so many bytes: before the first, and anew before a larger one. Throws `LK_VALIDATION` beyond 64 MiB. */
  reserve(bytes: number): void;
  /** The bytes to fill with the next picture: what they hold before is old. */
  readonly room: Uint8Array;
  /**
   * The room holds a picture now. It counts for `timeout_ms`, null for as long as the input is there; by default as the input's pictures do.
   * Throws `LK_VALIDATION` when it cannot be one: too small a room, or no size.
   */
  show(picture: { width: number; height: number; stride?: number; format: PixelFormat; timeout_ms?: number | null }): void;
  /**
   * The room holds the colours of so many lights now, red, green and blue of each, whatever the layout; where the layout has more lights they
   * begin anew. Throws `LK_VALIDATION` when the room is too small for them.
   */
  showLights(lights: { count: number; timeout_ms?: number | null }): void;
}

/** Where a source puts its pictures. */
export interface PictureSink extends PictureRoom {
  /** The source has ended or failed; a sentence says why. It is opened anew, later and later. */
  lost(reason: string): void;
  /** The source has shown all that there is; a sentence says so. It is not opened anew. */
  ended(reason: string): void;
}

/** One of several that a source brings: who is shown is up to their priorities. */
export interface SourceInput extends PictureRoom {
  /** Shows an effect for so many milliseconds; null for as long as the input is there. Pictures after it need a new `reserve`. */
  paint(painted: PaintedSource, timeout_ms: number | null): void;
  /** A person chose it: it counts before all others, whatever their priorities, while it is there. False takes the choice back. */
  choose(chosen: boolean): void;
  /** It shows nothing any more, and is not there. */
  close(): void;
}

export interface InputOptions {
  /** Its name among the source's inputs; a second one of the name takes the place of the first. */
  id: string;
  /** 1 to 253; the smallest counts. A source's own pictures have 100. */
  priority: number;
  /** How long one of its pictures counts when no other follows; null for as long as the input is there. */
  timeout_ms: number | null;
}

export interface SourceTools {
  /** The capture for which it is opened. */
  capture_id: string;
  log: Logger;
  clock: Clock;
  timers: Timers;
  /** Aborted when the source is to end. */
  signal: AbortSignal;
  /** What the layout would like of the pictures' size, for sources that can choose. */
  wish: PictureWish;
  /** A further input, beside the sink, for sources that hear several clients. It is closed with the source. */
  input: (options: InputOptions) => SourceInput;
  /**
   * Nothing is wrong, but nothing is there to be shown either: a sentence says what is waited for; null once it is there. For sources that are
   * `unproven` when they are open.
   */
  waits: (reason: string | null) => void;
  /** How much of its light the capture gives out until it ends, 0 to 1: for clients that have a brightness of their own. */
  dim: (share: number) => void;
}

export interface OpenSource {
  /** True for one that may yet turn out not to work: what was wrong before counts as wrong until its first picture. */
  readonly unproven?: boolean;
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
