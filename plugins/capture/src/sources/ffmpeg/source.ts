import type { OpenSource, PictureSink, SourceKind, SourceTools } from '../source.js';
import { ffmpegArguments } from './arguments.js';
import { FrameAssembler } from './frame-assembler.js';
import type { Installation } from './installation.js';
import { ffmpegSchema } from './options.js';
import type { FfmpegInput, FfmpegOptions } from './options.js';
import { pictureSize } from './picture-size.js';
import { FfmpegProcess } from './process.js';
import type { End } from './process.js';
import { serverOf } from './x-display.js';

/** A source that brings nothing for so long is given up. */
const SILENCE_MS = 3_000;
/** The first picture may take longer: a camera wakes up, a server answers, a stream reaches its next whole picture. */
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
      const server = options.input === 'x11' ? await serverOf(options.display) : null;
      return supervise(ffmpegArguments(options, size, await installation.abilities()), { options, sink, tools, frames, server });
    },
  };
}

interface Supervised {
  options: FfmpegOptions;
  sink: PictureSink;
  tools: SourceTools;
  frames: FrameAssembler;
  /** The X server whose screen it is; null where there is none. */
  server: string | null;
}

/** Runs ffmpeg for as long as it brings pictures. */
function supervise(args: readonly string[], { options, sink, tools, frames, server }: Supervised): OpenSource {
  const { clock, log, timers } = tools;
  let seen = 0;
  const program = new FfmpegProcess(args, {
    clock,
    log,
    output: (piece) => {
      seen += frames.take(piece);
    },
    ended: (end) => {
      if (options.input === 'file' && !options.loop && 'code' in end && end.code === 0) sink.ended('The video has come to its end.');
      else sink.lost(sentence(end, program.complaint));
    },
  });
  let watched = 0;
  let patience_ms = Math.max(SILENCE_MS, BEGINNING_MS[options.input] ?? 0);
  let since = clock.now();
  const watch = timers.every(500, 'watch ffmpeg', async () => {
    const now = clock.now();
    if (seen !== watched) {
      watched = seen;
      since = now;
      patience_ms = SILENCE_MS;
    } else if (now - since >= patience_ms) {
      sink.lost(`No picture came for ${patience_ms / 1_000} s.${said(program.complaint)}`);
    }
    if (server !== null && options.input === 'x11' && (await serverOf(options.display)) !== server) {
      sink.lost(`The display ${options.display} has ended.`);
    }
  });
  return {
    unproven: true,
    async close() {
      await watch();
      await program.end();
    },
  };
}

function sentence(end: End, complaint: string | null): string {
  if ('problem' in end) return end.problem;
  return end.code === 0 ? 'The pictures have come to their end.' : `ffmpeg ended with code ${end.code}.${said(complaint)}`;
}

const said = (complaint: string | null): string => (complaint === null ? '' : ` It said: ${complaint}`);
