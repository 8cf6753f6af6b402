import type { z } from 'zod';
import type { Clock, Timers } from './clock.js';
import type { AlgorithmDefinition, EffectDefinition, FilterDefinition } from './capture-modules.js';
import type { Disposer } from './disposable.js';
import type { Logger } from './logger.js';
import type { CaptureStatus } from './wire/capture.js';

/** How the bytes of a pixel stand: three, or four of which the last counts for nothing. */
export const PIXEL_FORMATS = ['rgb24', 'rgbx', 'bgrx'] as const;
export type PixelFormat = (typeof PIXEL_FORMATS)[number];

/**
 * The grid on which the edges of a layout's zones lie. A picture whose width is a multiple of `columns` and whose height is one of `rows`
 * has no zone that ends within a pixel: its lights are as exact as those of a picture many times its size.
 */
export interface PictureWish {
  readonly columns: number;
  readonly rows: number;
}

/** Room for the pictures of one input. */
export interface PictureRoom {
  /** Makes room for pictures of up to so many bytes: before the first, and anew before a larger one. Throws `LK_VALIDATION` beyond 64 MiB. */
  reserve(bytes: number): void;
  /** The bytes to fill with the next picture: what they hold before is old. Ask for them anew for each picture. */
  readonly room: Uint8Array;
  /**
   * The room holds a picture now. It counts for `timeout_ms`, null for as long as the input is there; by default as the input's pictures do.
   * `stride` is what lies between the beginnings of two rows, in bytes; by default rows follow each other. A side has 8,192 pixels at most.
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
export interface SourceSink extends PictureRoom {
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

export interface SourceInputOptions {
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
  input: (options: SourceInputOptions) => SourceInput;
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
  /** As the effect's schema gives them. */
  options: Record<string, unknown>;
  seed: number;
}

interface SourceBase<S extends z.ZodType<object>> {
  /** What captures name it by: 1 to 40 of `a-z`, `0-9` and `-`. */
  kind: string;
  /** For people: `Lava lamp`. */
  name: string;
  /** One sentence about what it shows. */
  description: string;
  /** Its fields beside `kind`. `.meta({ title, description })` shows in the form. */
  options: S;
  /** Names of options that are secret: encrypted at rest, masked on the wire. */
  secrets?: readonly string[];
}

/**
 * A kind of source. It either brings pictures, or is painted light by light in the pipeline's own thread.
 *
 * `open` is one try: it resolves when the source is open, and rejects with a sentence for people. When it is tried again is the hub's to
 * decide. It is called for each capture that has the source.
 *
 * @example
 * const grey: SourceKind = {
 *   kind: 'grey',
 *   name: 'Grey',
 *   description: 'One pixel of grey, ten times a second.',
 *   options: z.strictObject({}),
 *   async open(_options, sink, { timers }) {
 *     sink.reserve(3);
 *     const end = timers.every(100, 'show grey', () => {
 *       sink.room.fill(128);
 *       sink.show({ width: 1, height: 1, format: 'rgb24' });
 *     });
 *     return { close: () => void end() };
 *   },
 * };
 */
export type SourceKind<S extends z.ZodType<object> = z.ZodType<object>> = SourceBase<S> &
  (
    | { open(options: z.output<S>, sink: SourceSink, tools: SourceTools): Promise<OpenSource> }
    | { paint(options: z.output<S>): PaintedSource }
  );

/** A capture as other plugins see it. */
export interface CaptureSnapshot {
  readonly id: string;
  readonly name: string;
  /** `state` is `stopped` for one that does not run. */
  readonly status: CaptureStatus;
}

/** What `hub.services.require('capture')` offers. */
export interface CaptureService {
  /**
   * Offers a kind of source until the disposer is called: hand it to `hub.effect`, so that it goes with its plugin. Captures that have it say
   * so while it is away, show what they have for that case, and go on when it is there again.
   * Refuses with `LK_PLUGIN_INVALID` what cannot be one, and with `LK_CONFLICT` a kind that is taken.
   *
   * @example
   * hub.effect('the source grey', hub.services.require('capture').registerSource(grey));
   */
  registerSource<S extends z.ZodType<object>>(source: SourceKind<S>): Disposer;
  /**
   * Offers an effect until the disposer is called, in the same way. A module that cannot be loaded, or that throws, fails the captures that
   * use it, and no others.
   * Refuses with `LK_PLUGIN_INVALID` what cannot be one, and with `LK_CONFLICT` an id that is taken.
   */
  registerEffect<S extends z.ZodObject>(effect: EffectDefinition<S>): Disposer;
  /**
   * Offers a filter until the disposer is called, in the same way. Captures go on without it while it is away, and say so.
   * Refuses with `LK_PLUGIN_INVALID` what cannot be one, and with `LK_CONFLICT` a kind that is taken.
   */
  registerFilter<S extends z.ZodObject>(filter: FilterDefinition<S>): Disposer;
  /**
   * Offers an algorithm until the disposer is called, in the same way. Captures show the mean of each zone while it is away, and say so.
   * Refuses with `LK_PLUGIN_INVALID` what cannot be one, and with `LK_CONFLICT` an id that is taken.
   */
  registerAlgorithm(algorithm: AlgorithmDefinition): Disposer;
  /** All captures, by no particular order. */
  list(): CaptureSnapshot[];
  get(capture_id: string): CaptureSnapshot | undefined;
  /**
   * Starts a capture under the context's actor, and records that; one that runs is left alone. Resolves when its devices have been asked:
   * what is wrong with its source or with a device stands in the status. Rejects with `LK_NOT_FOUND` when it, or its layout, is gone.
   *
   * @example
   * const capture = hub.services.require('capture');
   * if (capture.get(id)?.status.state === 'stopped') await capture.start(id);
   */
  start(capture_id: string): Promise<CaptureStatus>;
  /**
   * Stops a capture under the context's actor, and records that; its devices go back to their own state. One that does not run is left
   * alone. Rejects with `LK_NOT_FOUND` when it is gone.
   */
  stop(capture_id: string): Promise<CaptureStatus>;
  /** Starts all captures, and gives them. One that cannot be started keeps no other from it: it rejects when all have been tried. */
  startAll(): Promise<CaptureSnapshot[]>;
  /** Stops all captures that run, and gives them. */
  stopAll(): Promise<CaptureSnapshot[]>;
}
