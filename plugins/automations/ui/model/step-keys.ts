const keys = new WeakMap<object, number>();
let last = 0;

/** A number that a step keeps while it is changed and moved: what is open stays open, and what is drawn stays drawn. */
export function keyOf(step: object): number {
  const known = keys.get(step);
  if (known !== undefined) return known;
  last += 1;
  keys.set(step, last);
  return last;
}

/** The changed copy of a step is the same step. */
export function inherit(from: object, to: object): void {
  const key = keys.get(from);
  if (key !== undefined) keys.set(to, key);
}
