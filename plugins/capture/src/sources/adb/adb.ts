import type { Program } from '../ffmpeg/process.js';
import { runProgram } from '../ffmpeg/run-program.js';
import type { RunTools } from '../ffmpeg/run-program.js';

export const ADB: Program = {
  command: 'adb',
  missing:
    'adb is not installed. Install it (Debian, Ubuntu: apt install adb; macOS: brew install android-platform-tools; ' +
    'Windows: winget install Google.PlatformTools) where the hub’s PATH leads.',
};

/** Starting its own server takes adb a few seconds. */
const LIMIT_MS = 10_000;
const MAX_BYTES = 64 * 1024;

/** Asks adb something short, and gives its words. What it says of a failure is more than its code: that is 0 also where it could not connect. */
export async function ask(args: readonly string[], tools: RunTools): Promise<{ ok: boolean; text: string }> {
  const { code, output, complaint } = await runProgram(ADB, args, {
    tools,
    limit_ms: LIMIT_MS,
    late: 'adb did not answer',
    max_bytes: MAX_BYTES,
  });
  return { ok: code === 0, text: [output.toString('utf8').trim(), complaint ?? ''].filter((part) => part !== '').join(' / ') };
}

/** The arguments by which a device does something, and its bytes come as they are. */
export function on(serial: string, ...command: readonly string[]): string[] {
  return ['-s', serial, 'exec-out', ...command];
}
