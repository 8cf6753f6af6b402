import { HubError } from '@lightkeeper/plugin-sdk';
import { QUIET } from '../ffmpeg/arguments.js';
import { FfmpegProcess } from '../ffmpeg/process.js';
import type { SourceTools } from '../source.js';

/** A picture that takes longer is meant to take longer. */
const LIMIT_MS = 5_000;
/** A few bytes can say that they are a picture of many gigabytes. */
const MAX_PIXELS = 100_000_000;

/** How a file of each kind begins, and the one reader of ffmpeg that it is given to: none that opens other files, or guesses. */
const KINDS: readonly { reader: string; begins: (bytes: Buffer) => boolean }[] = [
  { reader: 'png_pipe', begins: (bytes) => bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n' },
  { reader: 'jpeg_pipe', begins: (bytes) => bytes.toString('latin1', 0, 3) === '\xff\xd8\xff' },
  { reader: 'webp_pipe', begins: (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP' },
  { reader: 'gif', begins: (bytes) => /^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)) },
  { reader: 'bmp_pipe', begins: (bytes) => bytes.toString('latin1', 0, 2) === 'BM' },
];

/** The arguments by which ffmpeg makes the first picture of what it is given `rgb24` of the size. Null for what is no picture. */
export function decodeArguments(bytes: Buffer, { width, height }: { width: number; height: number }): string[] | null {
  const kind = KINDS.find(({ begins }) => begins(bytes));
  if (kind === undefined) return null;
  return [
    ...QUIET,
    ...['-protocol_whitelist', 'pipe', '-max_pixels', `${MAX_PIXELS}`, '-f', kind.reader, '-i', 'pipe:0'],
    ...['-frames:v', '1', '-vf', `scale=${width}:${height}:flags=area`],
    ...['-pix_fmt', 'rgb24', '-threads', '1', '-f', 'rawvideo', 'pipe:1'],
  ];
}

/** The picture in bytes of `rgb24`. Rejects with a sentence that says what is wrong with it. */
export async function decode(bytes: Buffer, size: { width: number; height: number }, tools: SourceTools): Promise<Buffer> {
  const args = decodeArguments(bytes, size);
  if (args === null) throw new HubError('LK_VALIDATION', 'The picture is none that can be read: PNG, JPEG, WebP, GIF or BMP.');
  const picture = Buffer.alloc(size.width * size.height * 3);
  let filled = 0;
  let program: FfmpegProcess | undefined;
  let limit: ReturnType<typeof tools.timers.after> | undefined;
  const aborted = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (reason: string): void => {
        reject(new HubError('LK_VALIDATION', reason));
      };
      const { clock, log, timers, signal } = tools;
      program = new FfmpegProcess(args, {
        clock,
        log,
        input: bytes,
        output: (piece) => {
          filled += piece.copy(picture, filled);
        },
        ended: (end) => {
          if ('problem' in end) fail(end.problem);
          else if (end.code === 0 && filled === picture.length) resolve();
          else fail(`The picture could not be read${program?.complaint == null ? '.' : `: ${program.complaint}`}`);
        },
      });
      limit = timers.after(LIMIT_MS, 'read a picture', () => {
        fail(`The picture could not be read within ${LIMIT_MS / 1_000} s.`);
      });
      signal.addEventListener(
        'abort',
        () => {
          fail('It is not wanted any more.');
        },
        { signal: aborted.signal },
      );
    });
  } finally {
    aborted.abort();
    await limit?.();
    await program?.end();
  }
  return picture;
}
