const SHORTEST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * How long to wait before the next try: 1 to 2 s after the first failure, twice as long after each further one, up to 30 to 60 s.
 * The random half keeps a home's devices from returning all at once after a power cut.
 */
export function backoffDelay(failures: number, random: () => number): number {
  const longest = Math.min(LONGEST_MS, 2 * SHORTEST_MS * 2 ** Math.min(failures - 1, 16));
  return Math.round(longest / 2 + (random() * longest) / 2);
}
