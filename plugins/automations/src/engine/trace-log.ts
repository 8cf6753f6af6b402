import type { StepResult } from '@lightkeeper/plugin-sdk';
import type { Shown } from './program.js';
import type { StepRecord } from './state.js';

/** What a trace holds, in characters of JSON, and what more it holds of steps that went wrong. */
const MAX_SIZE = 60 * 1024;
const MAX_SIZE_OF_FAILURES = 64 * 1024;
const MAX_DETAIL = 500;
/** The fields of a step beside its texts. */
const STEP_SIZE = 130;
/** The place of a step that is not kept. */
const OMITTED = -1;

const NO_INPUTS: Shown = { inputs: {}, size: 2 };

/** The steps of one run. Bounded: what has no room is counted, and what fails is kept where at all possible. */
export class TraceLog {
  readonly steps: StepRecord[];
  omitted: number;
  readonly #now: () => number;
  /** Places that changed since they were stored; null while the run is not stored. */
  #changed: Set<number> | null = null;
  #size = 0;
  #sealed = false;

  constructor(now: () => number, steps: StepRecord[] = [], omitted = 0) {
    this.#now = now;
    this.steps = steps;
    this.omitted = omitted;
    for (const step of steps) this.#size += sizeOf(step, JSON.stringify(step.inputs).length);
  }

  /** A step begins. Gives its place, for `close`. */
  open(path: string, kind: string, { inputs, size }: Shown = NO_INPUTS): number {
    return this.#add({ path, kind, at: this.#now(), ms: null, result: 'running', inputs, detail: null }, size, MAX_SIZE);
  }

  /** The step has ended. */
  close(place: number, result: StepResult, detail: string | null = null): void {
    const step = this.steps[place];
    if (step?.result !== 'running') return;
    step.ms = Math.max(0, this.#now() - step.at);
    step.result = result;
    step.detail = short(detail);
    this.#size += step.detail?.length ?? 0;
    this.#changed?.add(place);
  }

  /** The step has failed: there is some room for it even where it had none before. */
  fail(place: number, path: string, kind: string, detail: string): void {
    if (place !== OMITTED) {
      this.close(place, 'failed', detail);
      return;
    }
    this.omitted -= 1;
    this.add(path, kind, 'failed', detail);
  }

  /** A step that begins and ends at once. */
  add(path: string, kind: string, result: StepResult, detail: string | null, { inputs, size }: Shown = NO_INPUTS, began?: number): void {
    const now = this.#now();
    const at = began ?? now;
    const room = result === 'failed' || result === 'interrupted' ? MAX_SIZE_OF_FAILURES : MAX_SIZE;
    this.#add({ path, kind, at, ms: Math.max(0, now - at), result, inputs, detail: short(detail) }, size, room);
  }

  /** Ends all that is under way. */
  closeAll(result: StepResult, detail: string | null = null): void {
    for (const [place, step] of this.steps.entries()) if (step.result === 'running') this.close(place, result, detail);
  }

  /** Nothing is added from now on: what comes late is of no run any more. */
  seal(): void {
    this.#sealed = true;
  }

  /** The steps that changed since the last call, by their place; at the first call all. */
  takeChanged(): Map<number, StepRecord> {
    const places = this.#changed ?? this.steps.keys();
    const changed = new Map<number, StepRecord>();
    for (const place of places) {
      const step = this.steps[place];
      if (step !== undefined) changed.set(place, step);
    }
    this.#changed = new Set();
    return changed;
  }

  #add(step: StepRecord, inputs_size: number, room: number): number {
    if (this.#sealed) return OMITTED;
    const size = sizeOf(step, inputs_size);
    if (this.#size + size > room) {
      this.omitted += 1;
      return OMITTED;
    }
    this.#size += size;
    this.#changed?.add(this.steps.length);
    return this.steps.push(step) - 1;
  }
}

function sizeOf(step: StepRecord, inputs_size: number): number {
  return STEP_SIZE + step.path.length + step.kind.length + inputs_size + (step.detail?.length ?? 0);
}

function short(detail: string | null): string | null {
  return detail !== null && detail.length > MAX_DETAIL ? `${detail.slice(0, MAX_DETAIL - 1)}…` : detail;
}
