import { HubError } from '@lightkeeper/plugin-sdk';
import type { PixelFormat } from '@lightkeeper/plugin-sdk';
import { MAX_SIDE } from '../../picture/frame.js';
import { runProgram } from '../ffmpeg/run-program.js';
import type { RunTools } from '../ffmpeg/run-program.js';
import type { OpenSource, PictureSink, SourceTools } from '../source.js';
import { ADB, on } from './adb.js';

const LIMIT_MS = 10_000;
/** Room for the larger of the two headers. */
const MAX_BYTES = 64 * 1024 * 1024 + 16;
/** Without and with the colour space, which Android has said since version 9. */
const HEADERS = [12, 16];
/** android.graphics.PixelFormat, as far as screens have it: RGBA_8888, RGBX_8888, BGRA_8888. */
const FORMATS: Partial<Record<number, PixelFormat>> = { 1: 'rgbx', 2: 'rgbx', 5: 'bgrx' };

interface Screenshot {
  width: number;
  height: number;
  format: PixelFormat;
  pixels: Buffer;
}

/**
 * Reads what `screencap` gives: width, height and format, 32 bits each, little-endian, maybe the colour space, and the pixels row by row
 * (frameworks/base, cmds/screencap). Throws a sentence for what is none.
 */
export function readScreenshot(bytes: Buffer): Screenshot {
  if (bytes.length >= (HEADERS[0] ?? 0)) {
    const [width, height] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
    const format = FORMATS[bytes.readUInt32LE(8)];
    const header = HEADERS.find((size) => bytes.length === size + width * height * 4);
    const sides = [width, height].every((side) => side >= 1 && side <= MAX_SIDE);
    if (format !== undefined && header !== undefined && sides) return { width, height, format, pixels: bytes.subarray(header) };
  }
  throw new HubError('LK_DEVICE_FAILED', 'The device gave no screenshot that can be read.');
}

/** Takes screenshots one after another, for devices that cannot film their screen: one or two a second. */
export function takeScreenshots(serial: string, fps: number, sink: PictureSink, tools: SourceTools): OpenSource {
  const { clock, timers, signal } = tools;
  let reserved = 0;
  const show = ({ width, height, format, pixels }: Screenshot): void => {
    if (pixels.length > reserved) sink.reserve((reserved = pixels.length));
    sink.room.set(pixels);
    sink.show({ width, height, format, timeout_ms: null });
  };
  const next = async (): Promise<void> => {
    if (signal.aborted) return;
    const began = clock.now();
    try {
      show(await screenshot(serial, tools));
    } catch (error) {
      sink.lost(error instanceof Error ? error.message : 'No screenshot could be taken.');
      return;
    }
    timers.after(Math.max(0, 1_000 / fps - (clock.now() - began)), 'take a screenshot', next);
  };
  // Ended by the signal: the one that is being taken is given up.
  const first = next();
  return { unproven: true, close: () => first };
}

async function screenshot(serial: string, tools: RunTools): Promise<Screenshot> {
  const { output, complaint } = await runProgram(ADB, on(serial, 'screencap'), {
    tools,
    limit_ms: LIMIT_MS,
    late: 'No screenshot could be taken',
    max_bytes: MAX_BYTES,
  });
  if (output.length === 0)
    throw new HubError('LK_DEVICE_FAILED', `No screenshot could be taken.${complaint === null ? '' : ` adb said: ${complaint}`}`);
  return readScreenshot(output);
}
