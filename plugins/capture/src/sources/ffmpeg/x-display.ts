import { stat } from 'node:fs/promises';

/**
 * Which X server serves a display of this machine: another text for each that is started, null where it cannot be told. `x11grab` does not
 * say when its server has ended (measured with ffmpeg 5.1); it brings its last picture for ever.
 */
export async function serverOf(display: string): Promise<string | null> {
  const [, number] = /^:(\d+)/.exec(display) ?? [];
  try {
    const { ino, ctimeMs } = await stat(`/tmp/.X11-unix/X${number ?? ''}`);
    return `${ino} since ${ctimeMs}`;
  } catch {
    return null;
  }
}
