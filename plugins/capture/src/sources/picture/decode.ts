import { HubError } from '@lightkeeper/plugin-sdk';
import { QUIET } from '../ffmpeg/arguments.js';
import { FFMPEG } from '../ffmpeg/process.js';
import { runProgram } from '../ffmpeg/run-program.js';
import type { RunTools } from '../ffmpeg/run-program.js';

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
export async function decode(bytes: Buffer, size: { width: number; height: number }, tools: RunTools): Promise<Buffer> {
  const args = decodeArguments(bytes, size);
  if (args === null) throw new HubError('LK_VALIDATION', 'The picture is none that can be read: PNG, JPEG, WebP, GIF or BMP.');
  const max_bytes = size.width * size.height * 3;
  const { code, output, complaint } = await runProgram(FFMPEG, args, {
    tools,
    input: bytes,
    limit_ms: LIMIT_MS,
    late: 'The picture could not be read',
    max_bytes,
  });
  if (code === 0 && output.length === max_bytes) return output;
  throw new HubError('LK_VALIDATION', `The picture could not be read${complaint === null ? '.' : `: ${complaint}`}`);
}
