/** `process.hrtime` is the same for all threads of a process; `performance.now` costs less, and begins with the thread. */
const ORIGIN = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds that only go on, with fractions, and are the same in all threads. */
export function monotonic(): number {
  return ORIGIN + performance.now();
}

const LOW_BITS = 0x7fff_ffff;

/** Such a time as a number that fits shared memory of 32 bits: microseconds, which begin anew after half an hour. */
export function stampOf(now: number): number {
  return Math.floor(now * 1_000) & LOW_BITS;
}

/** How many milliseconds have passed since a stamp; 0 for one of another thread that is younger than `now`. */
export function ageOf(stamp: number, now: number): number {
  const passed = (stampOf(now) - stamp) & LOW_BITS;
  return passed > LOW_BITS / 2 ? 0 : passed / 1_000;
}
