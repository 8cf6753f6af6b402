import { Transform } from 'node:stream';
import { atMost, outputOf, QUIET, smaller } from '../ffmpeg/arguments.js';
import type { Abilities } from '../ffmpeg/arguments.js';
import { FrameAssembler } from '../ffmpeg/frame-assembler.js';
import type { PictureSize } from '../ffmpeg/picture-size.js';
import { ProgramProcess } from '../ffmpeg/process.js';
import type { End } from '../ffmpeg/process.js';
import { supervise } from '../ffmpeg/supervise.js';
import type { OpenSource, PictureSink, SourceTools } from '../source.js';
import { ADB, ask, on } from './adb.js';

/** What Android allows at most, and also when nothing is said of it (frameworks/av, cmds/screenrecord). */
const TIME_LIMIT_S = 180;
/** Enough for colours; the device's processor, USB and the wireless network have less to do. */
const BIT_RATE = 4_000_000;
/** A recording that is over sooner was no recording. */
const TOO_SHORT_MS = 1_000;
/** The device may have to wake its screen's encoder. */
const BEGINNING_MS = 10_000;
const QUIET_MS = 250;
const LOOK_MS = 10_000;
/**
 * An access unit delimiter (ITU-T H.264, 7.3.2.4). A reader of the stream knows that a picture is whole when the next one begins, which on a
 * screen that stands still may be in an hour: this says that it does.
 */
const DELIMITER = Buffer.from([0, 0, 0, 1, 0x09, 0xf0]);

interface Film {
  serial: string;
  name: string;
  fps: number;
  size: PictureSize;
  abilities: Abilities;
  sink: PictureSink;
  tools: SourceTools;
  /** The device cannot film its screen: nothing came of it. */
  cannot: () => void;
}

/** The arguments by which ffmpeg makes pictures of what comes from the device. */
export function filmArguments({ fps, size, abilities }: Pick<Film, 'fps' | 'size' | 'abilities'>): string[] {
  return [
    ...QUIET,
    // Without `nobuffer`, which would leave out the picture by which ffmpeg finds out what there is: it may be the only one for long.
    ...['-protocol_whitelist', 'pipe', '-flags', 'low_delay', '-probesize', '32', '-analyzeduration', '0'],
    // The stream has no times of its own.
    ...['-use_wallclock_as_timestamps', '1'],
    ...['-f', 'h264', '-i', 'pipe:0', '-vf', [atMost(fps), ...smaller(size)].join(','), ...outputOf(abilities)],
  ];
}

/**
 * Films the screen of a device. Recordings follow one another, since Android ends each after three minutes; one ffmpeg reads them all. A screen
 * that stands still brings no pictures, so that the last one counts until the next.
 */
export function film(options: Film): OpenSource {
  const { sink, tools, size } = options;
  const frames = new FrameAssembler(sink, size, true);
  const recordings = new Recordings(options);
  const open = supervise(filmArguments(options), {
    ...{ sink, tools, input: recordings.video, still: true, beginning_ms: BEGINNING_MS },
    take: (piece) => frames.take(piece),
    words: { nothing_came: 'No picture came', over: 'The pictures have come to their end.' },
  });
  recordings.begin();
  return {
    unproven: true,
    async close() {
      await Promise.all([recordings.end(), open.close()]);
    },
  };
}

/** One recording after another, as one stream of H.264. */
class Recordings {
  readonly video: Transform;
  readonly #options: Film;
  readonly #timers: (() => void | Promise<void>)[];
  #program: ProgramProcess | null = null;
  #bytes = 0;
  #ended = false;

  constructor(options: Film) {
    this.#options = options;
    this.video = new Transform({
      transform: (piece: Buffer, _encoding, done) => {
        this.#bytes += piece.length;
        done(null, piece);
      },
    });
    const { timers } = options.tools;
    this.#timers = [
      timers.every(
        QUIET_MS,
        'end a picture of a still screen',
        this.#whenStill(() => this.video.push(DELIMITER)),
      ),
      timers.every(LOOK_MS, 'look for an Android device', () => this.#look()),
    ];
  }

  begin(): void {
    const { serial, tools } = this.#options;
    const before = this.#bytes;
    const began = tools.clock.now();
    const command = ['screenrecord', '--output-format=h264', `--bit-rate=${BIT_RATE}`, `--time-limit=${TIME_LIMIT_S}`, '-'];
    this.#program = new ProgramProcess(ADB, on(serial, ...command), {
      ...{ clock: tools.clock, log: tools.log, output: this.video },
      ended: (end) => {
        this.#next(end, this.#bytes - before, tools.clock.now() - began);
      },
    });
  }

  async end(): Promise<void> {
    this.#ended = true;
    for (const undo of this.#timers) await undo();
    await this.#program?.end();
    this.video.destroy();
  }

  #next(end: End, bytes: number, ms: number): void {
    if (this.#ended) return;
    const { sink, cannot, name } = this.#options;
    const complaint = this.#program?.complaint ?? null;
    if ('problem' in end) sink.lost(end.problem);
    else if (this.#bytes === 0) cannot();
    else if (bytes > 0 && ms >= TOO_SHORT_MS) this.begin();
    else sink.lost(`${name} films its screen no more.${complaint === null ? '' : ` adb said: ${complaint}`}`);
  }

  /** Calls once whenever the stream has brought something, and then nothing for a turn. */
  #whenStill(fn: () => void): () => void {
    let seen = 0;
    let told = 0;
    return () => {
      if (this.#bytes === seen && seen !== told) {
        told = seen;
        fn();
      }
      seen = this.#bytes;
    };
  }

  /** A device of the network that is gone leaves a connection that hears nothing, just as a still screen does. */
  async #look(): Promise<void> {
    const { serial, sink, tools, name } = this.#options;
    const there = await ask(on(serial, 'true'), tools).catch(() => ({ ok: false }));
    if (!there.ok && !this.#ended) sink.lost(`${name} does not answer any more.`);
  }
}
