import type { SourceKind } from '../source.js';
import { ffmpegArguments } from './arguments.js';
import { FrameAssembler } from './frame-assembler.js';
import type { Installation } from './installation.js';
import { ffmpegSchema } from './options.js';
import type { FfmpegInput } from './options.js';
import { pictureSize } from './picture-size.js';
import { supervise } from './supervise.js';
import { serverOf } from './x-display.js';

/** The first picture may take longer than others: a camera wakes up, a server answers, a stream reaches its next whole picture. */
const BEGINNING_MS: Partial<Record<FfmpegInput, number>> = { rtsp: 10_000, url: 12_000 };

/** Everything that ffmpeg can read: screens, cameras, files and streams. */
export function ffmpegSource(installation: Installation): SourceKind<typeof ffmpegSchema> {
  return {
    kind: 'ffmpeg',
    name: 'Screen, camera, video',
    description: 'This machine’s screen, a camera or a grabber, a network camera, a video file or a stream, read by ffmpeg.',
    options: ffmpegSchema,
    secrets: ['password'],
    async open(options, sink, tools) {
      const size = pictureSize(tools.wish);
      const frames = new FrameAssembler(sink, size);
      const display = options.input === 'x11' ? options.display : null;
      const server = display === null ? null : await serverOf(display);
      return supervise(ffmpegArguments(options, size, await installation.abilities()), {
        sink,
        tools,
        take: (piece) => frames.take(piece),
        words: { nothing_came: 'No picture came', over: 'The pictures have come to their end.' },
        beginning_ms: BEGINNING_MS[options.input] ?? 0,
        finished: options.input === 'file' && !options.loop ? 'The video has come to its end.' : null,
        // x11grab brings its last picture for ever when its X server has ended.
        gone: async () =>
          display !== null && server !== null && (await serverOf(display)) !== server ? `The display ${display} has ended.` : null,
      });
    },
  };
}
