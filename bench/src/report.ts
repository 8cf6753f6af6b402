import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { round } from './stats.js';

/** What was claimed about a number: `at_least` for rates, `at_most` for times and sizes. */
export type Target = { at_least: number } | { at_most: number };

export interface Row {
  bench: string;
  what: string;
  value: number;
  unit: string;
  /** The peer in the same run, and what it came to. */
  peer?: { name: string; value: number };
  /** `value / peer.value`. */
  ratio?: number;
  /** What is held to the target: the ratio where there is one, else the value. */
  target?: Target;
}

export interface Outcome extends Row {
  met: boolean | null;
}

export function judge(row: Row): Outcome {
  const held = row.ratio ?? row.value;
  const { target } = row;
  const met = target === undefined ? null : 'at_least' in target ? held >= target.at_least : held <= target.at_most;
  const rounded = { ...row, value: round(row.value), met };
  if (row.ratio !== undefined) rounded.ratio = round(row.ratio);
  if (row.peer !== undefined) rounded.peer = { name: row.peer.name, value: round(row.peer.value) };
  return rounded;
}

function cells({ bench, what, value, unit, peer, ratio, target, met }: Outcome): string[] {
  const wanted = target === undefined ? '' : 'at_least' in target ? `>= ${target.at_least}` : `<= ${target.at_most}`;
  const verdict = met === null ? '' : met ? 'yes' : 'NO';
  return [
    bench,
    what,
    `${value} ${unit}`,
    peer === undefined ? '' : `${peer.value} (${peer.name})`,
    ratio === undefined ? '' : `${ratio} x`,
    wanted,
    verdict,
  ];
}

export function table(rows: readonly Outcome[]): string {
  const lines = [['bench', 'what', 'Lightkeeper', 'peer in this run', 'ratio', 'target', 'met'], ...rows.map(cells)];
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Facts that explain the numbers, and none that name the machine. */
function machine(): Record<string, string | number> {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memory_gib: round(os.totalmem() / 2 ** 30),
    system: `${os.platform()} ${os.release().split('-')[0] ?? ''} ${os.arch()}`,
  };
}

type Kept = Outcome & { measured_at: string };

/** What was measured takes the place of the same benches' older rows; those of other benches stay, each with its own date. */
export function writeResults(file: string, rows: readonly Outcome[], scale: Record<string, number>): void {
  const measured = new Set(rows.map(({ bench }) => bench));
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { rows: Kept[] }).rows : [];
  const measured_at = new Date().toISOString();
  const all = [...known.filter(({ bench }) => !measured.has(bench)), ...rows.map((row): Kept => ({ measured_at, ...row }))];
  writeFileSync(file, `${JSON.stringify({ node: process.version, machine: machine(), scale, rows: all }, null, 2)}\n`);
}
