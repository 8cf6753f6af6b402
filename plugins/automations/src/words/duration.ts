const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** A length of time for people, by its two largest units: `5 minutes`, `1.5 seconds`, `1 hour 30 minutes`. */
export function duration(ms: number): string {
  if (ms < 1_000) return count(Math.round(ms), 'millisecond');
  if (ms < 60_000) return count(Math.round(ms / 10) / 100, 'second');
  const first = UNITS.findIndex(([, size]) => ms >= size);
  const parts: string[] = [];
  let left = ms;
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const amount = Math.floor(left / size);
    if (amount > 0) parts.push(count(amount, unit));
    left -= amount * size;
  }
  return parts.join(' ');
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
