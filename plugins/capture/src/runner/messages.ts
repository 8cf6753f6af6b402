import type { DirectOutput, StreamFormat } from '@lightkeeper/plugin-sdk';
import type { Target } from '../entities/target.js';
import type { PipelineOptions } from '../pipeline/pipeline.js';
import type { Room } from '../pipeline/room.js';
import type { PaintedSource } from '../sources/source.js';

/** One of the sources of a run, as the pipeline's thread knows it: a room where pictures appear, or something to paint. */
export type WorkerInput = { id: string; priority: number; timeout_ms: number | null } & (
  | { kind: 'pictures'; buffer: Room }
  | { kind: 'painted'; painted: PaintedSource; /** Of an effect that a plugin brings: the address of its module. */ module?: string }
);

/** A device that shows a run, as the pipeline's thread knows it. */
export interface WorkerTarget {
  device_id: string;
  /** What it shows of the run, in one part or several. */
  targets: readonly Target[];
  format: StreamFormat;
  /** How the thread sends its pictures by itself; null where the hub's main thread has to. */
  direct: DirectOutput | null;
  /** Where its pictures stand for the main thread. */
  room: SharedArrayBuffer;
}

/** What the hub tells the pipeline's thread. */
export type ToWorker =
  | { kind: 'open'; run: string; options: PipelineOptions; rate: number }
  | { kind: 'target'; run: string; target: WorkerTarget }
  /** A device shows other parts of the run, in the way that it did. */
  | { kind: 'parts'; run: string; device_id: string; targets: readonly Target[] }
  /** A device shows the run no more. */
  | { kind: 'release'; run: string; device_id: string }
  /** One light is to be shown alone for some seconds; null shows the picture again. */
  | { kind: 'point'; run: string; light: number | null }
  | { kind: 'input'; run: string; input: WorkerInput }
  | { kind: 'leave'; run: string; input_id: string }
  /** A person's choice among the inputs; null leaves it to the priorities. */
  | { kind: 'choose'; run: string; input_id: string | null }
  /** How much of its light the run gives out, 0 to 1. */
  | { kind: 'dim'; run: string; share: number }
  /** Other options for as many lights. */
  | { kind: 'tune'; run: string; options: PipelineOptions }
  /** Somebody watches: what the run sees and shows is to stand there; null when nobody does any more. */
  | { kind: 'preview'; run: string; buffer: SharedArrayBuffer | null }
  | { kind: 'close'; run: string };

/** What the thread tells the hub. */
export type FromWorker =
  /** New pictures stand in the rooms of devices that the thread does not send to by itself. */
  | { kind: 'pictures'; run: string }
  /** The thread cannot send to a device by itself; its pictures stand in its room. */
  | { kind: 'refused'; run: string; device_id: string; reason: string }
  /** A new preview stands in its room. */
  | { kind: 'preview'; run: string }
  | { kind: 'second'; run: string; stats: WorkerStats }
  /** A run cannot go on; the others do. */
  | { kind: 'broken'; run: string; reason: string };

/** What a run did in the last second. */
export interface WorkerStats {
  pictures: number;
  outputs: number;
  /** The input that counted; null when none did. */
  input_id: string | null;
  latency_ms: number | null;
  /** No light was lit. */
  dark: boolean;
}

/** Numbers in the header of a picture's room; `at` is when it came, see `stampOf`. */
export const PICTURE = { width: 0, height: 1, stride: 2, format: 3, at: 4, timeout: 5 } as const;

/** In place of a format: the bytes are colours of lights, as many as the picture is wide. */
export const LIGHTS = -1;

/** In place of milliseconds: what the input says; that the picture counts for as long as the input is there. */
export const TIMEOUT = { of_input: 0, never: -1 } as const;
