import { supervise } from '../ffmpeg/supervise.js';
import type { SourceKind } from '../source.js';
import { audioArguments } from './arguments.js';
import { audioSchema } from './options.js';
import { PICTURE_BYTES, soundPainter, WIDTH } from './painter.js';
import { SampleAssembler } from './samples.js';

/** Sound that becomes light: ffmpeg brings the samples, the hub listens. */
export const audioSource: SourceKind<typeof audioSchema> = {
  kind: 'audio',
  name: 'Music',
  description: 'What this machine plays, a microphone or a sound file, shown as a spectrum, as loudness or as beats; read by ffmpeg.',
  options: audioSchema,
  open(options, sink, tools) {
    const paint = soundPainter(options);
    sink.reserve(PICTURE_BYTES);
    const samples = new SampleAssembler((step) => {
      paint(step, sink.room);
      sink.show({ width: WIDTH, height: 1, format: 'rgb24' });
    });
    const open = supervise(audioArguments(options), {
      sink,
      tools,
      take: (piece) => samples.take(piece),
      words: { nothing_came: 'No sound came', over: 'The sound has come to its end.' },
      finished: options.input === 'file' && !options.loop ? 'The sound has come to its end.' : null,
    });
    return Promise.resolve(open);
  },
};
