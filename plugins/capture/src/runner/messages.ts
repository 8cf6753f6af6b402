import type { PipelineOptions } from '../pipeline/pipeline.js';
import type { Room } from '../pipeline/room.js';
import type { PaintedSource } from '../sources/source.js';

/** One of the sources of a run, as the pipeline's thread knows it: a room where pictures appear, or something to paint. */
export type WorkerInput = { id: string; priority: number; timeout_ms: number | null } & (
  | { kind: 'pictures'; buffer: Room }
  | { kind: 'painted'; painted: PaintedSource; /** Of an effect that a plugin brings: the address of its module. */ module?: string }
);

/** What the hub tells the pipeline's thread. */
export type ToWorker =
  | { kind: 'open'; run: string; options: PipelineOptions; rate: number; output: SharedArrayBuffer }
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
  /** New lights stand in the run's output. */
  | { kind: 'lights'; run: string }
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
}

/** Numbers in the header of a picture's room. */
export const PICTURE = { width: 0, height: 1, stride: 2, format: 3, at: 4, timeout: 5 } as const;

/** In place of a format: the bytes are colours of lights, as many as the picture is wide. */
export const LIGHTS = -1;

/** In place of milliseconds: what the input says; that the picture counts for as long as the input is there. */
export const TIMEOUT = { of_input: 0, never: -1 } as const;

/** Times cross the threads as the part of epoch milliseconds that fits 31 bits. */
export const LOW_BITS = 0x7fff_ffff;
