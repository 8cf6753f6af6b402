import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { tempDir } from './temp.js';

/** Whether ffmpeg is on this machine; tests that need it are skipped, and say so, where it is not. */
export function ffmpegAvailable(): boolean {
  return spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;
}

/** Makes a file by ffmpeg: `lavfi` is the graph of what it shows, such as `color=red:size=64x36:rate=10`. */
export function makeWithFfmpeg(file: string, lavfi: string, output: readonly string[]): void {
  execFileSync('ffmpeg', ['-nostdin', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', lavfi, ...output, file]);
}

/**
 * A program by the name of ffmpeg that does what `script`, for `/bin/sh`, says; when it is asked what it is, it says that it is ffmpeg.
 * Gives the `PATH` on which it is found before all others. The folder is gone with the process.
 */
export function fakeFfmpeg(script: string): string {
  const folder = tempDir('ffmpeg');
  const program = folder.file('ffmpeg');
  writeFileSync(program, `#!/bin/sh\ncase "$*" in *-version) echo 'ffmpeg version 6.0'; exit 0;; *-devices) exit 0;; esac\n${script}\n`);
  chmodSync(program, 0o755);
  return `${folder.path}:${process.env.PATH ?? ''}`;
}

/** Whether a process of this id runs; one that has ended and waits to be collected does not. */
export function runs(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}

/** The ids of the processes below `pid` that bring it pictures. */
export function childrenOf(pid: number): number[] {
  const rows = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return rows.split('\n').flatMap((row) => (row.includes('pipe:1') ? [Number(row.trim().split(' ')[0])] : []));
}
