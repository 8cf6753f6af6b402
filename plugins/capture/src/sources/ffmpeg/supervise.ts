import type { Readable } from 'node:stream';
import type { OpenSource, PictureSink, SourceTools } from '../source.js';
import { FFMPEG, ProgramProcess } from './process.js';
import type { End } from './process.js';

/** A source that brings nothing for so long is given up. */
const SILENCE_MS = 3_000;

interface Supervised {
  sink: PictureSink;
  tools: SourceTools;
  /** Takes the next piece of its output; gives how much of what it is to bring was whole with it. */
  take: (piece: Buffer) => number;
  /** What it brings, as the first words of a sentence; its end as a whole one; and one on what to look at when it fails. */
  words: { nothing_came: string; over: string; advice?: string };
  /** How long the first of it may take, where that is longer than it may ever be silent. */
  beginning_ms?: number;
  /** Read by it from its standard input. */
  input?: Readable;
  /** It brings something only when that is another: once there was something, silence says nothing. */
  still?: boolean;
  /** The sentence for an end that is none too early; null where there is no such end. */
  finished?: string | null;
  /** Looks twice a second whether what it reads has ended without its knowing: a sentence says so. */
  gone?: () => Promise<string | null>;
}

/** Runs ffmpeg for as long as it brings something. */
export function supervise(args: readonly string[], options: Supervised): OpenSource {
  const { sink, take, words, beginning_ms = 0, input, still = false, finished = null, gone } = options;
  const { clock, log, timers } = options.tools;
  let seen = 0;
  const program = new ProgramProcess(FFMPEG, args, {
    clock,
    log,
    ...(input === undefined ? {} : { input }),
    output: (piece) => {
      seen += take(piece);
    },
    ended: (end) => {
      if (finished !== null && 'code' in end && end.code === 0) sink.ended(finished);
      else sink.lost(sentence(end, words, program.complaint));
    },
  });
  let watched = 0;
  let patience_ms = Math.max(SILENCE_MS, beginning_ms);
  let since = clock.now();
  const watch = timers.every(500, 'watch ffmpeg', async () => {
    const now = clock.now();
    if (seen !== watched) {
      watched = seen;
      since = now;
      patience_ms = SILENCE_MS;
    } else if (now - since >= patience_ms && !(still && seen > 0)) {
      sink.lost(`${words.nothing_came} for ${patience_ms / 1_000} s.${said(program.complaint)}`);
    }
    const reason = (await gone?.()) ?? null;
    if (reason !== null) sink.lost(reason);
  });
  return {
    unproven: true,
    async close() {
      await watch();
      await program.end();
    },
  };
}

function sentence(end: End, { over, advice }: Supervised['words'], complaint: string | null): string {
  if ('problem' in end) return end.problem;
  if (end.code === 0) return over;
  return `ffmpeg ended with code ${end.code}.${said(complaint)}${advice === undefined ? '' : `${complaint === null ? '' : '.'} ${advice}`}`;
}

const said = (complaint: string | null): string => (complaint === null ? '' : ` It said: ${complaint}`);
