import type { Disposer } from './disposable.js';

/** The hub's only clock. Tests put a fake one in its place. */
export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  now(): number;
  /** The same as ISO 8601. */
  iso(): string;
}

/** Timers that end with the plugin. An error in one is logged against the plugin and counted, and the timer goes on. */
export interface Timers {
  /** Calls `fn` once after `ms` milliseconds. */
  after(ms: number, label: string, fn: () => void | Promise<void>): Disposer;
  /** Calls `fn` every `ms` milliseconds; a call that takes longer delays the next one, they never overlap. */
  every(ms: number, label: string, fn: () => void | Promise<void>): Disposer;
}
