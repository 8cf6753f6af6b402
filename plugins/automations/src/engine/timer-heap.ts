import type { Clock, Timers } from '@lightkeeper/plugin-sdk';

/** A moment at which something is to happen. */
export interface Alarm {
  readonly at: number;
  readonly ring: () => void;
  /** Among those of one moment the one that was set first rings first. */
  readonly order: number;
  /** Where it stands in the heap; -1 when it does not, since it rang or was put away. */
  index: number;
}

/** The clock may be set while a timer sleeps: it is looked at again after so long. */
const LONGEST_SLEEP_MS = 300_000;

/**
 * All that waits for a moment, on one timer. Setting and putting away cost the logarithm of how many there are, and each rings at its moment, in the
 * order of their moments, however late the timer is.
 */
export class TimerHeap {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #label: string;
  readonly #heap: Alarm[] = [];
  #order = 0;
  #sleep: { readonly at: number; readonly end: () => void | Promise<void> } | null = null;
  #ringing = false;

  constructor(clock: Clock, timers: Timers, label: string) {
    this.#clock = clock;
    this.#timers = timers;
    this.#label = label;
  }

  get size(): number {
    return this.#heap.length;
  }

  /** Calls `ring` at this moment, epoch milliseconds; soon, where it has passed. Never before `set` returns. */
  set(at: number, ring: () => void): Alarm {
    const alarm: Alarm = { at, ring, order: this.#order, index: this.#heap.length };
    this.#order += 1;
    this.#heap.push(alarm);
    this.#rise(alarm);
    if (alarm.index === 0) this.#wake();
    return alarm;
  }

  /** Puts an alarm away. One that rang already is left as it is. */
  clear(alarm: Alarm): void {
    const { index } = alarm;
    if (index === -1) return;
    alarm.index = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === alarm) return;
    this.#place(last, index);
    this.#rise(last);
    this.#sink(last);
  }

  /** Puts all away. */
  stop(): void {
    for (const alarm of this.#heap.splice(0)) alarm.index = -1;
    void this.#sleep?.end();
    this.#sleep = null;
  }

  /** Sets the timer for the first alarm, unless it rings before that anyway. */
  #wake(): void {
    const [first] = this.#heap;
    if (first === undefined || this.#ringing) return;
    const now = this.#clock.now();
    const at = Math.min(first.at, now + LONGEST_SLEEP_MS);
    if (this.#sleep !== null && this.#sleep.at <= at) return;
    void this.#sleep?.end();
    const end = this.#timers.after(Math.max(0, at - now), this.#label, () => {
      this.#sleep = null;
      this.#ring();
    });
    this.#sleep = { at, end };
  }

  #ring(): void {
    const now = this.#clock.now();
    this.#ringing = true;
    try {
      for (let first = this.#heap[0]; first !== undefined && first.at <= now; first = this.#heap[0]) {
        this.clear(first);
        first.ring();
      }
    } finally {
      this.#ringing = false;
      this.#wake();
    }
  }

  #place(alarm: Alarm, index: number): void {
    this.#heap[index] = alarm;
    alarm.index = index;
  }

  #rise(alarm: Alarm): void {
    while (alarm.index > 0) {
      const { index } = alarm;
      const above = (index - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !isBefore(alarm, parent)) return;
      this.#place(alarm, above);
      this.#place(parent, index);
    }
  }

  #sink(alarm: Alarm): void {
    for (;;) {
      const { index } = alarm;
      const [left, right] = [this.#heap[2 * index + 1], this.#heap[2 * index + 2]];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || !isBefore(child, alarm)) return;
      const below = child.index;
      this.#place(child, index);
      this.#place(alarm, below);
    }
  }
}

function isBefore(a: Alarm, b: Alarm): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}
