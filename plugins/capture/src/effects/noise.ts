/** A number from 0 to 1 that is as good as chance, the same for the same two whole numbers. */
export function chance(seed: number, index: number): number {
  let hash = Math.imul(index ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(seed + 0x7f4a_7c15, 0xc2b2_ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a_2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 0x1_0000_0000;
}

/** Chance that changes softly from one whole number to the next: 0 to 1. */
export function drift(seed: number, at: number): number {
  const below = Math.floor(at);
  const part = at - below;
  const soft = part * part * (3 - 2 * part);
  return chance(seed, below) * (1 - soft) + chance(seed, below + 1) * soft;
}
