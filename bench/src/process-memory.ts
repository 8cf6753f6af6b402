import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export interface ProcessMemory {
  /** Resident now, MiB. */
  rss: number;
  /** The most that was resident since the start or the last `resetPeak`, MiB. */
  peak: number;
}

/** Whether the system tells how much memory another process takes (Linux). */
export const canMeasureMemory = existsSync('/proc/self/status');

/** Of another process, from `/proc/<pid>/status` (proc(5): VmRSS, VmHWM, in KiB). */
export function memoryOf(pid: number): ProcessMemory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
  return { rss: field('VmRSS'), peak: field('VmHWM') };
}

/** Begins a new peak at what is resident now (proc(5): writing 5 to `clear_refs`). */
export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
